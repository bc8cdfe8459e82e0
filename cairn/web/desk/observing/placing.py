"""The ends of legs, and the place of an event, on a map. A click sets what is chosen in the list,
as exactly as was declared; the list does the same with the keyboard and without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import CairnError, NotFound
from cairn.reference.boundaries import ATTRIBUTION, DISCLAIMER
from cairn.reporting.observations.actions import WrongObservation, change_observation
from cairn.reporting.observations.kinds import DECIMALS
from cairn.reporting.observations.queries import one_observed
from cairn.reporting.observations.values import Given, Observed
from cairn.web.components import Link
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.observing.doors import find_kind, find_own, headed
from cairn.web.desk.observing.fields import DegreesField, degrees_of
from cairn.web.desk.observing.sections import end_words
from cairn.web.desk.observing.words import choices, problem_words
from cairn.web.desk.once import once
from cairn.web.explore.mapping import land_address
from cairn.web.given import whole_number
from cairn.web.say import say

PARTS = ("precision", "lat", "lon")


@dataclass(slots=True)
class Spot:
    """One place that may be set: an end of a leg, or the event itself."""

    id: str  # "0-from", "0-to", "event"
    title: str
    words: str
    precision: str
    lat: Any
    lon: Any
    problem: str = ""

    @property
    def fields(self) -> Mapping[str, str]:
        return {name: f"{self.id}-{name}" for name in PARTS}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def place(request: HttpRequest, ref: str, key: str, record: str) -> HttpResponse:
    filing = find_own(request, ref)
    if not find_kind(filing, key).legs:
        raise NotFound()
    now = one_observed(filing, key, record)
    spots, wrong = list(_spots(now)), []
    revision = now.revision
    if request.method == "POST":
        read = _read(spots, request.POST)
        revision = _whole(request.POST.get("revision", ""))
        if not any(spot.problem for spot in spots):
            try:
                change_observation(
                    filing=filing,
                    kind=key,
                    ref=record,
                    given=_given(now, read),
                    revision=revision,
                    by=person_of(request),
                )
            except WrongObservation as error:
                wrong = [problem_words(problem) for problem in error.problems]
            except CairnError as error:
                wrong, revision = [problem_words(error)], now.revision
            else:
                messages.success(request, _("Saved."))
                return redirect("desk:records", filing.ref)
    title = now.values["title"] or now.ref
    context = {
        **headed(filing, Link(title, "", current=True)),
        "title": title,
        "record": now,
        "revision": revision,
        "spots": spots,
        "precisions": [
            (code, words, DECIMALS.get(code, "")) for code, words in choices("location_precision")
        ],
        "wrong": [*wrong, *(spot.problem for spot in spots if spot.problem)],
        "land": land_address(),
        "disclaimer": say(DISCLAIMER),
        "attribution": say(ATTRIBUTION),
    }
    status = 400 if context["wrong"] else 200
    return render(request, "desk/observing/map.html", context, status=status)


def _whole(text: str) -> int:
    return whole_number(text, -1)


def _spots(now: Observed) -> Iterator[Spot]:
    shown = DegreesField().prepare_value
    if now.kind == "incident":
        values = now.values
        words = values["place"] or ""
        given = (values["precision"], shown(values["lat"]), shown(values["lon"]))
        yield Spot("event", _("Place of the event"), words, *given)
    for at, leg in enumerate(now.legs):
        for which, title in (
            ("from", _("Leg %(leg)s: begins at")),
            ("to", _("Leg %(leg)s: ends at")),
        ):
            given = tuple(leg[f"{which}_{name}"] for name in PARTS)
            yield Spot(
                f"{at}-{which}",
                title % {"leg": at + 1},
                end_words(leg, which),
                given[0],
                shown(given[1]),
                shown(given[2]),
            )


def _read(spots: list[Spot], sent: Any) -> dict[str, dict[str, Any]]:
    """What was written for each place; what cannot be read stays as written."""
    found = {}
    for spot in spots:
        spot.precision, spot.lat, spot.lon = (
            sent.get(spot.fields[name], "").strip()[:40] for name in PARTS
        )
        try:
            found[spot.id] = {
                "precision": spot.precision,
                "lat": degrees_of(spot.lat) if spot.lat else None,
                "lon": degrees_of(spot.lon) if spot.lon else None,
            }
        except forms.ValidationError as wrong:
            spot.problem = str(wrong.message)
    return found


def _given(now: Observed, read: Mapping[str, Mapping[str, Any]]) -> Given:
    values = dict(now.values) | dict(read.get("event", {}))
    legs = []
    for at, leg in enumerate(now.legs):
        ends = {
            f"{which}_{name}": value
            for which in ("from", "to")
            for name, value in read.get(f"{at}-{which}", {}).items()
        }
        legs.append(dict(leg) | ends)
    return Given(values, legs, now.persons)

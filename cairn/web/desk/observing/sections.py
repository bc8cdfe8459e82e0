"""The records of a filing as its pages show them: `shown` for the record page, the receipt and the
list of records, `index` for what stands above them.

Who may not see the filing is shown nothing. Outside the State that filed it, coordinates are left
out: a place is then named, and drawn nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.catalogue import KINDS, kind
from cairn.reporting.observations.kinds import ARTICLES, Asked, Shape
from cairn.reporting.observations.persons import QUALITIES, PersonCount
from cairn.reporting.observations.queries import observed
from cairn.reporting.observations.values import Observed
from cairn.sharing.viewer import Viewer
from cairn.web import numbers
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.observing.words import amount_words, article_words, key_words, of_whom, value_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Shown:
    """One record. `texts` are what somebody wrote: label and text, in whatever language."""

    ref: str
    kind: str
    kind_title: str
    title: str
    articles: Sequence[str]
    facts: Sequence[Fact]
    texts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    first: Sequence[Fact]  # as first submitted, where that differs from what stands now


def shown(filing: Filing, viewer: Viewer) -> list[Shown]:
    """Every record of this version, for whoever may see the version."""
    if not Filing.objects.visible_to(viewer).filter(pk=filing.pk).exists():
        return []
    exact = filing.owner_id in viewer.organisations or filing.state in viewer.states
    return [one_shown(one, exact=exact) for one in observed(filing)]


def index(filing: Filing) -> list[str]:
    """Under which letters of article 10(1) of the Protocol its information falls."""
    found = section(filing.section)
    letters = {*found.articles, *(one for key in found.observes for one in KINDS[key].articles)}
    return [article_words(letter) for letter in ARTICLES if letter in letters]


def one_shown(one: Observed, *, exact: bool) -> Shown:
    found = kind(one.kind)
    return Shown(
        ref=one.ref,
        kind=one.kind,
        kind_title=say(found.title),
        title=one.values["title"] or one.ref,
        articles=[article_words(letter) for letter in found.articles],
        facts=list(_facts(one, exact)),
        texts=[
            (say(asked.title), one.values[asked.name])
            for asked in found.fields
            if asked.shape is Shape.LONG and one.values[asked.name]
        ],
        tables=[*_legs(one, exact), *_people(one)],
        first=_first(one),
    )


def _facts(one: Observed, exact: bool) -> list[Fact]:
    hidden = {"title", *(() if exact else ("lat", "lon"))}
    facts = []
    for asked in kind(one.kind).fields:
        if asked.name in hidden or asked.shape is Shape.LONG:
            continue
        value = value_of(asked, one.values[asked.name])
        if value is not None:
            facts.append(Fact(say(asked.title), value, _dollars(one, asked)))
    return facts


def _dollars(one: Observed, asked: Asked) -> str:
    """An amount in US dollars, where the filer gave the rate; with its day and source."""
    rate = one.values.get("usd_rate")
    if not rate or asked.name not in ("low", "typical", "high", "officials_amount"):
        return ""
    return _("about %(amount)s US dollars at the rate of %(day)s (%(source)s)") % {
        "amount": numbers.number(round(float(one.values[asked.name] / rate)), current()),
        "day": numbers.day(one.values["rate_on"], current()),
        "source": one.values["rate_source"],
    }


def _legs(one: Observed, exact: bool) -> list[Table]:
    if not one.legs:
        return []
    columns = (
        *(_("Leg"), _("From"), _("To"), _("Transport"), _("Hours")),
        *(_("Border crossing"), _("Organized by")),
    )
    rows = [
        (
            numbers.number(number, current()),
            end_words(leg, "from", exact=exact),
            end_words(leg, "to", exact=exact),
            _joined(
                _key(leg, "mode", "transport_modes"), _key(leg, "conveyance", "conveyance_types")
            ),
            _hours(leg),
            _key(leg, "border", "border_crossing_types"),
            _key(leg, "organizer", "leg_organizers"),
        )
        for number, leg in enumerate(one.legs, start=1)
    ]
    gaps = [
        _("Before leg %(leg)s: %(gap)s") % {"leg": number, "gap": leg["gap"]}
        for number, leg in enumerate(one.legs, start=1)
        if leg["gap"]
    ]
    return [Table(_("Legs"), [Column(words) for words in columns], rows, help=" · ".join(gaps))]


def leg_words(leg: Mapping[str, Any], *, exact: bool) -> str:
    """One leg in one line: "Agadez, Niger → Sabha, Libya · lorry · 40–60 h"."""
    ends = [end_words(leg, which, exact=exact) for which in ("from", "to")]
    return _joined(
        " → ".join(ends),
        _key(leg, "mode", "transport_modes"),
        _key(leg, "conveyance", "conveyance_types"),
        _hours(leg),
        _key(leg, "border", "border_crossing_types"),
        _key(leg, "organizer", "leg_organizers"),
        leg["gap"],
    )


def people_words(count: PersonCount) -> str:
    """Of which people a number is: "Deaths", "Smuggled migrants · Female"."""
    return _joined(say(QUALITIES[count.quality].title), of_whom(count))


def end_words(leg: Mapping[str, Any], which: str, *, exact: bool = False) -> str:
    """Where a leg begins or ends: "Agadez, Niger (hub)"."""
    place, country = leg[f"{which}_place"], leg[f"{which}_country"]
    words = numbers.comma(current()).join(
        filter(None, (place, name_of(country, current()) if country else ""))
    )
    if not words and leg[f"{which}_precision"] == "undisclosed":
        words = key_words("location_precision", "undisclosed")
    node = _key(leg, f"{which}_node", "smuggling_route_node_types")
    lat, lon = leg[f"{which}_lat"], leg[f"{which}_lon"]
    if exact and lat is not None and lon is not None:
        words = _joined(words, f"{amount_words(lat)} / {amount_words(lon)}")
    if words and node:
        return _("%(place)s (%(kind)s)") % {"place": words, "kind": node}
    return words or node or "–"


def _key(leg: Mapping[str, Any], name: str, words: str) -> str:
    return key_words(words, leg[name]) if leg[name] else ""


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _hours(leg: Mapping[str, Any]) -> str:
    """ "30–40 h"; where only one end is known, which one: "at least 30 h"."""
    low, high = leg["hours_low"], leg["hours_high"]
    if low is None and high is None:
        return ""
    if high is None:
        return _("at least %(hours)s h") % {"hours": amount_words(low)}
    if low is None:
        return _("at most %(hours)s h") % {"hours": amount_words(high)}
    known = "–".join(dict.fromkeys(amount_words(one) for one in (low, high)))
    return _("%(hours)s h") % {"hours": known}


def _people(one: Observed) -> list[Table]:
    if not one.persons:
        return []
    rows = [
        (say(QUALITIES[count.quality].title), of_whom(count), _number(count))
        for count in sorted(one.persons, key=lambda count: [*QUALITIES].index(count.quality))
    ]
    columns = [Column(_("People")), Column(_("Of whom")), Column(_("Number"), "number")]
    told = _("One person may stand in several lines, so that the lines are never added.")
    return [Table(_("People in the event"), columns, rows, help=told)]


def _number(count: PersonCount) -> int | Cell:
    if count.value is not None:
        return count.value
    return count.missing or Cell.NOT_RECORDED


def _first(one: Observed) -> list[Fact]:
    given = one.first_classification or {}
    return [
        Fact(say(asked.title), value_of(asked, given[asked.name]) or "–")
        for asked in kind(one.kind).fields
        if asked.name in given and given[asked.name] != one.values[asked.name]
    ]

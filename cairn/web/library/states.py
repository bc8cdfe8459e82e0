"""A State's page: everything that can be read here about it, by subject.

Treaty status, law, cases and writings from the library; figures from published data only, each the
last complete year of one source, with a link to how it was made. A subject without anything says
what would stand there.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.collation import in_order
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import Item, ItemLink
from cairn.reference.bodies import bodies, body_name, members_at
from cairn.reference.countries import country, name_of, regions
from cairn.reference.standing import At, standing_on
from cairn.reference.treaties import Status, obligations, treaties, treaty_status
from cairn.reference.treaty_texts import PARAPHRASED, paraphrase
from cairn.web.components import Link
from cairn.web.library.answering import kept
from cairn.web.library.figures import figures_of
from cairn.web.library.treaties import Row, in_reader, row_of
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say

SHOWN = 12  # records of one kind; the list has all


class NoSuchState(NotFound):
    text = noop("There is no State or participant of this code.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of one kind that are this State's or speak of it."""

    key: str
    words: str
    lines: tuple[Line, ...]
    number: int
    all_of_them: str  # the address of the list, filtered


@dataclass(frozen=True, slots=True)
class Met:
    """An obligation and the articles of this State that are tagged with it."""

    ref: str
    words: str
    address: str
    places: tuple[Link, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All participants by region, with what there is of each."""
    there: dict[str, int] = {}
    for code in Item.objects.published().exclude(country="").values_list("country", flat=True):
        there[code] = there.get(code, 0) + 1
    groups: dict[str, list[tuple[str, str, bool, int]]] = {}
    for code in participants():
        found = country(code)
        party = treaty_status().get((code, "som"))
        groups.setdefault(found.region or "", []).append(
            (
                name_of(code, current()),
                reverse("library:state", args=[code]),
                bool(party and party.status is Status.PARTY),
                there.get(code, 0),
            )
        )
    named = {
        code: in_reader(regions()[code].names) if code else _("Organizations") for code in groups
    }
    ordered = in_order(groups, current(), lambda code: named[code])
    values = {
        "groups": [
            (named[code], in_order(groups[code], current(), lambda one: one[0])) for code in ordered
        ],
        "sum": sum(map(len, groups.values())),
    }
    return kept(request, render(request, "library/states/index.html", values))


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponseBase:
    """One State, or another participant such as the European Union."""
    code = code.upper()
    if code not in participants():
        raise NoSuchState()
    found = country(code)
    values = {
        "code": code,
        "name": name_of(code, current()),
        "note": say(found.note) if found.note else "",
        "former": [(one.name, one.until) for one in found.former if one.language == current()],
        "treaties": treaty_rows(code),
        "bodies": bodies_of(code),
        "shelves": shelves_of(code),
        "procedures": Item.objects.published().filter(kind="procedure", country=code).exists(),
        "met": met_by(code),
        "figures": figures_of({"origin": code, "country": code, "destination": code}),
    }
    return kept(request, render(request, "library/states/state.html", values))


def participants() -> tuple[str, ...]:
    """The codes that stand in the table of participation."""
    return tuple(dict.fromkeys(code for code, _ in treaty_status()))


def bodies_of(code: str) -> list[str]:
    """Bodies whose list of members may be shown as theirs, and has this State today."""
    today = timezone.localdate()
    found = [
        body_name(key, current())
        for key, body in bodies().items()
        if body.official and code in members_at(key, today).members
    ]
    return in_order(found, current())


def treaty_rows(code: str) -> list[tuple[str, str, Row]]:
    """(treaty, address, row) as far as is known today."""
    found = []
    for key, treaty in treaties().items():
        status = treaty_status().get((code, key))
        if status is None:
            continue
        at = standing_on(status, treaty.status_complete_to)
        if status.status is Status.PARTY and at in (At.NOT_YET, At.SIGNATORY, At.UNCERTAIN):
            at = At.PARTY  # a later action that a source tells
        found.append(
            (
                in_reader(treaty.short_titles),
                reverse("library:treaty", args=[key]),
                row_of(status, at),
            )
        )
    return found


def shelves_of(code: str) -> list[Shelf]:
    """Per kind: the newest records of this State, then those that speak of it. Two queries and two
    counts for each kind."""
    found = []
    for key, kind in kinds().items():
        own = Item.objects.published().filter(kind=key, country=code)
        speak = ItemLink.objects.filter(kind="state", target=code).values("item")
        rows = own | Item.objects.published().filter(kind=key, pk__in=speak)
        number = rows.distinct().count()
        if number:
            newest = rows.distinct().defer("body").order_by("-span_latest", "ref")[:SHOWN]
            lines = tuple(line_of(one) for one in newest)
            link = f"{reverse(kind.listed)}?country={code}"
            found.append(Shelf(key, say(kind.words), lines, number, link))
    return found


def met_by(code: str) -> list[Met]:
    """Obligations with the places in this State's law that are tagged with them."""
    links = (
        ItemLink.objects.filter(
            kind="obligation", item__country=code, item__withdrawn_at__isnull=True
        )
        .select_related("item")
        .defer("item__body")
        .order_by("pk")
    )
    places: dict[str, list[Link]] = {}
    for one in links:
        if one.target in obligations() and one.item.kind in kinds():
            line = line_of(one.item)
            address = f"{line.address}#{one.place}" if one.place else line.address
            words = one.note or line.number or line.title
            places.setdefault(one.target, []).append(Link(words, address))
    return [
        Met(
            one.ref,
            paraphrase(one.id, current()),
            reverse("library:obligation", args=[one.id]),
            tuple(places[one.id]),
        )
        for one in obligations().values()
        if one.id in places and one.treaty in PARAPHRASED
    ]

"""What a file that a second person is asked about would hold: as whoever looks may see it.

The file is named by its address, as the desk itself writes it. Nothing leaves here and nothing is
entered; what the address holds for one person is asked anew for another.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from cairn.kernel.dates import Period
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import Viewer
from cairn.web.desk.explore import behind_file, selection_of
from cairn.web.desk.filing.doors import find_filing
from cairn.web.desk.filing.giving import own_series
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.say import current

LONGEST = 2_000  # characters of an address
ONE_FILING = {"filing_export", "filing_return"}
Version = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """An address of a file, taken apart."""

    name: str  # of the address, without its part of the desk
    key: str  # the reference of a filing, or a measure
    kind: str  # csv, png …; "": a page to print
    query: str


@dataclass(frozen=True, slots=True)
class Part:
    """Filings of one section and one body."""

    section: str
    owner: str
    state: str
    n: int
    period: Period  # from the first to the last


def place_of(address: str) -> Place:
    """Hidden, absent and no file at all are one answer."""
    path, _question, query = address.partition("?")
    if len(address) > LONGEST or not path.startswith("/desk/"):
        raise NotFound()
    try:
        match = resolve(f"/{current()}{path}")
    except Resolver404 as problem:
        raise NotFound() from problem
    given = match.kwargs
    key, name = given.get("ref", given.get("key", "")), match.url_name or ""
    if name not in {*ONE_FILING, "filing_trend", "explore_file"}:
        raise NotFound()
    return Place(name, str(key), str(given.get("kind", "")), query)


def records_of(request: HttpRequest, address: str) -> list[Version]:
    """The versions of filings that this file would hold for this person; never none."""
    place = place_of(address)
    found: Collection[Version]
    if place.name == "explore_file":
        found = behind_file(request, place.key, place.query)
    else:
        filing = find_filing(request, place.key)
        found = [(one.ref, one.number) for one in _filings(request, place, filing)]
    if not found:
        raise NotFound()
    return sorted(found)


def _filings(request: HttpRequest, place: Place, filing: Filing) -> Sequence[Filing]:
    if place.name in ONE_FILING:
        return [filing]
    if filing.owner_id not in viewer_of(request).organisations:
        raise NotFound()
    series = own_series(filing)
    return series.filings if series else []


def called(request: HttpRequest, address: str) -> tuple[str, str]:
    """What the file is called, and where its content can be looked at."""
    place = place_of(address)
    if place.name == "explore_file":
        page = reverse("desk:explore_measure", args=[place.key])
        url = f"{page}?{place.query}" if place.query else page
        return selection_of(request, place.key, place.query), url
    filing = find_filing(request, place.key)
    return section_words(filing.section), reverse("desk:filing", args=[filing.ref])


def parts(records: Collection[Version], viewer: Viewer) -> Iterator[Part]:
    """Those of these records that the viewer may see, by section and body."""
    rows = Filing.objects.visible_to(viewer).filter(ref__in={ref for ref, _number in records})
    found: dict[tuple[str, str], list[Filing]] = {}
    for one in rows.select_related("owner").order_by("section", "owner__key", "period"):
        if (one.ref, one.number) in set(records):
            found.setdefault((one.section, one.owner_id), []).append(one)
    for (section, _owner), filings in found.items():
        first, last = min(one.first for one in filings), max(one.period_last for one in filings)
        state = name_of(filings[0].state, current()) if filings[0].state else ""
        owner = filings[0].owner.called
        yield Part(section_words(section), owner, state, len(filings), Period(first, last))

"""The answers behind the addresses of Explore, for whichever door was opened.

`explore.views` gives them to anyone, `desk.explore` to who has signed in.
"""

import gzip
import json
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render

from cairn.figures.charts.theme import LIGHT
from cairn.figures.hexagons import cells
from cairn.figures.measures import Measure, measures
from cairn.figures.places import RESOLUTIONS
from cairn.formats.writers import stream_csv
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web.components import Table
from cairn.web.explore import comparing, files, mapping, records
from cairn.web.explore.citing import in_full
from cairn.web.explore.doors import Door
from cairn.web.explore.filed import marking, stays
from cairn.web.explore.labels import title_of
from cairn.web.explore.leaving import leave
from cairn.web.explore.making import KEY as MADE
from cairn.web.explore.page import address_of, answered, page
from cairn.web.explore.pictures import THEMES, TYPES, bare, draw
from cairn.web.explore.reading import read
from cairn.web.explore.subject import Subject, find
from cairn.web.say import current

KINDS = frozenset({"csv", "json", "parquet", "txt", "bib", *TYPES})  # of files
UNSAFE = str.maketrans("*~$=", "xxxx")  # signs of a reference that not every disk takes
PARQUET = "application/vnd.apache.parquet"
Answer = TypeVar("Answer", bound=HttpResponseBase)
OUTLINES = 8_192  # of hexagons, kept as text: some two megabytes
GZIP_FROM = 1_000  # bytes; below that packing gains nothing


class NoSuchMeasure(NotFound):
    text = noop("There is no measure of this name.")


class NotUnderstood(NotFound):
    text = "%(reason)s"  # a sentence of its own


class NothingToDownload(NotFound):
    text = noop("Nothing is recorded for this selection, so there is no file of it.")


class ForNamedEyes(NotFound):
    text = noop("Filings marked TLP:RED stand behind these numbers: nothing of them is a file.")


def index(request: HttpRequest, door: Door) -> HttpResponse:
    """The chooser; where a measure is named, its page under the same filters."""
    if door.snapshot is None:
        return empty(request, door)
    chosen = request.GET.get("measure", "")
    if chosen in measures():
        pairs = [
            (name, text)
            for name in request.GET
            if name != "measure"
            for text in request.GET.getlist(name)
            if text
        ]
        return HttpResponseRedirect(door.page(chosen, pairs))
    found = answered(door)
    if not found:
        return empty(request, door)
    return show(request, door, found[0])


def measure_page(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """The page of one measure."""
    asked = _measure(key)
    return show(request, door, asked) if door.snapshot else empty(request, door)


def show(request: HttpRequest, door: Door, measure: Measure) -> HttpResponse:
    asked = read(door, measure, request.GET)
    told = page(door, asked, settings.ENVIRONMENT.origin)
    # One page has one address for whoever keeps a list of them, however it was filtered.
    canonical = absolute(told.address)
    values = {"explore": told, "door": door, "canonical": canonical, "asked": asked}
    return render(request, "explore/page.html", values)


def empty(request: HttpRequest, door: Door) -> HttpResponse:
    """Nothing was published yet: what would stand here, and how it comes here."""
    return render(request, "explore/empty.html", {"door": door})


def in_the_page(request: HttpRequest, kind: str) -> bool:
    """Whether a picture is a part of the page that shows it, and leaves as no file."""
    return kind in TYPES and request.GET.get("bare", "") in THEMES


def file(request: HttpRequest, door: Door, key: str, block: str, kind: str) -> HttpResponseBase:
    """One block as a file."""
    both_sides = sides(request.GET, door, key)
    subject = both_sides[0]
    inside = in_the_page(request, kind)
    if not inside and stays(*both_sides):
        raise ForNamedEyes()
    if not inside and kind in KINDS:
        leave(kind, *both_sides)
    address = absolute(address_of(subject))
    alone = files.Block(subject.question, ((subject.question, subject.whole),))
    if block == MADE:
        compared = asked_both(subject) or alone
        return _citation(subject, address, kind, _named(subject, block, compared), compared)
    if kind in TYPES:
        both = asked_both(subject) if block == comparing.KEY else None
        name = _named(subject, block, both or alone)
        return _picture(request, subject, block, kind, f"{name}.{kind}")
    found = files.block(subject, block)
    name = _named(subject, block, found)
    head = files.header(subject, found)
    told = files.about(subject, address, head, found)
    if kind == "json":
        return _attached(_json(told), f"{name}.json")
    answer: HttpResponseBase
    if kind == "parquet":
        answer = HttpResponse(files.parquet(subject, found, told), content_type=PARQUET)
    elif kind == "csv":
        lines = stream_csv(files.lines(subject, found, address), head)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        raise NotFound()
    beside = absolute(door.file(key, block, "json", subject.asked.pairs()))
    answer["Link"] = f'<{beside}>; rel="describedby"; type="application/json"'
    return _attached(answer, f"{name}.{kind}")


def sides(query: QueryDict, door: Door, key: str) -> list[Subject]:
    """The selection of an address, and the one that it is compared with, where there is one."""
    subject = _subject(query, door, key)
    return [subject, *filter(None, [comparing.other_side(subject)])]


def points(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """All places with their numbers, packed for the browser."""
    subject = _events(request, door, key)
    return packed(request, records.packed(subject), "application/octet-stream")


def hexagons(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """The measure by hexagon, as GeoJSON."""
    subject = _events(request, door, key)
    wished = request.GET.get("resolution", "")
    resolution = int(wished) if wished in set(map(str, RESOLUTIONS)) else mapping.RESOLUTION
    source = subject.source.key
    found = cells(door.data, subject.question, source, resolution, **door.answering())
    features = (
        f'{{"type":"Feature","geometry":{_outline(cell)},'
        f'"properties":{{"value":{value},"records":{records}}}}}'
        for cell, value, records in found
    )
    told = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return packed(request, told.encode(), "application/geo+json")


@lru_cache(OUTLINES)
def _outline(cell: str) -> str:
    """The outline of a hexagon as it stands in every answer, to a metre."""
    from cairn.figures.charts.maps import outline

    made = outline(cell)
    rings = [[[round(lon, 5), round(lat, 5)] for lon, lat in ring] for ring in made["coordinates"]]
    return json.dumps(made | {"coordinates": rings}, separators=(",", ":"))


def at_place(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """The facts of the records at one place, as a piece of a page."""
    subject = _events(request, door, key)
    try:
        lon, lat = (float(request.GET.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        raise NotFound() from None
    found = records.at(subject, lon, lat)
    rows = [list(records.line(subject, one)) for one in found]
    values = {
        "table": Table("", records.heads(), rows),
        "n": len(rows),
        "title": title_of(subject.source),
    }
    return render(request, "explore/records.html", values)


def absolute(address: str) -> str:
    """The address as people outside reach it, whatever this request says of its host."""
    return f"{settings.ENVIRONMENT.origin}{address}"


def packed(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """An answer of bytes, packed quickly: packing it well takes longer than sending it."""
    answer = HttpResponse(body, content_type=media_type)
    if len(body) >= GZIP_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(gzip.compress(body, compresslevel=1, mtime=0))
        answer["Content-Type"], answer["Content-Encoding"] = media_type, "gzip"
    answer["Vary"] = "Accept-Encoding"
    return answer


def _measure(key: str) -> Measure:
    found = measures().get(key)
    if found is None:
        raise NoSuchMeasure()
    return found


def _subject(query: QueryDict, door: Door, key: str) -> Subject:
    measure = _measure(key)
    if door.snapshot is None:
        raise NothingToDownload()
    asked = read(door, measure, query)
    if asked.wrong:
        raise NotUnderstood(reason=asked.wrong[0].error)
    subject = find(door, asked)
    if subject is None:
        raise NothingToDownload()
    return subject


def _events(request: HttpRequest, door: Door, key: str) -> Subject:
    subject = _subject(request.GET, door, key)
    if subject.question.defined.table != "events":
        raise NotFound()
    return subject


def _picture(
    request: HttpRequest, subject: Subject, block: str, kind: str, name: str
) -> HttpResponse:
    """A drawing to keep, with everything that must be known drawn into it; or, as a page shows it
    among its own words, the drawing alone."""
    paper = request.GET.get("bare", "")
    drawing = files.picture(subject, block, THEMES.get(paper, LIGHT))
    drawn = draw(bare(drawing) if paper in THEMES else drawing, kind)  # type: ignore[arg-type]
    answer = HttpResponse(drawn, content_type=TYPES[kind])
    return answer if paper in THEMES else _attached(answer, name)


def asked_both(subject: Subject) -> files.Block | None:
    """Both selections, where two are compared."""
    return files.block(subject, comparing.KEY) if comparing.other_side(subject) else None


def _named(subject: Subject, block: str, found: files.Block) -> str:
    """The name of a file without its ending: what was selected, that it is invented, and the
    marking, which is not lost on the way where a name is kept."""
    data = subject.door.data.id[:8]
    name = "-".join(["cairn", subject.question.measure, block, files.slug(found), data])
    sides = [subject, *filter(None, [comparing.other_side(subject)])]
    invented = "INVENTED_" if any(one.source.invented for one in sides) else ""
    tlp = marking(*sides).replace(":", "-").replace("+", "-")
    export = subject.door.leaving.get("export", "").translate(UNSAFE)
    return "_".join(filter(None, [f"{invented}{name}", tlp, export]))


def _citation(
    subject: Subject, address: str, kind: str, name: str, found: files.Block
) -> HttpResponse:
    told = files.about(subject, address, found=found)
    if kind == "json":
        return _attached(_json(told), f"{name}.json")
    if kind not in ("txt", "bib"):
        raise NotFound()
    cited = in_full(subject, comparing.other_side(subject), address)
    written = cited if kind == "txt" else told["bibtex"]
    answer = HttpResponse(f"{written.strip()}\n", content_type="text/plain; charset=utf-8")
    return _attached(answer, f"{name}.{kind}")


def _json(told: dict[str, Any]) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json")


def _attached(answer: Answer, name: str) -> Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Language"] = current()
    return answer

"""What programs that read the site are told: which pages there are, and which to leave alone.

Every page stands in each of the six languages with its alternates. Records are told in parts, each
of which begins at a reference; only what is published is told. A demonstration asks to be left
alone, for what it shows is partly invented.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from django.conf import settings
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cairn.kernel.errors import NotFound
from cairn.kernel.languages import LANGUAGES
from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import pages_in
from cairn.knowledge.shapes import clean
from cairn.published.queries import current_release
from cairn.reference.routes import routes
from cairn.reference.treaties import obligations, treaties
from cairn.reference.treaty_texts import PARAPHRASED
from cairn.web.library.states import participants

XML = "application/xml; charset=utf-8"
EACH = 2_500  # records of one part: with six languages far below what readers take
AN_HOUR = 3_600
DEFAULT = "en"
NAMES = (
    *("public:home", "public:about", "public:glossary", "public:data_sets", "explore:index"),
    *("library:home", "library:states", "library:routes", "library:claims", "library:law_matrix"),
    *("library:case_numbers", "library:exchange"),
)
LEFT_ALONE = ("/*/desk/", "/*/account/", "/*/library/search/", "/*/library/folder/")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
Page = tuple[dict[str, str], date | None]  # language → address, and since when it is so


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    lines = ["User-agent: *"]
    if settings.ENVIRONMENT.is_demonstration:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in LEFT_ALONE]
        lines.append(f"Sitemap: {_origin()}{reverse('sitemap')}")
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return _kept(answer)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The parts: one of pages that are always there, and those of records."""
    parts = [reverse("sitemap_pages"), *(reverse("sitemap_records", args=[r]) for r in _starts())]
    told = "".join(f"<sitemap><loc>{escape(_origin() + one)}</loc></sitemap>\n" for one in parts)
    text = f"{HEAD}<sitemapindex {SITEMAP}>\n{told}</sitemapindex>\n"
    return _kept(HttpResponse(text, content_type=XML))


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """Pages that do not come and go with records."""
    return _part((_in_all_languages(name, *also), None) for name, *also in _standing())


@require_safe
def records(request: HttpRequest, start: str) -> HttpResponseBase:
    """The records of one part; a part that begins nowhere is not there."""
    rows = _published().filter(ref__gte=clean(start)).order_by("ref").defer("body")[:EACH]
    found = list(rows)
    if not found or found[0].ref != start:
        raise NotFound()
    address = {code: pages_in(code) for code in LANGUAGES}
    return _part(
        (
            {code: find(one.kind, one.ref) for code, find in address.items()},
            one.published_at.date(),
        )
        for one in found
    )


def _published() -> "QuerySet[Item]":
    return Item.objects.published().filter(kind__in=list(kinds()))


def _starts() -> Iterable[str]:
    """The reference with which each part begins, in one query."""
    at = (Window(RowNumber(), order_by=F("ref").asc()) - 1) % EACH
    return _published().annotate(at=at).filter(at=0).order_by("ref").values_list("ref", flat=True)


def _standing() -> Iterator[tuple[str, ...]]:
    yield from ((name,) for name in NAMES)
    yield from ((one.listed,) for one in kinds().values())
    yield from (("library:state", code) for code in participants())
    yield from (("library:route", key) for key in routes())
    yield from (("library:treaty", key) for key in treaties())
    asked = (key for key, one in obligations().items() if one.treaty in PARAPHRASED)
    yield from (("library:obligation", key) for key in asked)
    release = current_release()
    yield from (
        ("public:data_set", one.key) for one in (release.snapshot.sources if release else ())
    )


def _in_all_languages(name: str, *also: str) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with override(code):
            try:
                found[code] = _origin() + reverse(name, args=also)
            except NoReverseMatch:  # not in this process
                return {}
    return found


def _part(told: Iterable[Page]) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        yield f"{HEAD}<urlset {SITEMAP} {LINKS}>\n"
        for addresses, since in told:
            yield "".join(_urls(addresses, since))
        yield "</urlset>\n"

    return _kept(StreamingHttpResponse(lines(), content_type=XML))


def _urls(addresses: dict[str, str], since: date | None) -> Iterator[str]:
    """The page in each language, each with all the others."""
    if not addresses:
        return
    links = {**addresses, "x-default": addresses[DEFAULT]}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(one)}"/>'
        for code, one in links.items()
    )
    day = f"<lastmod>{since.isoformat()}</lastmod>" if since else ""
    for one in addresses.values():
        yield f"<url><loc>{escape(one)}</loc>{day}{others}</url>\n"


def _origin() -> str:
    return str(settings.ENVIRONMENT.origin).rstrip("/")


def _kept(answer: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(answer, public=True, max_age=AN_HOUR)
    return answer

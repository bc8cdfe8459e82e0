"""All that can be taken away from the library, and the doors by which programs read it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.knowledge.forms import STUBS, File, files
from cairn.knowledge.kinds import kinds
from cairn.knowledge.queries import numbers
from cairn.web.components import Link
from cairn.web.library.answering import kept
from cairn.web.numbers import number
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Download:
    """One file, and the sidecar that proves what is in it."""

    name: str
    address: str
    sidecar: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one kind."""

    words: str
    listed: str
    number: str
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """One way in for programs."""

    words: str
    about: str
    links: tuple[Link, ...]


@require_safe
def exchange(request: HttpRequest) -> HttpResponseBase:
    there, all_files = numbers(), files().values()
    shelves = [
        Shelf(
            say(one.words),
            reverse(one.listed),
            number(there.get(one.key, 0), current()),
            tuple(_download(file) for file in all_files if file.kind == one),
        )
        for one in kinds().values()
    ]
    values = {"shelves": shelves, "withdrawn": _download(File(STUBS, None)), "doors": _doors()}
    return kept(request, render(request, "library/exchange.html", values))


def _download(file: File) -> Download:
    name = file.form.name
    return Download(
        name,
        reverse("api-public:one_file", args=[name]),
        reverse("api-public:one_sidecar", args=[name]),
    )


def _doors() -> list[Door]:
    return [
        Door(
            say(noop("Records as JSON")),
            say(
                noop(
                    "Lists with the filters of these pages, single records, search. A list goes on "
                    "by its cursor and ends with what changed last."
                )
            ),
            (
                _link("/api/v1/records", reverse("api-public:list_kinds")),
                _link("openapi.json", reverse("api-public:openapi-json")),
            ),
        ),
        Door(
            say(noop("Harvesting by OAI-PMH")),
            say(
                noop(
                    "Dublin Core for catalogues; kinds are sets, and withdrawn records are told as "
                    "deleted."
                )
            ),
            (_link("/oai/?verb=Identify", f"{reverse('oai:harvest')}?verb=Identify"),),
        ),
        Door(
            say(noop("What is new")),
            say(noop("Any search is a feed; this one has everything.")),
            (_link("Atom", reverse("library:search_feed")),),
        ),
        Door(
            say(noop("One record")),
            say(
                noop(
                    "Its page offers it as JSON, laws and cases also as Akoma Ntoso, publications "
                    "for reference managers, and holds its description by schema.org."
                )
            ),
            (_link("sitemap.xml", reverse("sitemap")),),
        ),
    ]


def _link(words: str, path: str) -> Link:
    return Link(words, settings.ENVIRONMENT.origin.rstrip("/") + path)

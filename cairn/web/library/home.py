"""The first page of the library: what there is of each kind."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import Item
from cairn.knowledge.queries import numbers
from cairn.web.library.answering import kept
from cairn.web.library.words import Line, line_of
from cairn.web.say import say

NEWEST = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind: how many records of it can be read, and where."""

    words: str
    about: str
    number: int
    address: str


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    there = numbers()
    shelves = [
        Shelf(say(one.words), say(one.about), there.get(one.key, 0), reverse(one.listed))
        for one in kinds().values()
    ]
    newest = Item.objects.published().filter(kind__in=kinds()).order_by("-published_at", "ref")
    lines: list[Line] = [line_of(one) for one in newest.defer("body")[:NEWEST]]
    values = {"shelves": shelves, "newest": lines, "empty": not sum(there.values())}
    return kept(request, render(request, "library/home.html", values))

"""What stands at the address of a record that was withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cairn.kernel.text import noop
from cairn.knowledge.models import Item
from cairn.web.say import say

BECAUSE = {
    "wrong": noop("it was wrong"),
    "double": noop("the same is recorded elsewhere"),
    "rights": noop("somebody whom it concerns asked for it"),
    "source": noop("its source withdrew it"),
}


def stub(request: HttpRequest, item: Item) -> HttpResponse:
    """That it was here, since when it is not, and why."""
    assert item.withdrawn_at is not None
    values = {"day": item.withdrawn_at.date(), "reason": reason_of(item), "ref": item.ref}
    return render(request, "library/withdrawn.html", values, status=410)


def reason_of(item: Item) -> str:
    """Why it was withdrawn, as the end of a sentence."""
    return say(BECAUSE.get(item.withdrawn_because, BECAUSE["wrong"]))

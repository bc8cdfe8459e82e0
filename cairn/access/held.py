"""What is held about one desk user here, for herself; an organisation only as she named it."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.access.models import Agreement, Emergency, RoleRequest
from cairn.accounts.models import User
from cairn.kernel.text import noop

SECTIONS = {
    "role_requests": noop("Roles that you asked for"),
    "emergencies": noop("What you opened in an emergency"),
    "reviews": noop("What you said of the emergency access of others"),
    "agreements": noop("What you asked a second person to agree to"),
    "agreed": noop("What you were asked to agree to, as a second person"),
}


def held_about(user: User) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    """Name and rows of each section, in the order of `SECTIONS`."""
    yield "role_requests", _requests(user)
    yield "emergencies", _emergencies(user)
    yield "reviews", _reviews(user)
    yield "agreements", map(_agreement, Agreement.objects.filter(user=user).order_by("pk"))
    yield "agreed", map(_agreed, Agreement.objects.filter(second=user).order_by("pk"))


def _requests(user: User) -> Iterator[Mapping[str, Any]]:
    for one in RoleRequest.objects.filter(user=user).order_by("pk").iterator(chunk_size=500):
        yield {
            "reference": one.ref,
            "organisation": one.named,
            "role": one.role,
            "until": one.until,
            "purpose": one.purpose,
            "asked_at": one.asked_at,
            "state": one.state,
            "reason": one.reason,
        }


def _emergencies(user: User) -> Iterator[Mapping[str, Any]]:
    rows = Emergency.objects.filter(user=user).select_related("place").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        yield {
            "reference": one.ref,
            "organisation": one.place.name,
            "for": one.why,
            "reason": one.reason,
            "begun_at": one.begun_at,
            "ended_at": one.closed_at,
            "ended_as": one.closed_as,
            "reviewed_as": one.judged_as,
            "review": one.judgement,
        }


def _reviews(user: User) -> Iterator[Mapping[str, Any]]:
    for one in Emergency.objects.filter(judge=user).order_by("pk").iterator(chunk_size=500):
        yield {
            "reference": one.ref,
            "reviewed_at": one.judged_at,
            "reviewed_as": one.judged_as,
            "review": one.judgement,
        }


def _agreement(one: Agreement) -> Mapping[str, Any]:
    return {
        "reference": one.ref,
        "kind": one.kind,
        "number": one.n,
        "address": one.address,
        "purpose": one.purpose,
        "reason": one.reason,
        "asked_at": one.asked_at,
        "state": one.state,
        "answer": one.words,
        "exports": one.exports,
    }


def _agreed(one: Agreement) -> Mapping[str, Any]:
    """What she answered; what another person wrote is not hers."""
    return {
        "reference": one.ref,
        "answered_at": one.closed_at,
        "state": one.closed_as,
        "answer": one.words,
    }

"""Who and what a page about people is about; hidden and absent are one answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.people import administered, roles_there
from cairn.accounts.permissions import ROLES
from cairn.kernel.errors import CairnError, NotFound
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, wrong_of
from cairn.web.desk.importing.doors import person_of
from cairn.web.say import say


def body_of(request: HttpRequest, ref: str) -> Organisation:
    """An organisation in which whoever asks gives roles."""
    found = next((one for one in administered(person_of(request)) if one.ref == ref), None)
    if found is None:
        raise NotFound()
    return found


def found_there(body: Organisation, ref: str) -> User:
    """Somebody who has a role in the organisation."""
    rows = roles_there(body).filter(user__ref=ref)
    held = rows.select_related("user").first()
    if held is None:
        raise NotFound()
    found: User = held.user
    return found


MOST_WORDS = 50  # that are ticked as a place or a thing in one form


def ticked(request: HttpRequest) -> list[str]:
    """Words that the writer calls no person; they are kept nowhere."""
    return [words[:200] for words in request.POST.getlist("not_a_person")[:MOST_WORDS]]


def tried_in(form: forms.Form, act: Callable[..., Any], /, **given: Any) -> tuple[Any, Wrong]:
    """Do it, or put what was refused beside the fields of the form that it names."""
    try:
        return act(**given), NOTHING_WRONG
    except CairnError as error:
        wrong, field = wrong_of(error), error.values.get("field", "")
        for name, sentence in wrong.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        for sentence in wrong.others:
            form.add_error(field if field in form.fields else None, sentence)
        return None, wrong


def role_words(role: str) -> str:
    return say(ROLES[role].name) if role in ROLES else role


def role_line(membership: Membership) -> dict[str, Any]:
    """One role as it is listed: its name, its last day, and for whom."""
    until = membership.until
    return {
        "membership": membership,
        "role": role_words(membership.role),
        "last_day": until - timedelta(days=1) if until else None,
        "instead": membership.stands_in_for,
    }

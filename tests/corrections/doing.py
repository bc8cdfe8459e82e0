"""A published case, people who keep the library, people who decide, and a request on its way."""

from dataclasses import dataclass
from typing import Any

from cairn.corrections.models import Request
from cairn.corrections.taking_in import take_in
from cairn.knowledge.asking.actions import Asked, ask
from cairn.knowledge.asking.sealing import Receipt
from cairn.knowledge.editing.actions import publish, put_entry
from cairn.knowledge.editing.models import Entry
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.knowledge.cases.cases import full_of

NAME = "Zebulon Quarterstone"
WHY = "This is about me, and I was never heard."


@dataclass
class Library:
    """`librarian` wrote the case and `editor` published it; `first`, `second` and `both` decide
    requests, and `both` has published it as well."""

    entry: Entry
    librarian: Any
    editor: Any
    first: Any
    second: Any


def member(*roles: str) -> Any:
    user, place = UserFactory(), OrganisationFactory(kind="independent")
    for role in roles:
        MembershipFactory(user=user, organisation=place, role=role)
    return user


def open_case(name: str = NAME) -> dict[str, Any]:
    """A case in whose every text a name stands that nobody marked."""
    body = full_of(name)
    del body["people"][0]["names"]
    return body


def library(body: dict[str, Any] | None = None) -> Library:
    librarian = member("librarian", "correction_reviewer")
    editor = member("library_reviewer", "correction_reviewer")
    entry, _ = put_entry(
        kind="case", key=f"ita-{NAME.lower()}", body=body or open_case(), by=librarian
    )
    entry = publish(entry=entry, number=entry.number, by=editor)
    first, second = member("correction_reviewer"), member("correction_reviewer")
    return Library(entry, librarian, editor, first, second)


def sent(about: str, **changed: Any) -> Receipt:
    given = {"about": about, "wish": "name", "reasons": WHY} | changed
    return ask(asked=Asked(**given), language="en", number="a form")[0]


def asked(about: str, **changed: Any) -> tuple[Request, Receipt]:
    """A request that the desk has taken in."""
    receipt = sent(about, **changed)
    take_in()
    return Request.objects.get(ref=receipt.ref), receipt

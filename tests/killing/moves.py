"""Filings and those who move them, for what is killed."""

import secrets
from typing import Any

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.reporting.filings import actions
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_version
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.saving import save_form
from tests.killing.harness import Act
from tests.reporting.filings.doing import TODAY, World, drafted, world

STATES = (
    *("BEN", "BFA", "CIV", "DZA", "EGY", "ETH", "GHA", "KEN", "LBY", "MLI"),
    *("MRT", "NER", "NGA", "SDN", "SEN", "SOM", "TCD", "TGO", "TUN", "UGA"),
)


def state() -> str:
    """One of many, so that few are told what others do."""
    return secrets.choice(STATES)


def people_of(filing: Filing) -> World:
    """Who may do something with it: they are found again by what they are."""
    members = filing.owner.memberships.select_related("user")
    officer = members.get(role="officer").user
    others = type(filing.owner.memberships.first()).objects.select_related("user").order_by("-pk")
    contact = others.filter(role="contact_point", organisation__state=filing.state).first()
    secretary = others.filter(role="secretariat").first()
    assert contact
    assert secretary
    return World(filing.owner, officer, contact.user, secretary.user)


def moving(name: str, act: Any, before: tuple[str, ...]) -> Act:
    """A move of a filing that was moved so far."""

    def begin() -> str:
        people = world(state())
        filing = drafted(people)
        for each in before:
            MOVES[each](filing.ref)
        return filing.ref

    return Act(name, begin, act, standing)


def newest(ref: str) -> Filing:
    return Filing.objects.filter(ref=ref).order_by("-number").select_related("owner")[0]


def save(ref: str) -> None:
    filing = newest(ref)
    changes = [
        Change(CountInput("smuggled_detected", n, dims={"origin": origin}))
        for n, origin in ((4, "MLI"), (8, "NGA"))
    ]
    save_form(filing=filing, changes=changes, by=people_of(filing).officer)


def submit(ref: str) -> None:
    filing = newest(ref)
    actions.submit_filing(filing=filing, by=people_of(filing).officer)


def clear(ref: str) -> None:
    filing = newest(ref)
    actions.clear_filing(filing=filing, by=people_of(filing).contact, repetition_is_true=True)


def validate(ref: str) -> None:
    filing = newest(ref)
    actions.validate_filing(filing=filing, by=people_of(filing).secretary)


def correct(ref: str) -> None:
    filing = newest(ref)
    begin_version(filing=filing, by=people_of(filing).officer)


def withdraw(ref: str) -> None:
    filing = newest(ref)
    actions.withdraw_filing(filing=filing, reason="Sent twice.", by=people_of(filing).contact)


def recall(ref: str) -> None:
    filing = newest(ref)
    actions.recall_filing(filing=filing, reason="A column.", by=people_of(filing).contact)


MOVES = {"submit": submit, "clear": clear, "validate": validate, "correct": correct}
VALIDATED = ("submit", "clear", "validate")


def shared() -> str:
    """A validated filing that other States may read."""
    people = world(state())
    join(state=people.agency.state, by=people.contact, today=TODAY.replace(year=2024))
    filing = drafted(people)
    Filing.objects.filter(pk=filing.pk).update(marking="green")
    for move in VALIDATED:
        MOVES[move](filing.ref)
    return filing.ref


def standing(ref: str) -> list[Any]:
    """Each version with its state and numbers, and how much was kept, logged and told of it."""
    rows = [
        [one.number, one.status, one.revision, one.counts.count(), bool(one.recalled_at)]
        for one in Filing.objects.filter(ref=ref).order_by("number")
    ]
    logged = Event.objects.filter(target=ref).exclude(kind="history.version.kept")
    kept = Version.objects.filter(key=ref)
    told = Notice.objects.filter(target=ref, organisation=newest(ref).owner)
    return [rows, kept.count(), logged.count(), told.count()]

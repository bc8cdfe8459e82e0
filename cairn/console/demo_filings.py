"""Three years of invented filings of six invented States, so that a visitor sees a life of filings.

Verania has two agencies that count the same people and have not agreed; Norvanta is late; Istaria
withdrew a filing and takes no part in the exchange; Samoria filed true zeros; Pelania files by
month. Everything is marked invented,
in the data and by the names. Numbers come from a fixed seed, so that every demonstration is alike.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.accounts.actions import add_membership, create_user
from cairn.accounts.demonstration import invented_organisation
from cairn.accounts.models import Organisation, User
from cairn.console.demo_groups import share_with_groups
from cairn.console.demo_records import ask_about, file_records
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.text import noop
from cairn.observatory.actions import desk_snapshot
from cairn.reporting.filings import notices
from cairn.reporting.filings.actions import (
    asked_of,
    clear_filing,
    return_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.contributing import recompute
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing, Marking
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.scheduling import set_schedule

SEED = 20240101
FIRST, LAST = date(2023, 10, 1), date(2026, 9, 30)
NOTE = noop("Invented for the demonstration. All posts of the invented State; no month is missing.")
FILING = noop("Invented filings of six invented States, marked as invented …")


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency and how it files."""

    key: str
    state: str
    size: int  # usual number of people in a quarter
    origins: tuple[str, ...]
    level: Level = Level.QUARTER
    until: date = LAST
    zeros: bool = False
    marking: str = Marking.GREEN


AGENCIES = (
    Agency("verania-border", "QMA", 900, ("NER", "NGA", "SDN", "MLI")),
    Agency("verania-police", "QMA", 240, ("NER", "NGA", "SDN")),
    Agency("calmeria-coast", "QMB", 1500, ("BGD", "PAK")),
    Agency("norvanta-border", "QMC", 400, ("SYR", "AFG", "IRQ"), until=date(2026, 3, 31)),
    Agency("istaria-police", "QMD", 120, ("GTM", "HND", "VEN"), marking=Marking.AMBER),
    Agency("samoria-immigration", "QME", 0, ("LKA",), zeros=True),
    Agency("pelania-marine", "QMF", 90, ("LKA", "VNM"), level=Level.MONTH),
)
OWN_SINCE = date(2025, 1, 1)  # from then on these two count by a definition of their own
OWN_DEFINITIONS = {
    ("calmeria-coast", "smuggled_migrants"): {
        "smuggled_detected": "Everybody on board of a boat that was stopped is counted, whether or "
        "not anybody was paid (invented)."
    },
    ("norvanta-border", "smugglers"): {
        "arrested": "Arrests by the border police alone; arrests by other police are not counted "
        "(invented)."
    },
}
CONTACTS = {  # who clears for the other five
    "QMB": "calmeria-interior",
    "QMC": "norvanta-interior",
    "QMD": "istaria-interior",
    "QME": "samoria-interior",
    "QMF": "pelania-interior",
}


def file_for_six_states(*, say: Callable[..., Any]) -> None:
    """File what is not there yet."""
    if Filing.objects.filter(invented=True).exists():
        return
    say(FILING)
    draws = random.Random(SEED)
    secretary = User.objects.get(username="secretary")
    for agency in AGENCIES:
        body, officer = _body(agency)
        contact = _contact(agency.state)
        set_schedule(
            organisation=body,
            section="smuggled_migrants",
            level=agency.level,
            days=45,
            since=FIRST,
            by=contact,
        )
        for period in Period(FIRST, LAST).split(agency.level):
            if period.last <= agency.until:
                _file(agency, body, period, draws, officer, contact, secretary)
        if agency.key == "istaria-police":
            _withdraw(body, contact)
        records = file_records(
            agency.key, body, officer=officer, contact=contact, secretary=secretary
        )
        if agency.key == "norvanta-border":
            ask_about(records, officer=officer, secretary=secretary)
        notices.put_away(body)
    share_with_groups(secretary=secretary, contact_of=_contact)
    for state in sorted({one.state for one in AGENCIES} - {"QMD"}):
        join(state=state, by=_contact(state))
    recompute()
    desk_snapshot()


def _file(
    agency: Agency,
    body: Organisation,
    period: Period,
    draws: random.Random,
    officer: User,
    contact: User,
    secretary: User,
) -> None:
    for section in ("smuggled_migrants", "smugglers"):
        if section == "smugglers" and agency.level is Level.MONTH:
            continue
        filing = begin_filing(owner=body, section=section, period=period, by=officer, invented=True)
        inputs = _smuggled(agency, period, draws)
        if section == "smugglers":
            inputs = _smugglers(agency, draws)
        save_counts(filing=filing, changes=[Change(one) for one in inputs], by=officer)
        details: dict[str, Any] = {
            "conduct": "smuggling",
            "coverage_note": NOTE,
            "uses": ["strategic_analysis"],
            "marking": agency.marking,
        }
        own = OWN_DEFINITIONS.get((agency.key, section))
        if own and period.first >= OWN_SINCE:
            details["definitions"] = own
        save_details(filing=filing, values=details, by=officer)
        last = period.last == LAST
        if last and section == "smugglers" and agency.state == "QMA":
            continue  # a draft that waits for its officer
        filing = submit_filing(filing=_answered(filing, officer), by=officer)
        if last and agency.state == "QMA":
            continue  # two agencies of one State wait to be merged
        if last and section == "smugglers" and agency.state == "QMB":
            return_filing(
                filing=filing, reason="Are convictions of appeal courts included?", by=contact
            )
            continue
        filing = clear_filing(
            filing=filing, by=contact, zeros_are_true=True, repetition_is_true=True
        )
        if last and agency.state == "QMF":
            continue  # waits for the secretariat
        validate_filing(filing=filing, by=secretary)


def _answered(filing: Filing, officer: User) -> Filing:
    """Odd numbers are explained, as a filer would."""
    answers = {
        one.key: "A large boat was found in this quarter (invented)."
        for one in asked_of(filing)
        if one.settles == "answers"
    }
    if not answers:
        return filing
    return save_details(filing=filing, values={"answers": answers}, by=officer)


def _smuggled(agency: Agency, period: Period, draws: random.Random) -> list[CountInput]:
    if agency.zeros:
        return [CountInput("smuggled_detected", 0), CountInput("dead", 0), CountInput("missing", 0)]
    months = list(period.split(Level.MONTH))
    season = {one: 1 + 0.4 * math.sin((one.first.month - 4) / 12 * 2 * math.pi) for one in months}
    trend = 1 + 0.02 * (12 * (period.first.year - 2023) + period.first.month)
    parts: list[CountInput] = []
    total, origins = 0, dict.fromkeys(agency.origins, 0)
    for month in months:
        share = agency.size / 3 if agency.level is Level.QUARTER else agency.size
        number = max(1, round(draws.gauss(share * season[month] * trend, share * 0.08)))
        for place, origin in enumerate(agency.origins):
            origins[origin] += round(number * _shares(len(agency.origins))[place])
        total += number
        if len(months) > 1:
            span = DateSpan.between(month.first, month.last)
            parts.append(CountInput("smuggled_detected", number, span=span))
    origins[agency.origins[0]] += total - sum(origins.values())
    female = round(total * draws.uniform(0.15, 0.3))
    return [
        CountInput("smuggled_detected", total),
        *parts,
        *(CountInput("smuggled_detected", n, dims={"origin": o}) for o, n in origins.items()),
        CountInput("smuggled_detected", female, dims={"sex": "female"}),
        CountInput("smuggled_detected", total - female, dims={"sex": "male"}),
        CountInput("unaccompanied_children", round(total * 0.04)),
        CountInput("dead", draws.choice((0, 0, 1, 2, 5))),
        CountInput("missing", draws.choice((0, 0, 0, 3, 11))),
        CountInput("rescued", round(total * 0.12)),
    ]


def _shares(n: int) -> list[float]:
    weights = [0.6**place for place in range(n)]
    return [one / sum(weights) for one in weights]


def _smugglers(agency: Agency, draws: random.Random) -> list[CountInput]:
    if agency.zeros:
        return [CountInput(name, 0) for name in ("suspected", "arrested", "prosecuted")]
    suspected = max(3, round(agency.size * 0.05 * draws.uniform(0.8, 1.2)))
    arrested = round(suspected * 0.6)
    return [
        CountInput("suspected", suspected),
        CountInput("arrested", arrested),
        CountInput("prosecuted", round(arrested * 0.5)),
        CountInput("convicted", round(arrested * 0.25)),
    ]


def _withdraw(body: Organisation, contact: User) -> None:
    filing = Filing.objects.countable().filter(owner=body, section="smugglers").first()
    if filing:
        reason = "Two posts had counted the same people (invented)."
        withdraw_filing(filing=filing, reason=reason, by=contact)


def _body(agency: Agency) -> tuple[Organisation, User]:
    body = invented_organisation(agency.key)
    name = {"verania-border": "officer", "verania-police": "officer2"}.get(agency.key)
    if name:
        return body, User.objects.get(username=name)
    return body, _person(f"officer.{agency.key}"[:40], body, "officer")


def _contact(state: str) -> User:
    if state == "QMA":
        return User.objects.get(username="contact")
    body = invented_organisation(CONTACTS[state])
    return _person(f"contact.{body.key}"[:40], body, "contact_point")


def _person(username: str, body: Organisation, role: str) -> User:
    user = User.objects.filter(username=username).first() or create_user(
        username=username, display_name="(invented)", password=None, invented=True, by=None
    )
    add_membership(user=user, organisation=body, role=role, by=None)
    return user

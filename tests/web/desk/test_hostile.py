"""Whatever somebody who is signed in sends to whatever address: an answer, and never a traceback.

The desk has no API; its pages, its files and the short answers to its own scripts are asked here.
The public API, which has a description, is tried by schemathesis (tests/api/test_schemathesis.py).

ho01  every address, with hostile values in its arguments and its query
ho02  every form that a page shows to somebody who may send it, with hostile values and files
ho03  every address with methods, kinds of content and headers that no browser sends

A few attempts on every run, many by CAIRN_EXAMPLES; the same number tries the same things.
"""

import os
import random
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from cairn.console.demo_library import shipped
from cairn.jobs.runner import run_until_empty
from cairn.knowledge.editing.actions import put_entry
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.reading import read_file
from cairn.observatory.actions import desk_snapshot
from cairn.web.desk import rates
from tests.factories import OrganisationFactory
from tests.factories_of_corrections import RequestFactory
from tests.reporting.sheets.books import ministry
from tests.web.desk import hidden
from tests.web.desk.conftest import EVENTS, Desk
from tests.web.desk.hidden import Stage
from tests.web.desk.hostile import BODIES, HEADERS, METHODS, QUERIES, VALUES, Page, sent
from tests.web.desk.merging.conftest import two_agencies
from tests.web.desk.test_two_worlds import ADDRESSES, PLAIN, addresses, all_hidden

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("CAIRN_EXAMPLES", "40"))
SEES = {  # kind of record → who opens one whose viewer is not said with it
    **{"upload": "officer", "sheet": "officer", "invitation": "unit", "recovery": "unit"},
    **{"person": "unit", "notice": "officer", "role_request": "unit"},
}
OF_IMPORT = ("import", "import_progress", "import_problems", "import_annotated")
ROLES = ("unit", "contact", "secretary", "reviewer", "hill", "steward")
KINDS = ("method", "route", "fee", "document")  # of records that are written on forms of their own
FIGURE = "smuggled_migrants"


@dataclass(frozen=True)
class Place:
    """An address and the people who are shown it."""

    name: str
    arguments: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ROLES

    @property
    def address(self) -> str:
        return reverse(self.name, args=self.arguments)


@dataclass
class Attack:
    """Asks, takes back what came of it, and keeps what went wrong."""

    on: Stage
    chance: random.Random
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)

    def note(self, **_sent: Any) -> None:
        self.raised.append(traceback.format_exc())

    def ask(self, why: str, viewer: str, method: str, address: str, **more: Any) -> str:
        """What was answered, as text; nothing of it stays in the database."""
        self.raised.clear()
        with transaction.atomic():
            answer = self.on.desks[viewer].generic(method, address, **more)
            content = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.asked[why] += 1
        self.answered[answer.status_code] += 1
        if answer.status_code >= 500 or self.raised:
            told = "".join(self.raised) or f"status {answer.status_code}"
            where = [line for line in told.splitlines() if "/cairn/" in line][-1:]
            key = f"{where} {told.strip().splitlines()[-1][:120]}"
            tried = f"{viewer}: {method} {address[:300]} {str(more)[-1500:]}"
            self.wrong.setdefault(key, f"{tried}\n{told[-2500:]}")
        return content.decode("utf-8", "replace") if answer.status_code == 200 else ""

    def send(self, viewer: str, address: str, given: dict[str, Any]) -> None:
        body = encode_multipart(BOUNDARY, given)
        self.ask("form", viewer, "POST", address, data=body, content_type=MULTIPART_CONTENT)

    def query(self, names: list[str]) -> str:
        if not names or not self.chance.randrange(5):
            return self.chance.choice(QUERIES)
        chosen = self.chance.sample(names, min(len(names), self.chance.choice((1, 1, 2, 9))))
        given = [(name, self.chance.choice(VALUES)[:9_000]) for name in chosen]
        return urlencode(given * self.chance.choice((1, 1, 2)), errors="surrogatepass")


@pytest.fixture
def attack(settings, tmp_path, monkeypatch) -> Any:
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setattr(rates, "count", lambda **_given: None)
    on = hidden.stage()
    keeper = hidden.with_roles(
        OrganisationFactory(), ("librarian", "library_reviewer", "correction_reviewer")
    )
    on.desks["keeper"] = Desk().enter(keeper)
    made = Attack(on, random.Random(f"hostile {EXAMPLES}"))
    got_request_exception.connect(made.note)
    yield made
    got_request_exception.disconnect(made.note)


def places(on: Stage, folder: Path) -> dict[str, list[Place]]:
    """Every address of the desk with the records at which somebody can open it, and the addresses
    of everybody."""
    found: dict[str, list[Place]] = {}

    def add(*more: Place) -> None:
        for one in more:
            found.setdefault(one.name, []).append(one)

    add(*(Place(f"desk:{name}") for name in [*PLAIN, "held_file"]))
    add(*in_the_middle(on, folder), *without_a_record(), *of_the_library())
    for one in all_hidden(on):
        for name, (kind, *arguments) in ADDRESSES.items():
            # a spreadsheet and an import that a factory made hold nothing that could be shown
            if kind == one.kind and kind not in ("sheet", "batch"):
                viewer = one.seen_by or SEES[kind]
                given = tuple(each.format(ref=one.ref, **one.more) for each in arguments)
                kinds = KINDS if name == "record_new" else ()
                each = [given, *((given[0], key) for key in kinds)]
                who = (viewer, "contact") if kind == "filing" else (viewer,)
                add(*(Place(f"desk:{name}", words, who) for words in each))
    return found


def in_the_middle(on: Stage, folder: Path) -> list[Place]:
    """Pages on which much is asked: columns of a file, its rows, a spreadsheet, a merge."""
    steward, officer = on.desks["steward"], on.desks["officer"]
    columns = steward.bring(EVENTS + "a4,2024-03-06,Italy,twelve,1,\n").url
    source = {"source": "guard", "title": "Guard", "publisher": "Guard", "licence": "cc-by-4.0"}
    checked = steward.check(steward.bring(EVENTS.replace("Italy", "Itly")).url, **source).url
    book = ministry(folder / "T1-2024.xlsx")
    given = {"organisation": on.niger.agency.ref, "section": FIGURE}
    given |= officer.fields(reverse("desk:sheets"))
    file = SimpleUploadedFile(book.name, book.read_bytes())
    sheet = officer.post(reverse("desk:sheets"), given | {"file": file}, follow=True)
    run_until_empty()
    two = two_agencies("TCD")
    on.desks["merger"], merge = two.contact, two.begun()
    run_until_empty()
    return [
        Place("desk:import_columns", (columns.split("/")[-2],), ("steward",)),
        *(Place(f"desk:{name}", (checked.split("/")[-2],), ("steward",)) for name in OF_IMPORT),
        Place("desk:sheet", (sheet.redirect_chain[-1][0].split("/")[-2],), ("officer",)),
        Place("desk:merging", (merge.ref,), ("merger",)),
        Place("desk:merge_summary", (merge.ref,), ("merger",)),
        Place("desk:filing_write", (merge.ref,), ("merger",)),
    ]


def of_the_library() -> list[Place]:
    """A law that waits for a second person, and what its keeper does."""
    law = next(read_file(shipped(kind_of("law"))[0]))
    entry, _ = put_entry(kind="law", key=law.key, body=law.body or {})
    names = ("library_entry", "library_versions", "library_write")
    found = [Place(f"desk:{name}", (entry.ref,), ("keeper",)) for name in names]
    found.append(Place("desk:library_new", ("law",), ("keeper",)))
    asked, proposed = RequestFactory(), RequestFactory(wish="propose", kind="law", title="A law")
    found.append(Place("desk:correction", (asked.ref,), ("keeper",)))
    found.append(Place("desk:library_proposal", (proposed.ref,), ("keeper",)))
    found += [Place(f"library:{name}") for name in ("corrections", "correction_new", "propose")]
    return [*found, Place("desk:library_file", ("nothing",), ("keeper",))]


def without_a_record() -> list[Place]:
    """Addresses of figures, of days and of the public pages, and those of one's own account."""
    found = [
        Place(f"{space}:{name}", (FIGURE, *more))
        for space, prefix in (("desk", "explore_"), ("explore", ""))
        for name, more in (
            *((f"{prefix}measure", ()), (f"{prefix}points", ()), (f"{prefix}hexagons", ())),
            *((f"{prefix}records", ()), (f"{prefix}file", ("trend", "csv"))),
        )
    ]
    found += [Place(name, ("nothing",)) for name in ("invitation_code", "recovery_code")]
    found += [
        *(Place(name) for name in ("invitation", "lost_factor", "mfa_index", "account_login")),
        *(Place(f"public:{name}") for name in ("home", "glossary", "data_sets")),
        Place("public:data_rows", ("nothing", "csv")),
        Place("desk:checkpoint_file", ("2026-11-30",)),
    ]
    return found


def test_ho_nothing_that_is_sent_to_the_desk_breaks_it(attack, tmp_path):
    on, chance = attack.on, attack.chance
    found = places(on, tmp_path)
    known = {f"desk:{name}" for name, _arguments in addresses()}
    assert known <= set(found) | {"desk:invite"}
    desk_snapshot()
    for desk in on.desks.values():
        desk.raise_request_exception = False
    for _round in range(max(1, EXAMPLES // 40)):
        for name in found:
            try_out(attack, chance.choice(found[name]))
    told = f"{dict(attack.asked)} sent, answered {dict(sorted(attack.answered.items()))}"
    sys.stdout.write(f"\nhostile: {told}\n")
    assert not attack.wrong, "\n\n".join(f"{k}\n{v}" for k, v in attack.wrong.items())
    assert attack.asked["form"] > 30


def try_out(attack: Attack, place: Place) -> None:
    """One page, each of its forms, and something else that is wrong with the request."""
    chance, address = attack.chance, place.address
    for viewer in chance.sample(place.viewers, min(3, len(place.viewers))):
        if shown := attack.ask("page", viewer, "GET", address):
            break
    page = Page(shown)
    for form in page.forms:
        target = form.action.split("#")[0] or address
        if form.method == "POST" and "/account/logout" not in target:
            attack.send(viewer, target, sent(form, chance))
    (kind, body), other = chance.choice(BODIES), chance.choice(ROLES)
    more = {"data": body, "content_type": kind}
    match chance.choice(("query", "query", "address", "address", "method", "content", "headers")):
        case "query":
            query = attack.query(page.asked_for())
            attack.ask("query", viewer, "GET", address, QUERY_STRING=query)
        case "address" if place.arguments:
            argument, value = chance.choice(place.arguments), chance.choice(VALUES)[:2_000]
            spoilt = address.replace(quote(argument, safe="~*$=-"), quote(value), 1)
            attack.ask("address", viewer, chance.choice(("GET", "POST")), spoilt)
        case "method":
            attack.ask("method", viewer, chance.choice(METHODS), address, **more)
        case "content":
            attack.ask("content", viewer, "POST", address, **more)
        case _:
            attack.ask("headers", other, "GET", address, **chance.choice(HEADERS))

"""Two worlds: what somebody may not see is, at every address of the desk, as if it were not there.

tw01  every address of the desk is known here, so that a new page cannot be forgotten
tw02  hidden and absent are one answer to GET, HEAD and POST, byte for byte, and nothing changes
tw03  pages without a record in their address are the same with and without hidden records
tw04  what names a hidden record in a form is answered as what names none
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from operator import attrgetter
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from cairn.erasure.models import Hold
from cairn.kernel.refs import new_ref
from cairn.observatory.actions import desk_snapshot
from cairn.reporting.filings.models import Filing
from cairn.web.desk import rates
from cairn.web.desk.once import new_token
from tests.factories import FilingFactory
from tests.web.desk import hidden
from tests.web.desk.filing.conftest import says_purpose
from tests.web.desk.hidden import EVERYBODY, Hidden, Stage, looked, sent

pytestmark = pytest.mark.django_db

# Name of the address → the kind of record whose reference stands in it, and its other arguments;
# a word in braces is another reference of that record.
FILING, IMPORT = "filing", "batch"
ADDRESSES: dict[str, tuple[str, ...]] = {
    "filing": (FILING, "{ref}"),
    "filing_version": (FILING, "{ref}", "1"),
    "filing_differences": (FILING, "{ref}"),
    "filing_receipt": (FILING, "{ref}"),
    "filing_return": (FILING, "{ref}"),
    "filing_export": (FILING, "{ref}", "csv"),
    "filing_trend": (FILING, "{ref}", "csv"),
    "filing_write": (FILING, "{ref}"),
    "filing_about": (FILING, "{ref}"),
    "filing_check": (FILING, "{ref}"),
    "filing_file": (FILING, "{ref}"),
    "filing_file_down": (FILING, "{ref}"),
    "filing_measure": (FILING, "{ref}", "smuggled_detected"),
    "filing_paste": (FILING, "{ref}", "smuggled_detected"),
    "filing_sharing": (FILING, "{ref}"),
    "reads_uses": (FILING, "{ref}"),
    "records": (FILING, "{ref}"),
    "record_new": (FILING, "{ref}", "method"),
    "record_change": (FILING, "{ref}", "method", "{record}"),
    "record_map": (FILING, "{ref}", "method", "{record}"),
    "record_remove": (FILING, "{ref}", "method", "{record}"),
    "workbook": (FILING, "{ref}"),
    "workbook_down": (FILING, "{ref}"),
    "workbook_uploads": (FILING, "{ref}"),
    "workbook_back": (FILING, "{ref}", "upl-0000000000-0"),
    "merging": (FILING, "{ref}"),
    "merge_progress": (FILING, "{ref}"),
    "merge_summary": (FILING, "{ref}"),
    "erasure_report": (FILING, "{ref}"),
    "erasure": ("erasure", "{ref}"),
    "finding": ("finding", "{ref}"),
    "finding_write": ("finding", "{ref}"),
    "rights_report": ("report", "{ref}"),
    "rights_review": ("report", "{ref}"),
    "sheet": ("sheet", "{ref}"),
    "sheet_arrived": ("upload", "{ref}"),
    "import_columns": ("upload", "{ref}"),
    "upload": ("upload", "{token}"),
    "import": (IMPORT, "{ref}"),
    "import_progress": (IMPORT, "{ref}"),
    "import_problems": (IMPORT, "{ref}"),
    "import_annotated": (IMPORT, "{ref}"),
    "data_set": ("data_set", "{ref}"),
    "accounts": ("data_set", "{ref}"),
    "cells": ("data_set", "{ref}"),
    "account": ("account", "{ref}"),
    "cell": ("count", "{ref}"),
    "group": ("group", "{ref}"),
    "reads_notice": ("notice", "{ref}"),
    "invitation_paper": ("invitation", "{ref}"),
    "invitation_act": ("invitation", "{ref}"),
    "recovery_paper": ("recovery", "{ref}"),
    "role_request": ("role_request", "{ref}"),
    "emergency": ("emergency", "{ref}"),
    "emergency_record": ("emergency", "{ref}", "{draft}"),
    "second_request": ("agreement", "{ref}"),
    "person": ("person", "{body}", "{ref}"),
}
OTHERS = {  # name of the address with arguments → why no hidden record can stand in them
    "checkpoint_file": "a day; checkpoints are given to every contact point",
    "invite": "an organisation, all of which are known to the desk",
    "correction": "a request of somebody outside; all who decide requests see all of them",
    "explore_measure": "a measure; looked at in tw03",
    "explore_file": "a measure",
    "explore_points": "a measure",
    "explore_hexagons": "a measure",
    "explore_records": "a measure",
    "library_entry": "an entry of the library, the same for all who keep it (library/test_pages)",
    "library_versions": "an entry of the library",
    "library_write": "an entry of the library",
    "library_new": "a kind of the library",
    "library_proposal": "what somebody outside proposed; all who write in the library see it",
    "library_file": "a file that one sent oneself; another's is absent (library/test_upload)",
}
PREFIX = {
    **{"filing": "fil", "erasure": "era", "finding": "fnd", "report": "rpt", "sheet": "sht"},
    **{"upload": "upl", "batch": "imp", "account": "acc", "count": "cnt", "group": "grp"},
    **{"notice": "ntc", "invitation": "inv", "recovery": "rcv", "person": "usr"},
    **{"role_request": "ask", "emergency": "emg", "agreement": "agr"},
}
# Buttons that are pressed, beside `save`, at addresses that have several.
ACTS = {
    "filing": ("clear", "return", "validate", "withdraw", "recall", "amend", "comment", "settle"),
    "filing_check": ("submit", "open"),
    "filing_sharing": ("uses",),
    "merging": ("all:take", "decided"),
    "merge_summary": ("write", "give_up"),
    "erasure": ("confirm", "refuse"),
    "finding": ("share", "amend", "withdraw"),
    "finding_write": ("share",),
    "rights_report": ("answer", "reachable"),
    "rights_review": ("acknowledge", "begin", "conclude", "ask", "archive"),
    "sheet": ("answer", "take", "drop", "unlearn"),
    "import": ("commit", "discard", "resume", "refresh", "answer"),
    "import_columns": ("check",),
    "group": ("add", "end", "close"),
    "invitation_act": ("again", "withdraw", "away"),
    "recovery_paper": ("confirm", "refuse", "link"),
    "role_request": ("give", "decline", "away"),
    "emergency": ("approve", "object", "stop"),
    "emergency_record": ("hand_over",),
    "second_request": ("agree", "refuse"),
    "person": ("give", "leave", "sign_out", "revoke"),
}
NOT_COMPARED = {
    "held_file": "an archive with the moment in it; of the own person alone (test_erasing, pp05)",
}


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Each name of an address of the desk with the names of its arguments."""

    def below(patterns: Any) -> Iterator[tuple[str, list[str]]]:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                assert not one.pattern.converters, "an argument before a part of the desk"
                yield from below(one.url_patterns)
            else:
                yield one.name, list(one.pattern.converters)

    return below(get_resolver("cairn.web.desk.urls").url_patterns)


PLAIN = sorted({name for name, arguments in addresses() if not arguments} - {*NOT_COMPARED})


def test_tw01_every_address_with_an_argument_is_tried_or_says_why_not():
    with_arguments = {name for name, arguments in addresses() if arguments}
    assert with_arguments == set(ADDRESSES) | set(OTHERS)
    assert len(with_arguments) > 50
    for name, given in ADDRESSES.items():
        (arguments,) = {len(found) for known, found in addresses() if known == name}
        assert len(given) == arguments + 1, name


@pytest.fixture
def on(settings, tmp_path, monkeypatch) -> Stage:
    settings.CAIRN_DATA = tmp_path
    monkeypatch.setattr(rates, "count", lambda **_given: None)  # looked at before any record is
    return hidden.stage()


def absent_of(one: Hidden) -> Hidden:
    """The same shape, and nothing there."""
    ref = "source-absent" if one.kind == "data_set" else new_ref(PREFIX[one.kind])
    more = {
        name: new_ref(value[:3]) if "-" in value[:4] else "a" * len(value)
        for name, value in one.more.items()
    }
    return Hidden(one.kind, "absent", ref, one.viewers, "", more)


def address_of(name: str, one: Hidden) -> str:
    _kind, *arguments = ADDRESSES[name]
    return reverse(
        f"desk:{name}", args=[each.format(ref=one.ref, **one.more) for each in arguments]
    )


def at_the_view(on: Stage, viewer: str, name: str, one: Hidden, act: str) -> Any:
    refs, address = (one.ref, *one.more.values()), address_of(name, one)
    if not act:
        return hidden.directly(on, viewer, "GET", address, *refs)
    fields = {"act": act, "once": new_token(on.people[viewer]), "reason": "Why.", "number": 1}
    return hidden.directly(on, viewer, "POST", address, *refs, **fields)


def in_full(on: Stage, viewer: str, name: str, one: Hidden, method: str) -> Any:
    """Byte for byte, with everything that stands around the view."""
    refs, address, desk = (one.ref, *one.more.values()), address_of(name, one), on.desks[viewer]
    if method == "POST":
        return sent(desk, on.people[viewer], address, "save", *refs)
    return hidden.masked(getattr(desk, method.lower())(address), *refs)


def everything() -> dict[str, list[Any]]:
    """All rows of the tables of records, to see that nothing was changed."""
    kept = ("reporting", "filings", "findings", "observations", "sheets", "rights", "erasure")
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in kept or model._meta.label in (
            "sharing.SharingGroup",
            "sharing.GroupMember",
            "accounts.Membership",
            "accounts.Invitation",
            "accounts.Recovery",
            "access.RoleRequest",
            "access.Emergency",
            "access.EmergencyReading",
            "access.Agreement",
            "files.Upload",
        ):
            found[model._meta.label] = list(model._base_manager.order_by("pk").values())
    return found


def all_hidden(on: Stage) -> list[Hidden]:
    return [
        hidden.of_abuse(on),
        *hidden.kept_inside(on),
        *hidden.of_contact_points(on),
        *hidden.of_the_state(on),
        *hidden.on_the_roll(on),
    ]


def test_tw02_hidden_and_absent_are_one_answer_at_every_address(on):
    records = all_hidden(on)
    assert {one.kind for one in records} == {kind for kind, *_ in ADDRESSES.values()}
    for one in filter(attrgetter("seen_by"), records):  # it is there: somebody opens it
        names = [name for name, (kind, *_) in ADDRESSES.items() if kind == one.kind]
        opened = (on.desks[one.seen_by].get(address_of(name, one)) for name in names)
        assert any(answer.status_code == 200 for answer in opened), one.what
    before, nowhere, turn = everything(), {}, count()
    asked: Counter[str] = Counter()
    different = []

    def compare(how: Any, viewer: str, name: str, one: Hidden, act: str) -> None:
        key = (how.__name__, viewer, name, act)
        if key not in nowhere:
            nowhere[key] = how(on, viewer, name, absent_of(one), act)
        asked[how.__name__] += 1
        there = how(on, viewer, name, one, act)
        if there != nowhere[key] or there[0] in (200, 302):
            different.append((*key, one.what, there[0]))

    whole = set()
    for one in records:
        for name in (name for name, (kind, *_) in ADDRESSES.items() if kind == one.kind):
            for viewer in one.viewers:
                compare(at_the_view, viewer, name, one, "")
            for act in (*ACTS.get(name, ()), "save"):
                compare(at_the_view, one.viewers[next(turn) % len(one.viewers)], name, one, act)
            viewer = one.viewers[next(turn) % len(one.viewers)]
            if (name, viewer) not in whole:
                first = name not in {known for known, _viewer in whole}
                whole.add((name, viewer))
                for method in ("GET", "HEAD", "POST") if first else ("GET",):
                    compare(in_full, viewer, name, one, method)
    assert not different, different
    assert everything() == before
    told = f"{dict(asked)} answers about {len(records)} hidden records are as about none"
    sys.stdout.write(f"\ntwo worlds: {told}\n")
    assert asked["at_the_view"] > 2_000
    assert {name for name, _viewer in whole} == set(ADDRESSES)


# --- pages without a record in their address ----------------------------------------------------

ASKED_BESIDE = (  # filters and pages of what may be seen, in a world in which there is more
    ("filings", "?whose=others"),
    ("filings", "?year=2021&section=smuggled_migrants"),
    ("filings", "?status=draft"),
    ("findings", "?about=NER&section=smuggled_migrants"),
    ("participation", "?year=2024"),
    ("participation_roll", "?year=2021"),
    ("imports", "?status=committed"),
    ("links", "?status=open"),
)


def pages(on: Stage, viewer: str) -> dict[str, Any]:
    """Everything that can be looked at without a reference, and what the viewer may read."""
    hidden.forget_looking(on)
    desk = on.desks[viewer]
    found = {name: looked(desk, reverse(f"desk:{name}")) for name in PLAIN}
    code, head, text = found["sign_ins"]  # says to the minute when one was last seen
    found["sign_ins"] = (code, head, re.sub(r"\d\d:\d\d UTC", "", text))
    asked = {name: reverse("desk:explore_measure", args=[name]) for name in ("smuggled_migrants",)}
    if viewer == "mali":
        asked |= {f"{name}{query}": reverse(f"desk:{name}") + query for name, query in ASKED_BESIDE}
        for name in ("filing", "filing_differences", "filing_return", "filing_trend"):
            more = ["csv"] if name == "filing_trend" else []
            asked[f"base {name}"] = reverse(f"desk:{name}", args=[on.base.ref, *more])
    return found | {name: looked(desk, address) for name, address in asked.items()}


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Where two worlds differ, with the lines that do."""
    found = {}
    for name in before:
        if before[name] != after[name]:
            (one, head, text), (other, headed, said) = before[name], after[name]
            lines = set(text.splitlines()) ^ set(said.splitlines())
            found[name] = (one, other, set(head) ^ set(headed), sorted(lines)[:8])
    return found


def without_snapshot(page: Any) -> Any:
    """A page without the number of the snapshot, which is one for all viewers and changes with
    everything in it: that something was validated somewhere can be told from it, and no more."""
    status, head, text = page
    hexed = re.compile(r"(?<![0-9a-f])[0-9a-f]{8,32}(?![0-9a-f])")
    return status, tuple((k, hexed.sub("", v)) for k, v in head), hexed.sub("", text)


def test_tw03_pages_are_the_same_with_and_without_hidden_records(on):
    desk_snapshot()
    says_purpose(on.desks["mali"])
    for viewer in EVERYBODY:  # a first look leaves its traces behind: a sign-in that was noted
        on.desks[viewer].get(reverse("desk:home"))
    viewers = (*EVERYBODY, "unit")
    without = {viewer: pages(on, viewer) for viewer in viewers}
    assert sum(page[0] == 200 for page in without["mali"].values()) > 30
    hidden.of_abuse(on)
    assert not differing(without["unit"], pages(on, "unit"))
    hidden.kept_inside(on)
    assert not differing(without["secretary"], pages(on, "secretary"))
    hidden.of_contact_points(on)
    assert not differing(without["beside"], pages(on, "beside"))
    hidden.of_the_state(on)
    for viewer in hidden.BEYOND_STATE:
        assert not differing(without[viewer], pages(on, viewer)), viewer
    desk_snapshot()  # now with what Niger validated in it
    told = {name: without_snapshot(page) for name, page in pages(on, "mali").items()}
    known = {name: without_snapshot(page) for name, page in without["mali"].items()}
    assert not differing(known, told)


# --- what names a record in a form --------------------------------------------------------------


WHOLE = ("draft", "validated_red", "amber_for_another", "import", "data set", "strict finding")


def test_tw04_a_form_that_names_what_is_hidden_is_answered_as_one_that_names_nothing(on):
    made = {one.what: one for one in all_hidden(on)}
    own = Filing.objects.get(state="MLI")
    amber = FilingFactory(owner=own.owner, marking="amber", status="cleared")
    sharing = reverse("desk:filing_sharing", args=[amber.ref])
    hold = Hold.objects.get()
    forms = [
        *((reverse("desk:erasures"), "", {"target": one, "rule": "court_order"}) for one in WHOLE),
        (reverse("desk:keeping"), "place", {"target": "draft", "reason": "An inquiry."}),
        (reverse("desk:keeping"), "place", {"target": "validated_red", "reason": "An inquiry."}),
        (reverse("desk:keeping"), "lift", {"hold": hold.ref}),
        (sharing, "", {"group": "group"}),
        (reverse("desk:import_new"), "", {"drop": "upload"}),
        (reverse("desk:sheets"), "", {"drop": "upload"}),
        (reverse("desk:links"), "same", {"link": "account", "proposal": "account"}),
        (reverse("desk:merge"), "", {"filing": "submitted_red"}),
    ]
    before = everything()
    for address, act, fields in forms:
        there, nowhere = dict(fields), dict(fields)
        refs, absent = [], []
        for name, what in fields.items():
            if what in made:
                there[name], nowhere[name] = made[what].ref, absent_of(made[what]).ref
            elif what == hold.ref:
                nowhere[name] = new_ref("hld")
            else:
                continue
            refs.append(there[name])
            absent.append(nowhere[name])
        viewer = "mali"
        one, other = (
            sent(on.desks[viewer], on.people[viewer], address, act, *of, **given)
            for given, of in ((there, refs), (nowhere, absent))
        )
        assert one == other, (address, fields, differing({"": one}, {"": other}))
        assert one[0] != 302, (address, fields)
    assert everything() == before

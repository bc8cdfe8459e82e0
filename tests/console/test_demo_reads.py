"""The invented reads of the demonstration: a recall that one organisation has not answered, and a
correction that Verania itself is told of."""

import pytest

from cairn.accounts.demonstration import invented_organisation
from cairn.console.demo_reads import READ, read_and_recall
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import join
from cairn.sharing.reads.models import Copy, Read
from tests.console.test_demo_records import somebody
from tests.reporting.filings.doing import World
from tests.reporting.filings.exchange import filed

PEOPLE = {
    "officer": ("verania-border", "officer"),
    "officer2": ("verania-police", "officer"),
    "contact": ("verania-interior", "contact_point"),
    "officer.calmeria-coast": ("calmeria-coast", "officer"),
    "contact.calmeria-interior": ("calmeria-interior", "contact_point"),
    "contact.pelania-interior": ("pelania-interior", "contact_point"),
    "secretary": ("secretariat", "secretariat"),
}


@pytest.mark.django_db
def test_a_recall_waits_for_one_answer_and_verania_is_told_of_a_correction():
    people = {name: somebody(name, *place) for name, place in PEOPLE.items()}
    worlds = {
        state: World(
            invented_organisation(body), people[officer], people[contact], people["secretary"]
        )
        for state, body, officer, contact in (
            ("QMA", "verania-border", "officer", "contact"),
            ("QMB", "calmeria-coast", "officer.calmeria-coast", "contact.calmeria-interior"),
        )
    }
    for state, world in worlds.items():
        join(state=state, by=world.contact)
        for period in ("2024-Q1", "2024-Q2", "2024-Q3"):
            filed(world, period, section="smugglers", counts={"suspected": 7})
    told = []
    read_and_recall(say=told.append)
    read_and_recall(say=told.append)  # the second time does nothing
    assert len(told) == 1
    readers = set(Read.objects.filter(state="QMA").values_list("reader__key", flat=True))
    assert readers == {key for key, *_rest in READ}
    waits = Notice.objects.filter(kind__in=["recalled", "new_version"], done_at=None)
    assert set(waits.values_list("kind", "organisation__key")) == {
        ("recalled", "pelania-interior"),
        ("new_version", "verania-border"),
    }
    assert Notice.objects.filter(kind="recalled").exclude(done_by="").count() == 2
    assert Copy.objects.count() == 2
    assert not Filing.objects.filter(invented=False).exists()

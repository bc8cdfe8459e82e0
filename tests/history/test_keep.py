"""Versions: numbered without gaps, readable as JSON, and proved by their digest.

hv01  a version says what the record said      hv03  many at once are the same as one at a time
hv02  versions are numbered and never changed  hv04  canonical JSON has one form for one content
"""

import hashlib
import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.history.keep import canonical, keep, keep_rows
from cairn.history.models import Version
from tests.factories import AccountFactory, DataSetFactory, UserFactory, VersionFactory

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.django_db
def test_hv01_a_version_says_what_the_record_said():
    account = AccountFactory(dead=3, missing=None, when_earliest=date(2024, 3, 1),
                             when_latest=date(2024, 3, 1), when_precision="day")  # fmt: skip
    version = keep(account, by=UserFactory(username="amina"), reason="corrected")
    assert (version.model, version.key, version.number) == ("reporting.account", account.ref, 1)
    assert (version.by, version.reason) == ("amina", "corrected")
    body = json.loads(version.body)
    assert (body["dead"], body["missing"]) == (3, None)
    assert (body["when_earliest"], body["ref"]) == ("2024-03-01", account.ref)
    assert hashlib.sha256(version.body.encode()).hexdigest() == version.sha256


@pytest.mark.django_db
def test_hv02_each_change_is_the_next_version_and_the_first_one_stays():
    dataset = DataSetFactory(title="First title")
    keep(dataset)
    dataset.title = "Second title"
    keep(dataset)
    titles = (
        Version.objects.filter(key=dataset.ref).order_by("number").values_list("number", "body")
    )
    assert [(number, json.loads(body)["title"]) for number, body in titles] == [
        (1, "First title"),
        (2, "Second title"),
    ]


@pytest.mark.django_db
def test_hv02_a_number_is_given_once():
    version = VersionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionFactory(key=version.key, number=version.number)


@pytest.mark.django_db
def test_hv03_many_versions_at_once_have_their_digests():
    rows = [
        (f"acc-{n}", n + 1, canonical({"dead": n, "place": "Lampedusa – città"})) for n in range(3)
    ]
    keep_rows("reporting.account", rows, by="amina", at=timezone.now(), reason="import")
    kept = Version.objects.order_by("number")
    assert [(version.key, version.number, version.body) for version in kept] == rows
    assert all(hashlib.sha256(v.body.encode()).hexdigest() == v.sha256 for v in kept)
    assert {version.schema for version in kept} == {1}


@given(content=st.dictionaries(st.text(), JSON, max_size=5))
def test_hv04_canonical_json_is_read_back_and_does_not_depend_on_the_order_of_keys(content):
    written = canonical(content)
    assert json.loads(written) == content
    assert canonical(dict(reversed(content.items()))) == written
    written.encode()  # also what holds half of a pair of surrogates can be stored

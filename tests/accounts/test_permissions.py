"""Who may do what, and until when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cairn.accounts.actions import (
    add_membership,
    close_user,
    create_organisation,
    create_user,
    end_membership,
)
from cairn.accounts.holding import answering_once
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import (
    ROLES,
    MissingPermission,
    Permission,
    check_may,
    may,
    permissions_of,
)
from cairn.kernel.errors import allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return create_user(username="amina", display_name="Amina", by=None)


@pytest.fixture
def agency() -> Organisation:
    return create_organisation(
        key="agency", name="An agency", kind="state_body", state="NER", by=None
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_a_member_may_do_exactly_what_the_role_allows(amina, agency, role, permission):
    if not ROLES[role].held_in(agency.kind):
        agency = create_organisation(key="bureau", name="Bureau", kind="international", by=None)
    add_membership(user=amina, organisation=agency, role=role, by=None)
    assert may(amina, permission, agency) == (permission in ROLES[role].permissions)


def test_a_role_in_one_organisation_is_none_in_another(amina, agency):
    other = create_organisation(key="other", name="Another", kind="university", by=None)
    add_membership(user=amina, organisation=agency, role="steward", by=None)
    assert may(amina, Permission.IMPORT_WRITE)
    assert not may(amina, Permission.IMPORT_WRITE, other)


def test_two_roles_add_up(amina, agency):
    for role in ("analyst", "publisher"):
        add_membership(user=amina, organisation=agency, role=role, by=None)
    held = permissions_of(amina, agency)
    assert held == ROLES["analyst"].permissions | ROLES["publisher"].permissions


def test_nobody_who_is_not_signed_in_may_do_anything():
    assert permissions_of(AnonymousUser()) == permissions_of(None) == frozenset()


def test_a_membership_that_ends_today_allows_nothing_today(amina, agency):
    membership = add_membership(user=amina, organisation=agency, role="steward", by=None)
    assert may(amina, Permission.IMPORT_WRITE)
    end_membership(membership=membership, by=None)
    assert not may(amina, Permission.IMPORT_WRITE)


def test_a_membership_that_begins_tomorrow_allows_nothing_today(amina, agency):
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_membership(user=amina, organisation=agency, role="steward", since=tomorrow, by=None)
    assert not may(amina, Permission.DESK_READ)


def test_a_closed_account_may_do_nothing_and_keeps_its_history(amina, agency):
    add_membership(user=amina, organisation=agency, role="steward", by=None)
    closed = close_user(user=amina, by=None)
    assert permissions_of(closed) == frozenset()
    assert Membership.objects.filter(user=amina).count() == 1


def test_a_role_that_is_no_longer_known_allows_nothing(amina, agency):
    Membership.objects.create(user=amina, organisation=agency, role="emperor")
    assert permissions_of(amina) == frozenset()


def test_check_may_says_what_is_missing(amina):
    with pytest.raises(MissingPermission, match="Data steward"):
        check_may(amina, Permission.IMPORT_WRITE)
    assert not allowed(check_may, amina, Permission.IMPORT_WRITE)


def test_permissions_stand_in_alphabetical_order():
    assert [p.name for p in Permission] == sorted(p.name for p in Permission)


def test_within_one_answer_memberships_are_read_once_and_no_longer(amina, agency):
    officer = add_membership(user=amina, organisation=agency, role="officer", by=None)
    with CaptureQueriesContext(connection) as asked, answering_once():
        for _ in range(5):
            assert may(amina, Permission.FILING_WRITE, agency)
            assert not may(amina, Permission.FILING_CLEAR)
    assert len(asked) == 1
    end_membership(membership=officer, by=None)
    assert not may(amina, Permission.FILING_WRITE, agency)  # after the answer nothing is kept
    with answering_once():
        assert not may(amina, Permission.FILING_WRITE, agency)


def test_an_organisation_that_is_not_kept_yet_is_none_of_hers(amina, agency):
    add_membership(user=amina, organisation=agency, role="steward", by=None)
    assert permissions_of(amina, Organisation(key="new", kind="university")) == frozenset()

"""Who may see what: open series are for anyone, what is private is for its owner.

sv01  unknown means not visible        sv03  an organisation's people see what is its own
sv02  an embargo holds for the public  sv04  a closed membership shows nothing any more
sv05  an emergency opens the drafts of one organisation of one State, beside what anyone may see
"""

from datetime import date, timedelta

import pytest
from hypothesis import given

from cairn.kernel.predicates import holds
from cairn.reporting.models import DataSet
from cairn.sharing.viewer import Viewer, viewer_of, visible
from tests.db.predicates import ROWS
from tests.factories import DataSetFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories_of_people import EmergencyFactory

TODAY = date(2026, 11, 22)
PUBLIC = Viewer(today=TODAY)


@given(row=ROWS)
def test_sv01_the_public_sees_what_is_open_and_not_embargoed_and_nothing_else(row):
    wanted = row["audience_class"] == "open" and row["embargo_until"] <= TODAY
    assert holds(visible(PUBLIC), row) == wanted


@given(row=ROWS)
def test_sv03_whoever_belongs_to_the_owner_sees_it_and_everybody_sees_at_least_the_public(row):
    owners = Viewer(today=TODAY, organisations=frozenset({row["owner"]}))
    others = Viewer(today=TODAY, organisations=frozenset({"org-other"}))
    assert holds(visible(owners), row)
    assert holds(visible(others), row) == holds(visible(PUBLIC), row)


@pytest.mark.django_db
def test_sv02_an_embargo_ends_on_its_day():
    record = DataSetFactory(embargo_until=TODAY)
    yesterday = Viewer(today=TODAY - timedelta(days=1))
    assert list(DataSet.objects.visible_to(PUBLIC)) == [record]
    assert not DataSet.objects.visible_to(yesterday).exists()


@pytest.mark.django_db
def test_sv03_the_viewer_of_a_person_knows_her_organisations():
    membership = MembershipFactory()
    mine = DataSetFactory(owner=membership.organisation, audience_class="organisation")
    DataSetFactory(audience_class="organisation")
    viewer = viewer_of(membership.user, TODAY)
    assert viewer.organisations == {membership.organisation.ref}
    assert list(DataSet.objects.visible_to(viewer)) == [mine]


@pytest.mark.django_db
def test_sv04_a_membership_that_ended_shows_nothing():
    membership = MembershipFactory(since=date(2020, 1, 1), until=date(2020, 12, 31))
    DataSetFactory(owner=membership.organisation, audience_class="organisation")
    viewer = viewer_of(membership.user, TODAY)
    assert viewer.organisations == frozenset()
    assert not DataSet.objects.visible_to(viewer).exists()


def test_nobody_signed_in_is_the_public():
    assert viewer_of(None, TODAY) == PUBLIC


@pytest.mark.django_db
def test_asking_who_looks_takes_two_questions(django_assert_num_queries):
    user = UserFactory(role="steward")
    MembershipFactory(user=user, organisation=OrganisationFactory())
    with django_assert_num_queries(2):
        assert len(viewer_of(user, TODAY).organisations) == 2


@given(row=ROWS)
def test_sv05_an_emergency_opens_the_drafts_of_one_organisation_and_nothing_else(row):
    opened = Viewer(today=TODAY, emergency=frozenset({(str(row["state"]), row["owner"])}))
    elsewhere = Viewer(
        today=TODAY, emergency=frozenset({("QQQ", row["owner"]), (str(row["state"]), "org-other")})
    )
    draft = row["audience_class"] == "organisation" and row["state"] is not None
    public = holds(visible(PUBLIC), row)
    assert holds(visible(opened), row) == (public or draft)
    assert holds(visible(elsewhere), row) == public


@pytest.mark.django_db
def test_sv05_no_viewer_of_a_request_has_it():
    membership = MembershipFactory(role="contact_point")
    EmergencyFactory(user=membership.user)
    assert viewer_of(membership.user, TODAY).emergency == frozenset()

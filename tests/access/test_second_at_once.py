"""What was agreed to is used once, also by two requests at the same moment, and in one name.

so01  of several that would use one agreement at once, as many pass as it holds
so02  whoever works for two bodies uses what one of them agreed to in its name alone
"""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cairn.access import second
from cairn.access.models import Agreement
from cairn.accounts.rates import Kind
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories_of_people import AgreementFactory


def agreed():
    """Two files more, for one of two administrators of a body; the other one agreed."""
    place, user, other = OrganisationFactory(), UserFactory(), UserFactory()
    for one in (user, other):
        MembershipFactory(
            user=one, organisation=place, role="administrator", since=date(2026, 1, 1)
        )
    return AgreementFactory(
        user=user,
        organisation=place,
        kind="exported",
        n=2,
        left=2,
        second=other,
        words="Agreed.",
        closed_as="agreed",
        closed_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )


@pytest.mark.django_db(transaction=True)
def test_so01_requests_at_once_use_it_no_more_often_than_it_holds():
    one = agreed()
    user = one.user
    found = []

    def take():
        found.append(second.use(user=user, kind=Kind.EXPORTED))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == sorted(["None"] * 3 + [one.ref] * 2)
    assert Agreement.objects.get().state == "used"


@pytest.mark.django_db
def test_so02_in_the_name_of_another_body_it_is_not_used():
    one = agreed()
    elsewhere = MembershipFactory(user=one.user, organisation=OrganisationFactory(), role="analyst")
    for ref, passes in ((elsewhere.organisation.ref, False), (one.organisation.ref, True)):
        one.user.works_for = ref
        assert bool(second.use(user=one.user, kind=Kind.EXPORTED)) is passes

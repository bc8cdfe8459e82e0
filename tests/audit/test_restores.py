"""Which restore explains that a checkpoint does not hold any more.

re01  only one of a backup that was made no later than the checkpoint can have lost what it covered
re02  the log is believed up to a checkpoint that its own key signed, whatever the rows say
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.audit import log
from cairn.audit.checkpoints import lost_to, make_checkpoint, statement_of
from cairn.audit.models import Checkpoint
from cairn.audit.restores import RESTORED, first_since
from cairn.audit.seal import seal_pending

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(("made", "explains"), [(-1, True), (0, True), (1, False)])
def test_re01_a_backup_made_after_the_checkpoint_explains_nothing(made, explains):
    now = timezone.now()
    log.record(RESTORED, made_at=(now + made * DAY).isoformat())
    seal_pending()
    assert (first_since(now.date()) is not None) is explains


def test_re02_a_checkpoint_whose_signature_does_not_fit_is_not_believed():
    today = timezone.localdate()
    good = make_checkpoint(today=today - 2 * DAY)
    spoilt = make_checkpoint(today=today - DAY)
    said = statement_of(make_checkpoint(today=today))
    assert lost_to(said).day == spoilt.day
    Checkpoint.objects.filter(pk=spoilt.pk).update(signature="0" * 128)
    found = lost_to(said)
    assert (found.day, found.number) == (good.day, good.number)

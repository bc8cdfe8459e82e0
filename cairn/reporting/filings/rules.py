"""What a State decides for all its agencies: whether whoever submits may also clear."""

from typing import Any

from django.db import transaction

from cairn.audit import log
from cairn.reporting.filings.models import StateRule
from cairn.reporting.filings.policies import NotOfThisState, clears_for


def rule_of(state: str) -> StateRule:
    """The rule of a State; one that decided nothing has the plain one."""
    return StateRule.objects.filter(state=state).first() or StateRule(state=state)


@transaction.atomic
def set_four_eyes(*, state: str, wanted: bool, by: Any) -> StateRule:
    """Whoever submitted a filing clears it, or does not; the contact point of the State decides."""
    if not clears_for(by, state):
        raise NotOfThisState()
    rule, _made = StateRule.objects.get_or_create(state=state)
    if rule.four_eyes != wanted:
        rule.four_eyes = wanted
        rule.save(update_fields=["four_eyes"])
        log.record("reporting.state_rule.set", by=by, state=state, four_eyes=wanted)
    return rule

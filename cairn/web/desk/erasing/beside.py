"""What stands about erasing on the page of a record: holds, and the link that reports words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _

from cairn.accounts.permissions import permissions_of
from cairn.erasure.holds import holds_on
from cairn.erasure.marks import BARE, day_and_rule
from cairn.erasure.models import Hold
from cairn.erasure.rules import Rule
from cairn.web.desk.erasing.doors import WRITES, rule_words
from cairn.web.desk.importing.doors import person_of
from cairn.web.numbers import day as day_words
from cairn.web.say import current


@dataclass(frozen=True, slots=True)
class Beside:
    """`report`: the reference to report words of; "" where the person writes nothing."""

    report: str
    holds: Sequence[Hold]


def beside(request: HttpRequest, ref: str, owner: str, *, inside: bool) -> Beside:
    """For the page of one record; who holds it is told to those who may know how it came about."""
    writes = bool(permissions_of(person_of(request)) & set(WRITES))
    return Beside(ref if writes else "", holds_on(ref, owner) if inside else ())


MASKS = re.compile(
    rf"(<textarea\b.*?</textarea>|<script\b.*?</script>|<[^>]*>)|\[{BARE} erased [-a-z0-9_ ]+\]",
    re.DOTALL,
)


def in_words(page: str) -> str:
    """A page with each mark of erased words outside of forms in the reader's language; a form
    sends back what is stored, which is the same in every language."""
    return MASKS.sub(lambda found: found[1] or _mask_words(found[0]), page)


def _mask_words(mask: str) -> str:
    told = stub_words(mask)
    return f"[{BARE} {escape(told)}]" if told else mask


def stub_words(reason: str) -> str:
    """“Erased on … under the rule …”, if that is why only a stub is left; else ""."""
    found = day_and_rule(reason)
    if found is None or found[1] not in set(Rule):
        return ""
    said = {"day": day_words(date.fromisoformat(found[0]), current()), "rule": rule_words(found[1])}
    return _("Erased on %(day)s under the rule “%(rule)s”.") % said

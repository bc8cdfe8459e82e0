"""What was asked of a second person, in words, and what became of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.access.models import Agreement
from cairn.accounts.rates import Kind
from cairn.kernel.text import noop
from cairn.web import numbers
from cairn.web.desk.reads.after import purpose_words
from cairn.web.say import current, say

STATES = {
    "waiting": (noop("waiting for a second person"), "waiting"),
    "agreed": (noop("agreed to"), "done"),
    "used": (noop("agreed to, and used"), "information"),
    "over": (noop("agreed to, and not used in time"), "attention"),
    "refused": (noop("refused"), "problem"),
    "withdrawn": (noop("withdrawn by whoever asked"), "information"),
    "lapsed": (noop("lapsed: nobody decided"), "attention"),
}


def amount_words(kind: Kind, n: int) -> str:
    """`5 more records to open`."""
    match kind:
        case Kind.OPENED:
            words = ngettext("%(n)s more record to open", "%(n)s more records to open", n)
        case Kind.EXPORTED:
            words = ngettext("%(n)s more file to take", "%(n)s more files to take", n)
        case Kind.TAKEN:
            words = ngettext("one file of %(n)s record", "one file of %(n)s records", n)
    return words % {"n": numbers.number(n, current())}


def kind_words(kind: Kind) -> str:
    """What is counted."""
    match kind:
        case Kind.OPENED:
            return _("Records opened")
        case Kind.EXPORTED:
            return _("Files taken")
        case Kind.TAKEN:
            return _("Records in files and on paper")


def line_of(one: Agreement) -> dict[str, Any]:
    """One as a list shows it. Nothing of the file: what is in it is asked for each reader."""
    words, kind = STATES[one.state]
    return {
        "one": one,
        "amount": amount_words(Kind(one.kind), one.n),
        "purpose": purpose_words(one.purpose),
        "words": say(words),
        "kind": kind,
        "waiting": one.state == "waiting",
        "open": one.state == "agreed",
        "left": one.left if one.state == "agreed" and one.kind != Kind.TAKEN else 0,
    }

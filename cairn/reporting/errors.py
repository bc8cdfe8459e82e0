"""Why an import cannot go on, as sentences for whoever is importing."""

from cairn.kernel.errors import CairnError, OutOfRoom, Refused
from cairn.kernel.text import noop


class SourceBeingErased(Refused):
    text = noop(
        "An import of %(source)s is being erased just now. Have the rows checked again when that "
        "has ended."
    )


class SourceErased(Refused):
    text = noop(
        "“%(source)s” was erased as a whole, and nothing comes into it any more. What may come in "
        "comes in under another name."
    )


class SourceBusy(Refused):
    text = noop(
        "Another import of %(source)s (%(ref)s) is open: %(organisation)s began it on %(since)s. "
        "It must be finished or discarded first. Your file was kept."
    )


class SourceBusyAtConsole(SourceBusy):
    text = noop(
        "Another import of %(source)s (%(ref)s) is open: an operator of this server began it on "
        "%(since)s. It must be finished or discarded first. Your file was kept."
    )


class NoReason(Refused):
    text = noop("Say in a few words why; it is kept with the record.")


class RowsRejected(Refused):
    text = noop(
        "%(rejected)s of %(read)s rows were rejected, so nothing was committed. Correct them, or "
        "leave them out and say why."
    )


class OtherKind(Refused):
    text = noop(
        "%(source)s holds %(held)s and this file was read as %(given)s; give it another source "
        "name."
    )


class NoTerms(Refused):
    text = noop(
        "Say under which terms %(source)s may be used before its figures are counted: %(known)s."
    )


class DiskFull(OutOfRoom):
    text = noop(
        "The disk is full. What was read so far is kept aside; make room and run the same import "
        "again to go on from row %(row)s."
    )


class NoRoom(OutOfRoom):
    text = noop("The disk is full. Nothing was changed; make room and do it again.")


class UnreadableSource(CairnError):
    text = noop("%(value)r is no name for a source; use small letters, digits and hyphens.")

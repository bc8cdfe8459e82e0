"""What binds whoever takes numbers along: of the filings behind them the narrowest, in every file.

Decides nothing: the door that knows filings says what they allow together and enters in the log
that something leaves. At the public door nothing of this exists.
"""

from dataclasses import dataclass, replace

from cairn.web.explore.filed import entries_of
from cairn.web.explore.subject import Subject


@dataclass(frozen=True, slots=True)
class Carried:
    """What binds whoever takes these numbers along: the narrowest of the filings behind them.
    Empty where none stands behind."""

    marking: str = ""  # by the Traffic Light Protocol
    uses: tuple[str, ...] = ()  # keys; none: no use is stated for all of them
    readers: tuple[str, ...] = ()  # whose it is to read: sharing groups and States
    until: str = ""  # the last day of these uses
    export: str = ""  # under which the log knows the file

    @property
    def line(self) -> str:
        """What stands beside the marking in pictures and texts; keys, as in a file."""
        if not self.export:
            return ""
        told = [", ".join(self.uses) or "no use stated"]
        told += [f"for {', '.join(self.readers)}"] if self.readers else []
        told += [f"until {self.until}"] if self.until else []
        return " · ".join([*told, self.export])

    @property
    def columns(self) -> list[str]:
        """In the order of the last columns of `files.FILED`, behind the marking."""
        return [";".join(self.uses), ";".join(self.readers), self.until, self.export]


def leave(kind: str, *subjects: Subject) -> Carried:
    """A file of these numbers leaves now: it is entered in the log, and what is made of them from
    here on says under which reference. Refused where they may not leave together."""
    door, versions = subjects[0].door, versions_behind(*subjects)
    if not versions:
        return Carried()
    door.filings.carry(versions)
    door.leaving["export"] = door.filings.note(versions, kind, subjects[0].question.measure)
    return carried(*subjects)


def carried(*subjects: Subject) -> Carried:
    """What a file of these numbers carries, and once it leaves, as which export."""
    door, versions = subjects[0].door, versions_behind(*subjects)
    if not versions or "export" not in door.leaving:
        return Carried()  # it is shown here and goes nowhere
    found: Carried = door.filings.carry(versions)
    return replace(found, export=door.leaving["export"])


def versions_behind(*subjects: Subject) -> frozenset[tuple[str, int]]:
    """The versions of filings behind these numbers; none where they are of open series."""
    return frozenset(
        (one.ref, one.number) for each in subjects for _behind, one in entries_of(each)
    )


def told_of_file(*subjects: Subject) -> dict[str, object]:
    """The same, as the JSON beside a file has it; nothing at a door that knows no filings."""
    if subjects[0].door.filings is None:
        return {}
    found = carried(*subjects)
    return {
        "file_marking": found.marking,
        "file_permitted_uses": list(found.uses),
        "file_for_readers_of": list(found.readers),
        "file_uses_until": found.until,
        "export": found.export,
    }

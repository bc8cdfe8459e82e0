"""Whether the guarded index says what the database says: `cairn verify` asks it."""

from collections.abc import Iterator

from cairn.kernel.text import noop
from cairn.search import places
from cairn.search.guarded.indexing import root
from cairn.search.guarded.models import Altered
from cairn.search.guarded.providers import providers

Difference = tuple[str, dict[str, object]]


def differences() -> Iterator[Difference]:
    """What differs, but for what waits in the outbox and will be brought in. Where there is no
    index yet nothing is found, and the runner makes one when it starts."""
    found = places.current(root())
    if found is None:
        return
    if not found.readable:
        yield (
            noop("the index is of another version or broken; run “cairn search --rebuild”"),
            {},
        )
        return
    waiting = set(Altered.objects.values_list("unit", flat=True))
    units, wanted = {}, {}
    for provider in providers():
        for entries in provider.everything():
            for one in entries:
                units[one.place], wanted[one.place] = one.unit, one.stamp
    from cairn.search.guarded.index import GuardedReader

    late = set()
    for hit in GuardedReader(found.folder).stamps():
        said = wanted.pop(hit.place, None)
        if said is None:
            late.add(" ".join(map(str, hit.place)))
        elif said != hit.stamp and units[hit.place] not in waiting:
            yield noop("%(unit)s: is found as it was, not as it is"), {"unit": units[hit.place]}
    if not waiting:  # of what is not there any more the unit is not known
        for name in sorted(late):
            yield noop("%(what)s: is found and is not there any more"), {"what": name}
    for unit in sorted({units[place] for place in wanted} - waiting):
        yield noop("%(unit)s: is there and is not found"), {"unit": unit}


def looked_at() -> int:
    """How many entries are compared."""
    return sum(len(some) for one in providers() for some in one.everything())

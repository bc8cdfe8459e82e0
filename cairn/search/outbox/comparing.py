"""Whether the index says what the database says: `cairn verify` asks it."""

from collections.abc import Iterator

from cairn.kernel.text import noop
from cairn.search import places
from cairn.search.outbox.models import Changed
from cairn.search.providers import providers

Difference = tuple[str, dict[str, object]]


def differences() -> Iterator[Difference]:
    """What differs, but for what waits in the outbox and will be brought in."""
    wanted = {ref: stamp for one in providers() for ref, stamp in one.stamps()}
    found = places.current(places.own())
    if found is None or not found.readable:
        if wanted and found is None:
            yield noop("the index is not there; run “cairn search --rebuild”"), {}
        elif found is not None:
            yield (
                noop("the index is of another version or broken; run “cairn search --rebuild”"),
                {},
            )
        return
    waiting = set(Changed.objects.values_list("ref", flat=True))
    from cairn.search.tantivy_index import TantivyReader

    for ref, stamp in TantivyReader(found.folder).stamps():
        said = wanted.pop(ref, None)
        if ref in waiting or said == stamp:
            continue
        if said is None:
            yield noop("%(ref)s: is found and is not published"), {"ref": ref}
        else:
            yield noop("%(ref)s: is found as it was, not as it is"), {"ref": ref}
    for ref in sorted(set(wanted) - waiting):
        yield noop("%(ref)s: is published and is not found"), {"ref": ref}


def looked_at() -> int:
    """How many records are compared."""
    return sum(one.total() for one in providers())

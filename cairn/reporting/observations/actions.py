"""Writing the qualitative records of a filing: added, changed, removed.

Only while the filing is a draft or was returned, by its own organisation. Each write is one
transaction with an audit event, and a version of the whole filing with its records, so that what
was removed is still in the history.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.drafting import keep_filing, touch
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_write
from cairn.reporting.filings.texts import NotClean, check_clean
from cairn.reporting.observations.catalogue import kind as find_kind
from cairn.reporting.observations.kinds import Kind
from cairn.reporting.observations.models import IncidentPersons, Leg
from cairn.reporting.observations.queries import (
    LEG_OWNER,
    MODELS,
    kinds_of,
    one_observed,
    rows_of,
)
from cairn.reporting.observations.values import (
    Given,
    Observed,
    cleaned,
    problems_of,
    texts_of,
)
from cairn.reporting.screening.findings import Where


class WrongObservation(CairnError):
    """Some answers cannot be stored; `problems` names each."""

    text = noop("Some answers cannot be saved; each is marked. Nothing that you wrote was lost.")

    def __init__(self, problems: Iterable[CairnError]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class WrittenMeanwhile(Refused):
    """Somebody else saved the record meanwhile; `theirs` is what stands there now."""

    text = noop(
        "Somebody else changed this record meanwhile. What differs is marked; send it again to "
        "put yours in its place."
    )

    def __init__(self, theirs: Observed) -> None:
        super().__init__()
        self.theirs = theirs


class NotInThisSection(Refused):
    text = noop("Records of this kind do not belong to the section of filing %(ref)s.")


def _checked(found: Kind, given: Given, filing: Filing) -> Given:
    """What may be stored, or everything that keeps it from being so."""
    given = cleaned(found, given)
    if wrong := list(problems_of(found, given)):
        raise WrongObservation(wrong)
    texts = texts_of(found, given)
    places = {name: text for name, text in texts.items() if name.endswith("place")}
    others = {name: text for name, text in texts.items() if name not in places}
    unclean: list[NotClean] = []
    for part, where in ((others, Where.TEXT), (places, Where.CELL)):
        try:
            check_clean(part, organisation=filing.owner, where=where)
        except NotClean as refused:
            unclean.append(refused)
    if unclean:
        masked = {name: text for one in unclean for name, text in one.masked.items()}
        raise NotClean([problem for one in unclean for problem in one.problems], masked)
    return given


@transaction.atomic
def add_observation(
    *,
    filing: Filing,
    kind: str,
    given: Given,
    by: Any,
    once: str | None = None,
    ref: str | None = None,
) -> Observed:
    """Add one record; the same submission twice adds one. `ref`: the reference that it has in a
    saved form, by which it is known again."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    found = find_kind(kind)
    if kind not in kinds_of(filing):
        raise NotInThisSection(ref=filing.ref)
    if once and (same := rows_of(filing, kind).filter(once=once).first()):
        return one_observed(filing, kind, same.ref)
    if ref and (there := rows_of(filing, kind).filter(ref=ref).first()):
        raise WrittenMeanwhile(one_observed(filing, kind, there.ref))
    given, now = _checked(found, given, filing), timezone.now()
    row = MODELS[kind](filing=filing, once=once, begun_at=now, begun_by=by.username, touched_at=now)
    if ref:
        row.ref = ref
    _fill(row, given)
    row.save()
    _write_parts(found, row, given)
    _settle(filing, row, "added", kind, by)
    return one_observed(filing, kind, row.ref)


@transaction.atomic
def add_observations(*, filing: Filing, given: Sequence[tuple[str, Given]], by: Any) -> int:
    """Add many records, by kind, as one step of the history: each is checked as if it came alone,
    and all are added or none. Return how many."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    now, legs, persons, n = timezone.now(), [], [], 0
    for kind in dict.fromkeys(kind for kind, _ in given):
        found = find_kind(kind)
        if kind not in kinds_of(filing):
            raise NotInThisSection(ref=filing.ref)
        mine = [_checked(found, one, filing) for of, one in given if of == kind]
        rows = []
        for one in mine:
            row = MODELS[kind](filing=filing, begun_at=now, begun_by=by.username, touched_at=now)
            _fill(row, one)
            rows.append(row)
        MODELS[kind].objects.bulk_create(rows)  # type: ignore[attr-defined]
        for row, one in zip(rows, mine, strict=True):
            legs += _legs(found, row, one)
            persons += _persons(found, row, one)
        n += len(rows)
    Leg.objects.bulk_create(legs)
    IncidentPersons.objects.bulk_create(persons)
    if n:
        touch(filing)
        log.record("reporting.observation.added", target=filing, by=by, records=n)
        keep_filing(filing, by=by, reason="record added")
    return n


@transaction.atomic
def change_observation(
    *, filing: Filing, kind: str, ref: str, given: Given, revision: int, by: Any
) -> Observed:
    """Write it anew, if it still is what its writer began from."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    found = find_kind(kind)
    now = one_observed(filing, kind, ref)
    given = _checked(found, given, filing)
    if (dict(now.values), list(now.legs), list(now.persons)) == (
        given.values,
        list(given.legs),
        list(given.persons),
    ):
        return now
    if now.revision != revision:
        raise WrittenMeanwhile(now)
    row = rows_of(filing, kind).get(ref=ref)
    _fill(row, given)
    row.revision, row.touched_at = row.revision + 1, timezone.now()
    row.save()
    _write_parts(found, row, given)
    _settle(filing, row, "changed", kind, by)
    return one_observed(filing, kind, ref)


@transaction.atomic
def remove_observation(*, filing: Filing, kind: str, ref: str, by: Any) -> None:
    """Take it out of the draft; the history of the filing still has it."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    row = rows_of(filing, kind).filter(ref=ref).first() if kind in kinds_of(filing) else None
    if row is None:
        raise NotFound()
    row.delete()
    _settle(filing, row, "removed", kind, by)


def _fill(row: Any, given: Given) -> None:
    for name, value in given.values.items():
        setattr(row, name, value)


def _write_parts(found: Kind, row: Any, given: Given) -> None:
    if found.legs:
        row.legs.all().delete()
        Leg.objects.bulk_create(_legs(found, row, given))
    if found.persons:
        row.persons.all().delete()
        IncidentPersons.objects.bulk_create(_persons(found, row, given))


def _legs(found: Kind, row: Any, given: Given) -> list[Leg]:
    """The legs of a record, in their order."""
    if not found.legs:
        return []
    owner = {LEG_OWNER[found.key]: row}
    return [Leg(number=number, **owner, **leg) for number, leg in enumerate(given.legs, start=1)]


def _persons(found: Kind, row: Any, given: Given) -> list[IncidentPersons]:
    """The people of an event, quality by quality."""
    if not found.persons:
        return []
    return [
        IncidentPersons(
            incident=row,
            quality=one.quality,
            value=one.value,
            no_value=one.missing.value if one.missing else None,
            **one.dims,
        )
        for one in given.persons
    ]


def _settle(filing: Filing, row: Any, what: str, kind: str, by: Any) -> None:
    touch(filing)
    log.record(
        f"reporting.observation.{what}", target=filing, by=by, record=row.ref, record_kind=kind
    )
    keep_filing(filing, by=by, reason=f"record {what}")


def copy_observations(*, old: Filing, new: Filing) -> int:
    """Give `new` the records of `old` that it does not have yet; references stay. Called inside the
    transaction of the action that makes the new version or the merged filing."""
    n = 0
    for key in kinds_of(old):
        known = set(rows_of(new, key).values_list("ref", flat=True))
        for row in rows_of(old, key).exclude(ref__in=known):
            legs = list(row.legs.all()) if find_kind(key).legs else []
            persons = list(row.persons.all()) if find_kind(key).persons else []
            _fresh(row, filing=new, once=None).save()
            for part in legs:
                _fresh(part, **{LEG_OWNER[key]: row}).save()
            for part in persons:
                _fresh(part, incident=row).save()
            n += 1
    return n


def _fresh(row: Any, **values: Any) -> Any:
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    return row


def keep_first_classification(filing: Filing) -> None:
    """What each event was called when the filing was first submitted; never changed afterwards."""
    if "incident" not in kinds_of(filing):
        return
    for row in rows_of(filing, "incident").filter(first_classification__isnull=True):
        row.first_classification = {
            "conduct": row.conduct,
            "source_grade": row.source_grade,
            "information_grade": row.information_grade,
        }
        row.save(update_fields=["first_classification"])

"""Taking words out of every row of the database, wherever text can stand.

Every field that can hold a text is read, of every model there is, so that a new one cannot be
forgotten; the few that are left out say why (`LEFT_OUT`). Changes are made row by row, in short
transactions; doing it again changes nothing.
"""

import json
import secrets
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction

from cairn.audit.models import Event
from cairn.audit.seal import CHUNK, erase_payloads, seal_pending
from cairn.db.fields import RefField
from cairn.erasure.marks import Finder
from cairn.erasure.models import Erasure
from cairn.erasure.owning import owners_of
from cairn.history.erasing import rewrite
from cairn.history.keep import canonical
from cairn.history.models import Version
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import FilingCount
from cairn.reporting.models import Staged
from cairn.reporting.sheets.models import SheetFile

READ_AT_ONCE = 500
MOST_PLACES = 50  # that are remembered of one record
REWRITTEN = ("body", "reason", "sha256")  # of a version, with its proof
# What is not read, and why. A name after a dot is a field of every model.
LEFT_OUT = {
    "accounts.User": "desk users, who may bear any name",
    "accounts.Provider": "set up by whoever runs the machine; nobody else writes words there",
    "accounts.ProviderLink": "digests of desk users",
    "accounts.Recovery": "references, digests and desk users",
    "mfa.Authenticator": "encrypted secrets",
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "names of tables",
    ".by": "a desk user",
    ".runner": "a process",
    **dict.fromkeys(
        (
            *("auth.Group", "accounts.Membership", "accounts.Invitation", "accounts.SignIn"),
            *("accounts.Usage", "sharing.Participant", "sharing.Entitlement", "audit.Seal"),
            *("audit.Checkpoint", "audit.Holding", "published.PublishedSnapshot"),
            *(
                "observatory.SnapshotRecord",
                "filings.StateRule",
                "rights.Reporter",
                "asking.Answer",
            ),
        ),
        "keys, days and digests of the instance; nobody writes words there",
    ),
    **dict.fromkeys(
        (
            ".sha256",
            ".digest",
            ".handle",
            ".appeals",
            ".hint",
            ".token",
            ".session_hash",
            ".once",
            ".erased_under",
        ),
        "signs of a machine, of which any few may look like a number of somebody",
    ),
}


@dataclass(slots=True)
class Reach:
    """How far one run goes: whose rows it changes (none: everybody's), and what it found."""

    finder: Finder
    under: str  # reference of the erasure, for the log
    scope: frozenset[str] | None
    found: Counter[str] = field(default_factory=Counter)
    # Out of reach: (owner, reference of the record) → [model, primary key, field] of each place.
    elsewhere: dict[tuple[str, str], list[list[Any]]] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)  # that were changed
    # Something within reach was changed, now or by a process that died: told by the database, since
    # what was changed is not found a second time.
    begun: bool = False

    def begin(self, owners: frozenset[str]) -> None:
        """Before something within reach is changed: from here on snapshots may have to go, whoever
        carries the erasure to its end. As in `count`, what belongs to nobody says nothing."""
        if (owners or self.scope is None) and not self.begun:
            Erasure.objects.filter(ref=self.under).update(begun=True)
            self.begun = True

    def leave(self, row: models.Model, owners: frozenset[str], names: list[str]) -> None:
        """What is not touched is remembered, for its owners to decide about."""
        for owner in owners:
            places = self.elsewhere.setdefault((owner, _spoken_of(row) or owner), [])
            if len(places) < MOST_PLACES:
                places += [[row._meta.label_lower, row.pk, name] for name in names]

    def count(self, label: str, owners: frozenset[str]) -> None:
        """One more was changed. What belongs to nobody is not counted: whoever asked would learn
        that the words stood in what others wrote."""
        if owners or self.scope is None:
            self.found[label] += 1

    def reaches(self, owners: frozenset[str]) -> bool:
        return self.scope is None or not owners or bool(owners & self.scope)


def text_fields(model: type[models.Model]) -> list[Any]:
    """The columns of a model in which a text can stand and that are read."""
    if model._meta.label in LEFT_OUT or not model._meta.managed:
        return []
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return [one for one in model._meta.concrete_fields if isinstance(one, kinds) and _read(one)]


def _read(one: Any) -> bool:
    if isinstance(one, RefField) or one.choices or one.primary_key:
        return False
    return not (f".{one.name}" in LEFT_OUT or one.name.endswith("_by"))


def erase_words(reach: Reach) -> None:
    """Put marks in place of the words in every row within reach."""
    while seal_pending() >= CHUNK:
        continue
    for model in apps.get_models():
        if fields := text_fields(model):
            for row in _hit(reach.finder, model, fields):
                _erase(reach, row, fields)


def _hit(finder: Finder, model: type[models.Model], fields: list[Any]) -> Iterator[models.Model]:
    """The rows in which the words stand, read by key in chunks."""
    names = [one.attname for one in fields]
    rows = model._base_manager.order_by("pk")
    last = None
    while True:
        part = rows if last is None else rows.filter(pk__gt=last)
        found = list(part.values_list("pk", *names)[:READ_AT_ONCE])
        hit = [pk for pk, *values in found if any(map(finder.holds, _texts(model, names, values)))]
        yield from model._base_manager.filter(pk__in=hit).order_by("pk")
        if len(found) < READ_AT_ONCE:
            return
        last = found[-1][0]


def _texts(model: type[models.Model], names: list[str], values: list[Any]) -> Iterator[str]:
    for name, value in zip(names, values, strict=True):
        if not value:
            continue
        if isinstance(value, str):
            yield _decoded(value) if model is Session and name == "session_data" else value
        elif isinstance(value, (bytes, memoryview)):
            yield _unpacked(bytes(value))
        else:
            yield from strings(value)


def strings(value: Any) -> Iterator[str]:
    """Every text in what JSON holds, keys included."""
    match value:
        case str():
            yield value
        case dict():
            for key, held in value.items():
                yield str(key)
                yield from strings(held)
        case list():
            for held in value:
                yield from strings(held)


def _decoded(data: str) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    return json.dumps(SessionStore().decode(data), ensure_ascii=False, default=str)


def _unpacked(kept: bytes) -> str:
    """Bytes of ours are compressed JSON (`sheets.keeping`); others are read as they are."""
    try:
        return json.dumps(json.loads(zlib.decompress(kept)), ensure_ascii=False)
    except (zlib.error, ValueError):
        return kept.decode("utf-8", "ignore")


def _erase(reach: Reach, row: models.Model, fields: list[Any]) -> None:
    owners = owners_of(row)
    if not reach.reaches(owners):
        held = [one.name for one in fields if _stands_in(reach.finder, row, one)]
        reach.leave(row, owners, held)
        return
    reach.begin(owners)
    with transaction.atomic():
        match row:
            case Version():
                _version(reach, row)
                _plainly(reach, row, [one for one in fields if one.name not in REWRITTEN])
            case Event():
                erase_payloads([row.pk], under=reach.under)
                _plainly(reach, row, [one for one in fields if one.name != "values"])
            case Session():
                row.delete()
            case _:
                _plainly(reach, row, fields)
    reach.count(row._meta.label_lower, owners)
    reach.tables.add(row._meta.db_table)


def _stands_in(finder: Finder, row: models.Model, one: Any) -> bool:
    value = getattr(row, one.attname)
    return any(map(finder.holds, _texts(type(row), [one.attname], [value])))


def _spoken_of(row: models.Model) -> str:
    """The reference of the record to which a row belongs."""
    for name in ("filing", "batch", "route", "incident"):
        if (above := getattr(row, name, None)) is not None:
            return _spoken_of(above)
    return str(getattr(row, "ref", None) or getattr(row, "key", None) or "")


def _version(reach: Reach, row: Version) -> None:
    try:
        body = canonical(reach.finder.masked_json(json.loads(row.body)))
    except ValueError:
        body = reach.finder.masked(row.body)
    reason = reach.finder.masked(row.reason, longest=200)
    rewrite(row, body=body, reason=reason, under=reach.under)


def _plainly(reach: Reach, row: models.Model, fields: list[Any]) -> None:
    changed = {one.attname: _masked(reach.finder, one, getattr(row, one.attname)) for one in fields}
    for name, value in changed.items():
        setattr(row, name, value)
    if isinstance(row, FilingCount):
        changed["key"] = input_of(row).key  # it says in one text what the number is of
    if isinstance(row, Staged):
        changed["digest"] = secrets.token_hex(16)  # of what was read: the rest would tell the words
    rows = type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**changed)
    except IntegrityError:
        for name, value in changed.items():
            _alone(rows, name, value)


def _alone(rows: Any, name: str, value: Any) -> None:
    """One field; with the row's number where another row says the same by now, and not at all where
    only a key of a list may stand, which is no word of a person."""
    for tried in (value, f"{value} {rows.get().pk}"):
        try:
            with transaction.atomic():
                rows.update(**{name: tried})
        except IntegrityError:
            continue
        return


def _masked(finder: Finder, one: Any, value: Any) -> Any:
    if not value:
        return value
    if isinstance(one, models.JSONField):
        return finder.masked_json(value)
    if isinstance(one, models.BinaryField):
        kept = bytes(value)
        if not finder.holds(_unpacked(kept)):
            return value
        try:
            body = finder.masked_json(json.loads(zlib.decompress(kept)))
        except (zlib.error, ValueError):
            return b""
        return zlib.compress(json.dumps(body, ensure_ascii=False).encode(), 6)
    return finder.masked(value, longest=one.max_length) if finder.holds(value) else value


def packed_fields() -> set[str]:
    """The columns of bytes that this module knows how to open; a test compares."""
    return {f"{SheetFile._meta.label_lower}.cells"}

"""The one helper that writes versions, and its sibling for many rows at once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.forms.models import model_to_dict
from django.utils import timezone

from cairn.audit import log
from cairn.db.bulk import insert_rows
from cairn.history.models import Version

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
KEPT = "history.version.kept"  # kind of the event that bears the digest of a version
ERASED = "history.version.erased"  # the same, after something was erased from it
COLUMNS = ("model", "key", "number", "body", "schema", "sha256", "by", "at", "reason")


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces, so that equal contents have equal digests."""
    return _ENCODER.encode(body)


def keep(record: models.Model, *, by: Any = None, reason: str = "") -> Version:
    """Append the present state of `record` as its next version, in the caller's transaction."""
    return keep_body(record, extra={}, by=by, reason=reason)


def keep_body(
    record: models.Model, *, extra: Mapping[str, Any], by: Any = None, reason: str = ""
) -> Version:
    """The same, with what belongs to the record and stands in rows of other tables."""
    ref = record.ref  # type: ignore[attr-defined]
    names = [field.name for field in record._meta.concrete_fields if not field.primary_key]
    body = canonical(model_to_dict(record, fields=names) | {"ref": ref, **extra})
    last = Version.objects.filter(key=ref).order_by("-number").first()
    made = Version.objects.create(
        model=record._meta.label_lower,
        key=ref,
        number=last.number + 1 if last else 1,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        by=str(getattr(by, "username", by or "")),
        at=timezone.now(),
        reason=reason,
    )
    log.record(KEPT, target=ref, by=by, number=made.number, sha256=made.sha256)
    return made


def keep_rows(
    model: str,
    rows: Iterable[tuple[str, int, str]],
    *,
    by: str,
    at: datetime,
    reason: str,
) -> None:
    """Append versions of many records: `rows` are (reference, number, canonical body)."""
    sha256 = hashlib.sha256
    insert_rows(
        Version,
        COLUMNS,
        (
            (model, ref, number, body, 1, sha256(body.encode()).hexdigest(), by, at, reason)
            for ref, number, body in rows
        ),
    )

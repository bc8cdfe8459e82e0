"""Reads of the records of a filing, as frozen values; a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import models

from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.catalogue import KINDS, kind
from cairn.reporting.observations.kinds import LEG
from cairn.reporting.observations.models import (
    DocumentFraudObservation,
    FeeObservation,
    IncidentPersons,
    IncidentReport,
    Leg,
    MethodObservation,
    Observation,
    RouteObservation,
)
from cairn.reporting.observations.persons import DIMS, PersonCount
from cairn.reporting.observations.values import Observed

MODELS: Mapping[str, type[Observation]] = {
    "route": RouteObservation,
    "fee": FeeObservation,
    "method": MethodObservation,
    "document": DocumentFraudObservation,
    "incident": IncidentReport,
}
LEG_OWNER = {"route": "route", "incident": "incident"}  # kind → field of `Leg`


def rows_of(filing: Filing, key: str) -> models.QuerySet[Any]:
    """The rows of one kind that belong to this version of the filing."""
    manager: models.Manager[Any] = MODELS[key].objects  # type: ignore[attr-defined]
    return manager.filter(filing=filing).order_by("pk")


def kinds_of(filing: Filing) -> tuple[str, ...]:
    """The kinds of record that its section has."""
    return section(filing.section).observes


def observed(filing: Filing) -> list[Observed]:
    """Everything observed in this version, kind by kind, in the order of writing."""
    found: list[Observed] = []
    for key in kinds_of(filing):
        rows = list(rows_of(filing, key))
        legs, persons = _legs(key, rows), _persons(key, rows)
        found += [_observed(key, row, legs[row.pk], persons[row.pk]) for row in rows]
    return found


def one_observed(filing: Filing, key: str, ref: str) -> Observed:
    """One record of this version; hidden and absent are one answer."""
    row = rows_of(filing, key).filter(ref=ref).first() if key in kinds_of(filing) else None
    if row is None:
        raise NotFound()
    return _observed(key, row, _legs(key, [row])[row.pk], _persons(key, [row])[row.pk])


def how_many(filing: Filing) -> int:
    return sum(rows_of(filing, key).count() for key in kinds_of(filing))


def _observed(
    key: str, row: Any, legs: list[dict[str, Any]], persons: list[PersonCount]
) -> Observed:
    values = {one.name: getattr(row, one.name) for one in kind(key).fields}
    first = getattr(row, "first_classification", None)
    return Observed(key, row.ref, values, legs, persons, row.revision, first)


def _legs(key: str, rows: list[Any]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if KINDS[key].legs and rows:
        owner = LEG_OWNER[key]
        for leg in Leg.objects.filter(**{f"{owner}__in": rows}).order_by("number"):
            values = {one.name: getattr(leg, one.name) for one in LEG}
            found[getattr(leg, f"{owner}_id")].append(values)
    return found


def _persons(key: str, rows: list[Any]) -> dict[int, list[PersonCount]]:
    found: dict[int, list[PersonCount]] = defaultdict(list)
    if KINDS[key].persons and rows:
        for row in IncidentPersons.objects.filter(incident__in=rows).order_by("pk"):
            dims = {name: getattr(row, name) for name in DIMS}
            missing = Cell(row.no_value) if row.no_value else None
            found[row.incident_id].append(PersonCount(row.quality, row.value, missing, **dims))
    return found

"""Child of the part `imports`, in the peer's environment: the same sheet with django-import-export.

    python -m bench.peer FILE plain|bulk|tuned

A `ModelResource` over the same table and the same columns, which refuses the same mistakes and
looks for rows that are there already, as ours does. In its favour: no versions, no events found or
made (they are there before the clock starts), no audit, no second phase, no warnings, one precision
of dates, readings of countries and routes remembered as ours are. `plain` is as it comes; `bulk`
writes in bulk and makes no differences; `tuned` also looks for all rows at once.
"""

import json
import secrets
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any


def main(path: Path, way: str) -> None:
    import django

    django.setup()
    from importlib.metadata import version

    import tablib
    from import_export import resources
    from import_export.fields import Field
    from import_export.instance_loaders import CachedInstanceLoader
    from import_export.widgets import FloatWidget, IntegerWidget, Widget

    from bench import rows as sheet
    from bench.importing import load_reference
    from cairn.formats.values import looks_swapped
    from cairn.reference.dimensions import spellings
    from cairn.reporting.models import Account
    from cairn.reporting.reading.boxes import boxes
    from cairn.reporting.reading.readers import read_countries, read_country, read_route

    given = _prepare(sum(1 for _ in path.open(encoding="utf-8")))
    head, where = sheet.HEADER, boxes()

    class Day(Widget):
        def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
            for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
                try:
                    return datetime.strptime(value, form).date()  # noqa: DTZ007
                except ValueError:
                    continue
            raise ValueError("not a date")

    class Remembered(Widget):
        """A reader of ours, asked once for each spelling."""

        def __init__(self, read: Any) -> None:
            super().__init__()
            self.read, self.memory = read, {"": None}

        def clean(self, value: str, row: Any = None, **kwargs: Any) -> str | None:
            if value not in self.memory:
                self.memory[value] = self.read(value)
            return self.memory[value]

    whole, number = IntegerWidget(), FloatWidget()
    columns: dict[str, tuple[int, Any]] = {
        "key": (sheet.ID, Widget()),
        "when_earliest": (sheet.DATE, Day()),
        "dead": (2, whole),
        "missing": (3, whole),
        "total": (4, whole),
        "survivors": (5, whole),
        "females": (6, whole),
        "males": (7, whole),
        "children": (8, whole),
        "origin": (9, Remembered(read_countries)),
        "country": (10, Remembered(read_country)),
        "route": (11, Remembered(lambda text: read_route(text, None))),
        "cause": (12, Remembered(lambda text: spellings("cause")[text.casefold()])),
        "latitude": (13, number),
        "longitude": (14, number),
    }

    class Accounts(resources.ModelResource):
        class Meta:
            model = Account
            fields = tuple(columns)
            import_id_fields = ("key",)
            clean_model_instances = False
            if way != "plain":
                use_bulk = skip_diff = skip_html_diff = True
                batch_size = 1_000
            if way == "tuned":
                instance_loader_class = CachedInstanceLoader

        def before_import(self, dataset: Any, **kwargs: Any) -> None:
            self.seen: set[str] = set()

        def before_import_row(self, row: Any, **kwargs: Any) -> None:
            dead, missing, total = (row[head[at]] for at in (2, 3, 4))
            if any(row[head[at]].startswith("-") for at in range(2, 9)):
                raise ValueError("below zero")
            if dead and missing and int(dead) + int(missing) != int(total):
                raise ValueError("the total differs")
            if row[head[0]] in self.seen:
                raise ValueError("said before")
            self.seen.add(row[head[0]])

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            own = where.get(instance.country)
            point = (instance.latitude, instance.longitude)
            if own and point[0] is not None and looks_swapped([point], own):
                raise ValueError("exchanged")
            for name, value in given["shared"].items():
                setattr(instance, name, value)
            instance.ref = f"acc-{secrets.token_hex(5).upper()}-0"
            instance.incident_id = given["incidents"].pop()
            instance.when_latest = instance.when_earliest
            instance.when_precision, instance.when_written = "day", row[head[1]]
            instance.year = instance.when_earliest.year

    for name, (place, widget) in columns.items():
        Accounts.fields[name] = Field(attribute=name, column_name=head[place], widget=widget)

    load_reference()
    began = time.perf_counter()
    table = tablib.Dataset().load(path.read_text("utf-8"), format="csv")
    result = Accounts().import_data(
        table, dry_run=False, raise_errors=False, use_transactions=False
    )
    seconds = time.perf_counter() - began
    told = {
        "seconds": round(seconds, 2),
        "rows_per_second": round(len(table) / seconds),
        "rows": len(table),
        "refused": len(result.error_rows) + len(result.invalid_rows),
        "stored": Account.objects.count(),
        "version": version("django-import-export"),
    }
    print(json.dumps(told))


def _prepare(rows: int) -> dict[str, Any]:
    """A source, a batch and an event for each row, as the model asks for them."""
    from django.utils import timezone

    from cairn.accounts.models import Organisation
    from cairn.files.models import StoredFile
    from cairn.kernel.refs import new_refs
    from cairn.reporting.models import DataSet, ImportBatch, Incident
    from cairn.sharing.viewer import OPEN

    owner = Organisation.objects.create(key="benchmark", name="Benchmark", kind="publisher")
    shared = {"owner": owner, "audience_class": OPEN, "section": "open"}
    source = DataSet.objects.create(
        key="benchmark", title="Benchmark", licence="unknown", provenance="open_source", **shared
    )
    now = timezone.now()
    file = StoredFile.objects.create(sha256="0" * 64, size=0, stored_at=now)
    batch = ImportBatch.objects.create(
        dataset=source, kind="incidents", file=file, started_at=now, touched_at=now, **shared
    )
    made = Incident.objects.bulk_create(
        (Incident(ref=ref, batch=batch, **shared) for ref in new_refs("inc", rows)), 1_000
    )
    keys = [one.pk for one in made]
    return {"shared": shared | {"dataset": source, "batch": batch}, "incidents": keys}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

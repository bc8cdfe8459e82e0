"""What was read goes into the access log; a purpose was not asked for until now."""

from django.db import migrations


def move(apps, schema_editor):
    FilingReading = apps.get_model("filings", "FilingReading")
    Notice = apps.get_model("filings", "Notice")
    Read = apps.get_model("reads", "Read")
    rows = FilingReading.objects.select_related("filing", "organisation").order_by("pk")
    moved = []
    for one in rows.iterator(chunk_size=500):
        filing, reader = one.filing, one.organisation
        purpose = "not_asked"
        if reader.state and reader.state == filing.state:
            purpose = "own_state"
        elif reader.kind == "international":
            purpose = "secretariat"
        moved.append(
            Read(
                owner_id=filing.owner_id,
                state=filing.state or "",
                record=filing.ref,
                number=filing.number,
                reader=reader,
                day=one.day,
                purpose=purpose,
                door="page",
            )
        )
    Read.objects.bulk_create(moved, batch_size=500)
    told = Notice.objects.filter(kind__in=["new_version", "withdrawn"], done_at__isnull=True)
    for notice in told.iterator(chunk_size=500):
        first = notice.at.date().isoformat()
        notice.values = {"first": first, "read": notice.values.get("number", 1) - 1, "files": False, **notice.values}
        notice.save(update_fields=["values"])


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_shared_with"), ("reads", "0001_initial")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

"""A notice may be for some of an organisation's people alone. One of TLP:RED that waits is from now
on for those whom a group of the State named for that organisation."""

from django.db import migrations, models


def narrow_those_that_wait(apps, _editor):
    notice = apps.get_model("filings", "Notice").objects.filter(done_at__isnull=True)
    group = apps.get_model("sharing", "SharingGroup").objects.filter(kind="accounts")
    member = apps.get_model("sharing", "GroupMember").objects.filter(account__isnull=False)
    red = apps.get_model("filings", "Filing").objects.filter(marking="red")
    of = {
        **dict(group.values_list("ref", "state")),
        **dict(red.exclude(shared_with=None).values_list("ref", "state")),
    }
    changes = ["closed", "new_version", "narrowed", "withdrawn", "recalled"]
    for one in notice.filter(kind__in=changes, target__in=of):
        if one.organisation.state == of[one.target]:
            continue
        named = member.filter(
            organisation=one.organisation_id,
            group__kind="accounts",
            group__state=of[one.target],
        )
        one.to = "named"
        one.only = dict.fromkeys(sorted(set(named.values_list("account__username", flat=True))), 1)
        one.save(update_fields=["to", "only"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_providers"),
        ("filings", "0008_recalls"),
        ("sharing", "0002_groups"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_waits_once"),
        migrations.AddField(
            model_name="notice", name="only", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="notice", name="to", field=models.CharField(blank=True, max_length=8)
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("to__in", ["", "points", "named"])),
                name="notice_is_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("organisation", "kind", "target", "to"),
                name="notice_waits_once",
            ),
        ),
        migrations.RunPython(narrow_those_that_wait, migrations.RunPython.noop),
    ]

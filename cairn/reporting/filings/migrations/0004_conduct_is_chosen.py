"""What a filing speaks of is chosen by its author, before it is submitted."""

from django.db import migrations, models
from django.db.models import Q

CONDUCTS = [
    "smuggling",
    "aggravated_smuggling",
    "trafficking",
    "irregular_entry",
    "facilitation_without_benefit",
    "mixed",
]


class Migration(migrations.Migration):
    dependencies = [("filings", "0003_double_by_measure")]

    operations = [
        migrations.AlterField("filing", "conduct", models.CharField(blank=True, max_length=30)),
        migrations.RemoveConstraint("filing", "filing_conduct_is_known"),
        migrations.AddConstraint(
            "filing",
            models.CheckConstraint(
                condition=Q(conduct__in=CONDUCTS)
                | Q(conduct="", status__in=["draft", "returned", "withdrawn"]),
                name="filing_conduct_is_known",
            ),
        ),
    ]

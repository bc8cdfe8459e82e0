"""Which filings counted when a snapshot was begun."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observatory", "0002_confirmed_at")]

    operations = [
        migrations.AddField(
            model_name="snapshotrecord",
            name="filings",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]

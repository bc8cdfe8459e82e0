"""By what a workbook that is sent again is known, and what was said of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0003_sheettaken")]

    operations = [
        migrations.AddField(
            model_name="sheetfile",
            name="before",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="sheetfile",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sheettaken",
            name="answers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="sheettaken",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sheettaken",
            name="section",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]

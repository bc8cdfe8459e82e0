"""What was still open when a person last looked at her sheet, for the first page of her desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sheetfile",
            name="missing",
            field=models.JSONField(null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_standing_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='names',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]

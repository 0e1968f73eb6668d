"""Each draining of a queue leaves a mark."""

from django.db import migrations, models

import core.models.search


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_import_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchqueue",
            name="mark",
            field=models.CharField(
                default=core.models.search.fresh_mark,
                max_length=32,
                verbose_name="mark of the last draining",
            ),
        ),
    ]

"""Fill the columns that came after the first load."""

from django.db import migrations

from reference.services import load_reference_data


def load(apps, schema_editor):
    load_reference_data(apps=apps)


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_lateness")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

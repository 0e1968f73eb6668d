"""Fill a fresh database with the shipped data files."""

from django.db import migrations

from reference.services import load_reference_data


def load(apps, schema_editor):
    load_reference_data(apps=apps)


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_thresholds_and_mappings")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

"""Say in Chinese, too, where laws, terms, factors and targets were taken from."""

from django.db import migrations

from reference.services import load_reference_data


def load(apps, schema_editor):
    load_reference_data(apps=apps)


class Migration(migrations.Migration):
    dependencies = [("reference", "0005_lateness_texts")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

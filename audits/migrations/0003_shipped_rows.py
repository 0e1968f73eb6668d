"""Load the grounds of listing and the example rubrics."""

from django.db import migrations

from audits import shipped


def load(apps, schema_editor):
    names = ("Rubric", "RubricSection", "RubricItem", "VetoItem")
    shipped.load_reasons(apps.get_model("audits", "ListingReason"))
    shipped.load_rubrics({name: apps.get_model("audits", name) for name in names})


class Migration(migrations.Migration):
    dependencies = [("audits", "0002_signed_rows_append_only")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

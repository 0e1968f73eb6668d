"""Ship the specialities."""

from django.db import migrations

from experts.shipped import SPECIALITIES


def load(apps, schema_editor):
    speciality = apps.get_model("experts", "Speciality")
    for position, (key, name, name_en) in enumerate(SPECIALITIES):
        speciality.objects.update_or_create(
            key=key, defaults={"name": name, "name_en": name_en, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("experts", "0001_pool_and_draws")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

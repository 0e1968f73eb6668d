"""Let the chain of replacements and the records of duty only grow."""

from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("experts", "0002_specialities")]

    operations = [AppendOnly("experts_replacement"), AppendOnly("experts_dutyrecord")]

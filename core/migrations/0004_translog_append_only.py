from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0003_translog")]

    operations = [
        AppendOnly("core_logleaf"),
        AppendOnly("core_lognode"),
        AppendOnly("core_logcheckpoint"),
        AppendOnly("core_logerasure"),
    ]

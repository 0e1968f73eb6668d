"""Signed sheets and conclusions are never changed or removed."""

from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_audit_tables")]

    operations = [
        AppendOnly("audits_scoresheet"),
        AppendOnly("audits_sessionconclusion"),
    ]

from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_jobs_bids_awards")]

    operations = [
        AppendOnly("marketplace_bidreceipt"),
        AppendOnly("marketplace_opening"),
    ]

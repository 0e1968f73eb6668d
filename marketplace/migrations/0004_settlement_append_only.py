from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0003_contracts_settlement")]

    operations = [
        AppendOnly("marketplace_signature"),
        AppendOnly("marketplace_reading"),
        AppendOnly("marketplace_readingcheck"),
        AppendOnly("marketplace_ledgerentry"),
        AppendOnly("marketplace_posting"),
        AppendOnly("marketplace_paymentevent"),
        AppendOnly("marketplace_review"),
        AppendOnly("marketplace_reviewreply"),
    ]

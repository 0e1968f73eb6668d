
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audits', '0003_shipped_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedresult',
            name='leaf_index',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='entry of the public log'),
        ),
    ]

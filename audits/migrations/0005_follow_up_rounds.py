
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_membership_requests'),
        ('audits', '0004_result_leaf'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='round',
            name='round_mandatory_iff_listed',
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'mandatory'), ('listing__isnull', False)), models.Q(('basis', 'mandatory'), ('previous__isnull', False)), models.Q(('basis', 'voluntary'), ('listing__isnull', True)), _connector='OR'), name='round_mandatory_iff_listed'),
        ),
    ]

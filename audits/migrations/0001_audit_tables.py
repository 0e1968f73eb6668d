
import audits.models.options
import core.money.fields
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('core', '0002_journal_append_only'),
        ('reference', '0001_reference_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingReason',
            fields=[
                ('shipped', models.JSONField(blank=True, default=dict, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('article_key', models.CharField(max_length=60, verbose_name='legal basis')),
                ('repeats', models.BooleanField(default=False, help_text='The enterprise must audit again within a set term.', verbose_name='audit repeats')),
                ('words', models.CharField(blank=True, help_text='How spreadsheets write this ground, separated by spaces.', max_length=300, verbose_name='other words')),
                ('unverified', models.BooleanField(default=False, verbose_name='unverified')),
            ],
            options={
                'verbose_name': 'ground of listing',
                'verbose_name_plural': 'grounds of listing',
                'ordering': ['position', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=200, verbose_name='option')),
                ('cost_class', models.CharField(choices=[('no_low', 'No or low cost'), ('medium_high', 'Medium or high cost')], max_length=12, verbose_name='cost')),
                ('category', models.CharField(choices=[('materials', 'Raw materials and energy'), ('process', 'Process'), ('equipment', 'Equipment'), ('control', 'Process control'), ('product', 'Product'), ('waste', 'Waste'), ('management', 'Management'), ('staff', 'Staff')], max_length=12, verbose_name='category')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('chosen', 'Chosen'), ('done', 'Done'), ('dropped', 'Dropped')], default='proposed', max_length=10, verbose_name='state')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('investment', core.money.fields.MoneyField(default=audits.models.options.no_money, verbose_name='investment (yuan)')),
                ('expected_benefit', core.money.fields.MoneyField(default=audits.models.options.no_money, verbose_name='expected benefit (yuan a year)')),
                ('verified_benefit', core.money.fields.MoneyField(blank=True, null=True, verbose_name='verified benefit (yuan a year)')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished on')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['round', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shipped', models.JSONField(blank=True, default=dict, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('acceptance', 'Acceptance')], max_length=12, verbose_name='review')),
                ('issuer', models.CharField(max_length=200, verbose_name='issuer')),
                ('issuer_en', models.CharField(blank=True, max_length=200, verbose_name='issuer in English')),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('pass_rule', models.JSONField(help_text='How sheets become a score, and what each score means.', verbose_name='pass rule')),
                ('is_example', models.BooleanField(default=False, help_text='For trying out; not a table issued by any authority.', verbose_name='example')),
            ],
            options={
                'verbose_name': 'rubric',
                'verbose_name_plural': 'rubrics',
                'ordering': ['kind', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='AuditList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('document_number', models.CharField(max_length=80, verbose_name='document number')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('batch_id', models.CharField(blank=True, editable=False, max_length=40)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_lists', to='accounts.organisation', verbose_name='issuing authority')),
            ],
            options={
                'verbose_name': 'audit list',
                'verbose_name_plural': 'audit lists',
                'ordering': ['-issued_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CoveredEnterprise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts_as_audit', models.BooleanField(default=False, verbose_name='counts as an audit')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverages', to='accounts.organisation', verbose_name='enterprise')),
            ],
            options={
                'verbose_name': 'covered enterprise',
                'verbose_name_plural': 'covered enterprises',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('industry_name', models.CharField(blank=True, max_length=100, verbose_name='industry as listed')),
                ('time_limit_on', models.DateField(blank=True, null=True, verbose_name='time limit set by the list')),
                ('audit_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='audits.auditlist', verbose_name='audit list')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='accounts.organisation', verbose_name='enterprise')),
                ('jurisdiction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.jurisdiction', verbose_name='place')),
                ('reasons', models.ManyToManyField(related_name='listings', to='audits.listingreason', verbose_name='grounds')),
            ],
            options={
                'verbose_name': 'listing',
                'verbose_name_plural': 'listings',
                'ordering': ['audit_list', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OptionEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected', models.DecimalField(decimal_places=4, max_digits=15, verbose_name='expected saving')),
                ('verified', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='verified saving')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='reference.indicator', verbose_name='indicator')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='audits.option')),
            ],
            options={
                'verbose_name': 'effect',
                'verbose_name_plural': 'effects',
                'ordering': ['option', 'indicator__position'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('reported_on', models.DateField(verbose_name='date of the report')),
                ('chapters', models.JSONField(blank=True, default=dict, verbose_name='chapters')),
                ('data', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='structured data')),
                ('updated_at', models.DateTimeField(verbose_name='changed at')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='filed at')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='file')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['round', '-version'],
            },
        ),
        migrations.CreateModel(
            name='LinterFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='code')),
                ('severity', models.CharField(choices=[('error', 'Contradiction'), ('warning', 'Doubt'), ('note', 'Remark')], max_length=8, verbose_name='severity')),
                ('place', models.CharField(max_length=120, verbose_name='place')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('answer', models.TextField(blank=True, verbose_name='explanation of the author')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='audits.report')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('certificate', models.CharField(blank=True, max_length=80, verbose_name='certificate number')),
                ('employed', models.BooleanField(blank=True, null=True, verbose_name='employed')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='audits.report')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('acceptance', 'Acceptance')], max_length=12, verbose_name='review')),
                ('meets_on', models.DateField(verbose_name='day of the meeting')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place of the meeting')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('scoring', 'Scoring'), ('concluded', 'Concluded'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened at')),
                ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='concluded at')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_sessions', to='accounts.organisation', verbose_name='organiser')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='audits.report', verbose_name='report under review')),
            ],
            options={
                'verbose_name': 'review session',
                'verbose_name_plural': 'review sessions',
                'ordering': ['-meets_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PanelSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seated_at', models.DateTimeField(verbose_name='seated at')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panel_seats', to=settings.AUTH_USER_MODEL, verbose_name='expert')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='audits.reviewsession')),
            ],
            options={
                'verbose_name': 'panel seat',
                'verbose_name_plural': 'panel seats',
                'ordering': ['session', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('basis', models.CharField(choices=[('mandatory', 'Mandatory audit'), ('voluntary', 'Voluntary audit')], max_length=10, verbose_name='basis')),
                ('mode', models.CharField(choices=[('standard', 'Standard procedure'), ('simplified', 'Simplified procedure'), ('whole_area', 'Whole park, cluster or industry'), ('certification', 'Certification counted as an audit')], default='standard', max_length=14, verbose_name='mode')),
                ('state', models.CharField(choices=[('listed', 'Listed'), ('info_published', 'Information published'), ('started', 'Started'), ('report_submitted', 'Report filed'), ('evaluation_passed', 'Evaluation passed'), ('evaluation_supplement', 'Evaluation: to be supplemented'), ('evaluation_redo', 'Evaluation: to be redone'), ('implementing', 'Implementing options'), ('acceptance_qualified', 'Acceptance: qualified'), ('acceptance_unqualified', 'Acceptance: unqualified'), ('results_published', 'Results published')], max_length=24, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('info_published_at', models.DateTimeField(blank=True, null=True, verbose_name='information published at')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                ('report_submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='report filed at')),
                ('evaluated_at', models.DateTimeField(blank=True, null=True, verbose_name='evaluated at')),
                ('implementing_at', models.DateTimeField(blank=True, null=True, verbose_name='implementing since')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('results_published_at', models.DateTimeField(blank=True, null=True, verbose_name='results published at')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='last baseline year')),
                ('cost_threshold', core.money.fields.MoneyField(blank=True, help_text='Options above it are of medium or high cost.', null=True, verbose_name='cost threshold')),
                ('covered_enterprises', models.ManyToManyField(related_name='covered_by_rounds', through='audits.CoveredEnterprise', to='accounts.organisation', verbose_name='covered enterprises')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_rounds', to='accounts.organisation', verbose_name='enterprise')),
                ('listing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='round', to='audits.listing', verbose_name='listing')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='audits.round', verbose_name='follows the round')),
                ('provider', models.ForeignKey(blank=True, help_text='Empty where the enterprise audits on its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='advised_rounds', to='accounts.organisation', verbose_name='provider')),
            ],
            options={
                'verbose_name': 'audit round',
                'verbose_name_plural': 'audit rounds',
                'ordering': ['-opened_at', '-pk'],
                'permissions': [('review_round', 'Can review the round as an expert')],
            },
        ),
        migrations.AddField(
            model_name='reviewsession',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='audits.round', verbose_name='audit round'),
        ),
        migrations.AddField(
            model_name='report',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='audits.round'),
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('preparation', 'Preparation'), ('pre_audit', 'Pre-audit'), ('audit', 'Audit'), ('screening', 'Option screening'), ('selection', 'Option selection'), ('implementation', 'Implementation'), ('continuation', 'Continuation')], max_length=16, verbose_name='step')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished on')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='audits.round')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['round', 'position'],
            },
        ),
        migrations.AddField(
            model_name='option',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='audits.round'),
        ),
        migrations.CreateModel(
            name='IndicatorSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='first year')),
                ('second', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='second year')),
                ('third', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='third year')),
                ('after', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='after the round')),
                ('restrictive', models.BooleanField(default=False, verbose_name='restrictive')),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'I'), (2, 'II'), (3, 'III')], null=True, verbose_name='level reached')),
                ('coal_factor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reference.coalfactor', verbose_name='standard coal factor')),
                ('emission_factor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reference.emissionfactor', verbose_name='emission factor')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='reference.indicator', verbose_name='indicator')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='reference.unit', verbose_name='unit')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='series', to='audits.round')),
            ],
            options={
                'verbose_name': 'indicator series',
                'verbose_name_plural': 'indicator series',
                'ordering': ['round', 'indicator__position', 'indicator'],
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('legal_representative', models.CharField(max_length=80, verbose_name='legal representative')),
                ('address', models.CharField(max_length=250, verbose_name='address')),
                ('pollutants', models.TextField(blank=True, help_text='Names, manner, concentration, quantity and exceedance.', verbose_name='pollutants')),
                ('energy', models.TextField(blank=True, help_text='Types, use, unit use and exceedance.', verbose_name='energy')),
                ('toxics', models.TextField(blank=True, help_text='Inputs, use, releases, hazardous waste and risk control.', verbose_name='toxic and harmful substances')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='disclosure', to='audits.round')),
            ],
            options={
                'verbose_name': 'published information',
                'verbose_name_plural': 'published information',
            },
        ),
        migrations.AddField(
            model_name='coveredenterprise',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverages', to='audits.round'),
        ),
        migrations.CreateModel(
            name='AuditFocus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='focus')),
                ('reason', models.TextField(blank=True, verbose_name='why')),
                ('target', models.CharField(blank=True, max_length=300, verbose_name='target')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focuses', to='audits.round')),
            ],
            options={
                'verbose_name': 'audit focus',
                'verbose_name_plural': 'audit focuses',
                'ordering': ['round', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RoundGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='audits.round')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'grant on a round',
                'verbose_name_plural': 'grants on rounds',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='reviewsession',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='audits.rubric', verbose_name='rubric'),
        ),
        migrations.CreateModel(
            name='RubricSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shipped', models.JSONField(blank=True, default=dict, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('key', models.CharField(max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='audits.rubric')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['rubric', 'position'],
            },
        ),
        migrations.CreateModel(
            name='RubricItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shipped', models.JSONField(blank=True, default=dict, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('key', models.CharField(max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('points', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='most points')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='audits.rubricsection')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['section', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='points')),
                ('vetoes', models.JSONField(default=list, verbose_name='veto items')),
                ('opinion', models.TextField(blank=True, verbose_name='opinion')),
                ('total', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='total')),
                ('signed_at', models.DateTimeField(verbose_name='signed at')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sheet', to='audits.panelseat')),
            ],
            options={
                'verbose_name': 'score sheet',
                'verbose_name_plural': 'score sheets',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SessionConclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='score')),
                ('outcome', models.CharField(choices=[('proceed', 'Proceed'), ('supplement', 'Supplement, then proceed'), ('redo', 'Redo'), ('qualified', 'Qualified'), ('unqualified', 'Unqualified')], max_length=12, verbose_name='outcome')),
                ('vetoes', models.JSONField(default=list, verbose_name='veto items')),
                ('section_means', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='means by section')),
                ('opinion', models.TextField(blank=True, verbose_name='review opinion')),
                ('concluded_at', models.DateTimeField(verbose_name='concluded at')),
                ('concluded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='conclusion', to='audits.reviewsession')),
            ],
            options={
                'verbose_name': 'conclusion',
                'verbose_name_plural': 'conclusions',
            },
        ),
        migrations.CreateModel(
            name='PublishedResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('acceptance', 'Acceptance')], max_length=12, verbose_name='review')),
                ('outcome', models.CharField(choices=[('proceed', 'Proceed'), ('supplement', 'Supplement, then proceed'), ('redo', 'Redo'), ('qualified', 'Qualified'), ('unqualified', 'Unqualified')], max_length=12, verbose_name='conclusion')),
                ('concluded_on', models.DateField(verbose_name='concluded on')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='score')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_results', to='accounts.organisation', verbose_name='organiser')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='audits.round')),
                ('conclusion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='audits.sessionconclusion')),
            ],
            options={
                'verbose_name': 'published result',
                'verbose_name_plural': 'published results',
                'ordering': ['-published_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SheetDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(default=dict, verbose_name='points')),
                ('vetoes', models.JSONField(default=list, verbose_name='veto items')),
                ('opinion', models.TextField(blank=True, verbose_name='opinion')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='audits.panelseat')),
            ],
            options={
                'verbose_name': 'draft of a score sheet',
                'verbose_name_plural': 'drafts of score sheets',
            },
        ),
        migrations.CreateModel(
            name='SimilarityBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('digest', models.BigIntegerField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='audits.report')),
            ],
            options={
                'verbose_name': 'similarity key',
                'verbose_name_plural': 'similarity keys',
            },
        ),
        migrations.CreateModel(
            name='SimilarityFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared_rate', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='shared')),
                ('passages', models.JSONField(default=list, verbose_name='passages')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='audits.report')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='similarities', to='audits.report')),
            ],
            options={
                'verbose_name': 'shared text',
                'verbose_name_plural': 'shared texts',
                'ordering': ['-shared_rate', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='VetoItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shipped', models.JSONField(blank=True, default=dict, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('key', models.CharField(max_length=40, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vetoes', to='audits.rubric')),
            ],
            options={
                'verbose_name': 'veto item',
                'verbose_name_plural': 'veto items',
                'ordering': ['rubric', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='auditlist',
            constraint=models.UniqueConstraint(fields=('authority', 'document_number'), name='audit_list_document'),
        ),
        migrations.AddConstraint(
            model_name='auditlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state', 'published')), models.Q(('published_at__isnull', True), ('state', 'draft')), _connector='OR'), name='audit_list_published_at_iff_published'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(fields=('audit_list', 'enterprise'), name='listing_once_per_list'),
        ),
        migrations.AddConstraint(
            model_name='optioneffect',
            constraint=models.UniqueConstraint(fields=('option', 'indicator'), name='option_effect_once'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.UniqueConstraint(fields=('session', 'user'), name='panel_seat_once'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['state', '-opened_at'], name='round_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'mandatory'), ('listing__isnull', False)), models.Q(('basis', 'voluntary'), ('listing__isnull', True)), _connector='OR'), name='round_mandatory_iff_listed'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('info_published_at__isnull', True), ('state', 'listed')), models.Q(models.Q(('state', 'listed'), _negated=True), ('basis', 'mandatory'), ('info_published_at__isnull', False)), models.Q(models.Q(('state__in', ('listed', 'info_published')), _negated=True), ('basis', 'voluntary'), ('info_published_at__isnull', True)), _connector='OR'), name='round_info_published_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('started_at__isnull', True), ('state__in', ('listed', 'info_published'))), models.Q(models.Q(('state__in', ('listed', 'info_published')), _negated=True), ('started_at__isnull', False)), _connector='OR'), name='round_started_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('report_submitted_at__isnull', False), ('state__in', ('report_submitted', 'evaluation_passed', 'evaluation_supplement', 'evaluation_redo', 'implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published'))), models.Q(models.Q(('state__in', ('report_submitted', 'evaluation_passed', 'evaluation_supplement', 'evaluation_redo', 'implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published')), _negated=True), ('report_submitted_at__isnull', True)), _connector='OR'), name='round_report_submitted_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evaluated_at__isnull', False), ('state__in', ('evaluation_passed', 'evaluation_supplement', 'evaluation_redo', 'implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published'))), models.Q(models.Q(('state__in', ('evaluation_passed', 'evaluation_supplement', 'evaluation_redo', 'implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published')), _negated=True), ('evaluated_at__isnull', True)), _connector='OR'), name='round_evaluated_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('implementing_at__isnull', False), ('state__in', ('implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published'))), models.Q(models.Q(('state__in', ('implementing', 'acceptance_qualified', 'acceptance_unqualified', 'results_published')), _negated=True), ('implementing_at__isnull', True)), _connector='OR'), name='round_implementing_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('state__in', ('acceptance_qualified', 'acceptance_unqualified', 'results_published'))), models.Q(models.Q(('state__in', ('acceptance_qualified', 'acceptance_unqualified', 'results_published')), _negated=True), ('accepted_at__isnull', True)), _connector='OR'), name='round_accepted_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('results_published_at__isnull', False), ('state__in', ('results_published',))), models.Q(models.Q(('state__in', ('results_published',)), _negated=True), ('results_published_at__isnull', True)), _connector='OR'), name='round_results_published_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('provider__isnull', True), models.Q(('provider', models.F('enterprise')), _negated=True), _connector='OR'), name='round_provider_is_not_enterprise'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('round', 'version'), name='report_version'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('submitted_at__isnull', True)), fields=('round',), name='report_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.UniqueConstraint(fields=('round', 'key'), name='phase_once'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('finished_on__isnull', True), models.Q(('finished_on__gte', models.F('started_on')), ('started_on__isnull', False)), _connector='OR'), name='phase_finishes_after_start'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='option_number'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.CheckConstraint(condition=models.Q(('finished_on__isnull', True), models.Q(('finished_on__gte', models.F('started_on')), ('started_on__isnull', False)), _connector='OR'), name='option_finishes_after_start'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('finished_on__isnull', False), _connector='OR'), name='option_done_has_finished'),
        ),
        migrations.AddConstraint(
            model_name='indicatorseries',
            constraint=models.UniqueConstraint(fields=('round', 'indicator'), name='indicator_series_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatorseries',
            constraint=models.CheckConstraint(condition=models.Q(('level__isnull', True), ('level__in', [1, 2, 3]), _connector='OR'), name='indicator_series_level'),
        ),
        migrations.AddConstraint(
            model_name='coveredenterprise',
            constraint=models.UniqueConstraint(fields=('round', 'enterprise'), name='covered_enterprise_once'),
        ),
        migrations.AlterUniqueTogether(
            name='roundgrant',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AddConstraint(
            model_name='reviewsession',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'scoring'])), fields=('round', 'kind'), name='session_one_open_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='reviewsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'planned')), models.Q(('opened_at__isnull', False), ('state__in', ['scoring', 'concluded'])), ('state', 'cancelled'), _connector='OR'), name='session_opened_at_by_state'),
        ),
        migrations.AddConstraint(
            model_name='reviewsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('concluded_at__isnull', False), ('state', 'concluded')), models.Q(models.Q(('state', 'concluded'), _negated=True), ('concluded_at__isnull', True)), _connector='OR'), name='session_concluded_at_iff_concluded'),
        ),
        migrations.AddConstraint(
            model_name='reviewsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='session_cancelled_at_iff_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='rubricsection',
            constraint=models.UniqueConstraint(fields=('rubric', 'key'), name='rubric_section_key'),
        ),
        migrations.AddConstraint(
            model_name='rubricitem',
            constraint=models.UniqueConstraint(fields=('section', 'key'), name='rubric_item_key'),
        ),
        migrations.AddIndex(
            model_name='similarityband',
            index=models.Index(fields=['position', 'digest'], name='similarity_band_digest'),
        ),
        migrations.AddConstraint(
            model_name='similarityband',
            constraint=models.UniqueConstraint(fields=('report', 'position'), name='similarity_band_once'),
        ),
        migrations.AddConstraint(
            model_name='similarityfinding',
            constraint=models.UniqueConstraint(fields=('report', 'other'), name='similarity_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='vetoitem',
            constraint=models.UniqueConstraint(fields=('rubric', 'key'), name='veto_item_key'),
        ),
    ]

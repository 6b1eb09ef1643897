"""Applications, invitations, and what becomes of content of suspended and closed institutions."""

import cms.core.clock
import cms.core.fields
import cms.institutions.models.invitation
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0004_standing_records_and_sorted_collections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('nonce', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('unconfirmed', 'Address not confirmed'), ('waiting', 'Waiting for a decision'), ('asked', 'Waiting for an answer'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], default='unconfirmed', max_length=12, verbose_name='state')),
                ('language', models.CharField(max_length=12, verbose_name='language of letters')),
                ('legal_name', models.CharField(max_length=255, verbose_name='legal name')),
                ('texts', models.JSONField(blank=True, default=dict, verbose_name='public name and summary')),
                ('registration_number', models.CharField(blank=True, max_length=40, verbose_name='registration number')),
                ('kind', cms.core.fields.CodeField(codes='institution_kinds', max_length=40, verbose_name='kind')),
                ('ownership', cms.core.fields.CodeField(blank=True, codes='ownerships', max_length=40, verbose_name='ownership')),
                ('territory', cms.core.fields.CodeField(blank=True, codes='territories', max_length=40, verbose_name='territory')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='address')),
                ('postal_code', models.CharField(blank=True, max_length=12, verbose_name='postal code')),
                ('town', models.CharField(max_length=100, verbose_name='town')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('public_email', models.EmailField(blank=True, max_length=254, verbose_name='public contact')),
                ('public_phone', models.CharField(blank=True, max_length=40, verbose_name='public telephone')),
                ('building_accessibility', cms.core.fields.CodesField(codes='building_accessibility', verbose_name='building accessibility')),
                ('channels', models.JSONField(blank=True, default=list, verbose_name='channels')),
                ('contact_name', models.CharField(max_length=150, verbose_name='applicant')),
                ('contact_email', models.EmailField(max_length=254, verbose_name="applicant's address")),
                ('contact_function', models.CharField(blank=True, max_length=150, verbose_name="applicant's function")),
                ('colleagues', models.JSONField(blank=True, default=list, verbose_name='colleagues to invite')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='address confirmed at')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('reasons', cms.core.fields.CodesField(codes='application_reasons', verbose_name='reasons')),
                ('public_text', models.TextField(blank=True, max_length=2000, verbose_name='public text')),
                ('private_note', models.TextField(blank=True, max_length=2000, verbose_name='private note')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('institution', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='application', to='institutions.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-created_at'],
                'permissions': [('decide_application', 'Can decide applications of institutions')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Disposition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('failed_since', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('retry_at', models.DateTimeField(default=cms.core.clock.now)),
                ('kind', models.CharField(choices=[('take_down', 'Take it down'), ('hand_over', 'Hand it over')], max_length=12)),
                ('state', models.CharField(choices=[('running', 'Under way'), ('done', 'Done'), ('returning', 'Coming back'), ('returned', 'Brought back')], default='running', max_length=12)),
                ('done', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispositions', to='institutions.institution')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='institutions.institution', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'decision about content',
                'verbose_name_plural': 'decisions about content',
                'ordering': ['-created_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DisposedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.PositiveBigIntegerField()),
                ('revision_id', models.PositiveBigIntegerField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('disposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='institutions.disposition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('contributor', 'Contributor'), ('editor', 'Editor'), ('manager', 'Manager')], max_length=12, verbose_name='role')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('sent_at', models.DateTimeField(default=cms.core.clock.now, verbose_name='sent at')),
                ('expires_at', models.DateTimeField(default=cms.institutions.models.invitation._expiry, verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted at')),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='institutions.institution')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-sent_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_question', models.BooleanField()),
                ('text', models.TextField(max_length=2000)),
                ('at', models.DateTimeField(default=cms.core.clock.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='institutions.application')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['state', 'confirmed_at'], name='application_by_turn'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('state__in', ('accepted', 'rejected', 'withdrawn'))), models.Q(models.Q(('state__in', ('accepted', 'rejected', 'withdrawn')), _negated=True), ('decided_at__isnull', True)), _connector='OR'), name='application_decided_when_ended'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'accepted'), ('institution__isnull', True), _connector='OR'), name='application_institution_only_if_accepted'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'withdrawn']), ('confirmed_at__isnull', False), _connector='OR'), name='application_confirmed_before_it_is_seen'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'take_down'), ('successor__isnull', True)), models.Q(('kind', 'hand_over'), ('successor__isnull', False), models.Q(('successor', models.F('institution')), _negated=True)), _connector='OR'), name='handed_over_to_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'returning'])), fields=('institution',), name='one_disposition_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='disposedpage',
            constraint=models.UniqueConstraint(fields=('disposition', 'page_id'), name='page_disposed_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='one_open_invitation_each'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='invitation_accepted_or_revoked'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('authoring', '0002_task'),
    ]

    operations = [
        migrations.RemoveField(model_name='importrun', name='host'),
        # A number was the name of a process; none of those that run means anything afterwards.
        migrations.RemoveField(model_name='importrun', name='process'),
        migrations.AddField(
            model_name='importrun',
            name='process',
            field=models.CharField(blank=True, default='', help_text='Which one carries it out.', max_length=255, verbose_name='process'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='importrun',
            name='file_digest',
            field=models.CharField(help_text='SHA-256 of the file.', max_length=64, verbose_name='digest'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='sign_of_life',
            field=models.DateTimeField(null=True, verbose_name='sign of life'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='task',
            field=models.UUIDField(help_text='The background task that carries an upload out, as often as needed.', null=True, verbose_name='task'),
        ),
    ]

from django.db import migrations, models
from django.db.models import F


def be_due(apps, schema_editor):
    """Everything that was submitted is due at some time: the queue is ordered by it."""
    Submission = apps.get_model("editorial", "Submission")
    Submission.objects.filter(due_at=None).update(due_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_review_links")]

    operations = [
        migrations.RemoveField("review", "claimed_at"),
        migrations.AddField("review", "held_until", models.DateTimeField(null=True)),
        migrations.RunPython(be_due, migrations.RunPython.noop),
        migrations.AlterField("submission", "due_at", models.DateTimeField(verbose_name="due")),
    ]

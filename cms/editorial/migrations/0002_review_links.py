from django.db import migrations, models
from django.utils import timezone


def revoke_anonymous(apps, schema_editor):
    """Nothing said who lent the right: such an approval counts for nobody."""
    Approval = apps.get_model("editorial", "Approval")
    Approval.objects.filter(user_id=0, revoked_at=None).update(revoked_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]

    operations = [
        migrations.RunPython(revoke_anonymous, migrations.RunPython.noop),
        migrations.RemoveConstraint("approval", "approved_once_each"),
        migrations.AddField(
            "approval", "guest", models.EmailField(blank=True, default="", max_length=254)
        ),
        migrations.AddField(
            "reviewlink", "comments", models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                condition=models.Q(revoked_at=None),
                fields=("page_id", "digest", "task_id", "kind", "user_id"),
                name="approved_once_each",
            ),
        ),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                condition=models.Q(("revoked_at", None), models.Q(("guest", ""), _negated=True)),
                fields=("page_id", "digest", "task_id", "kind", "guest"),
                name="approved_by_a_guest_once",
            ),
        ),
    ]

from django.db import migrations


def keep_words(apps, schema_editor):
    """What was kept as words before there were codes is read as it was written: `worded` says the
    code where it knows none."""
    Submission = apps.get_model("editorial", "Submission")
    for submission in Submission.objects.exclude(warnings=[]).iterator():
        submission.warnings = [
            one
            if "params" in one
            else {"field": one["field"], "code": one["message"], "params": None}
            for one in submission.warnings
        ]
        submission.save(update_fields=["warnings"])


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_holding_lapses")]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop)]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0005_tokens_of_institutions"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            "institutiontoken",
            "institution",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="access_tokens",
                to="institutions.institution",
            ),
        ),
    ]

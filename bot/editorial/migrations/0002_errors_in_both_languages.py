from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]

    # What a draft of before says is gone: building it again says it anew, in both languages.
    operations = [
        migrations.RemoveField("draft", "error"),
        migrations.AddField("draft", "error", models.JSONField(default=dict)),
    ]

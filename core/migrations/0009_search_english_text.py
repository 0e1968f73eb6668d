from django.db import migrations, models

# On SQLite adding a column rebuilds the table, which drops its trigger.
FOLLOW = (
    "CREATE TRIGGER IF NOT EXISTS core_search_tokens_follow "
    "AFTER DELETE ON core_searchentry "
    "BEGIN DELETE FROM core_search_tokens WHERE rowid = old.id; END"
)


def follow_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(FOLLOW)


class Migration(migrations.Migration):
    dependencies = [("core", "0008_search_tokens")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="body_en",
            field=models.TextField(
                blank=True, default="", verbose_name="English text"
            ),
        ),
        migrations.RunPython(follow_again, follow_again),
    ]

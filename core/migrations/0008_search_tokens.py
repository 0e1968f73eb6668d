"""Where the embedded search engine keeps its tokens, by database vendor.

A later migration that rebuilds core_searchentry on SQLite must create the
trigger again: SQLite drops a table's triggers with the table.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE core_search_tokens USING fts5("
    "title, codes, pinyin, body, tokenize = 'unicode61 remove_diacritics 0')",
    # Whoever deletes an entry, its tokens go too.
    "CREATE TRIGGER core_search_tokens_follow AFTER DELETE ON core_searchentry "
    "BEGIN DELETE FROM core_search_tokens WHERE rowid = old.id; END",
]
SQLITE_BACK = [
    "DROP TRIGGER core_search_tokens_follow",
    "DROP TABLE core_search_tokens",
]
POSTGRESQL = [
    "ALTER TABLE core_searchentry ADD COLUMN tokens tsvector",
    "CREATE INDEX core_search_tokens ON core_searchentry USING gin (tokens)",
]
POSTGRESQL_BACK = ["ALTER TABLE core_searchentry DROP COLUMN tokens"]


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL_BACK if vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0007_search")]

    operations = [migrations.RunPython(create, drop)]

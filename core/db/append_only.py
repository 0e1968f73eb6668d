"""Tables that only grow.

The promise is kept by the database itself: a trigger refuses every UPDATE and
DELETE, whoever sends it.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_MESSAGE = "rows of {table} are never changed or removed"
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END;
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""


def statements(vendor: str, table: str) -> list[str]:
    """Return the SQL that arms ``table`` on a database of ``vendor``."""
    message = _MESSAGE.format(table=table)
    if vendor == "postgresql":
        return [_POSTGRESQL.format(table=table, message=message)]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_append_only_{event} "
        f"BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for event in ("update", "delete")
    ]


def removal(vendor: str, table: str) -> list[str]:
    """Return the SQL that disarms ``table``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_append_only()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_append_only_{event}"
        for event in ("update", "delete")
    ]


def armed_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables of this database that are append-only."""
    suffix = "_append_only"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"%{suffix}"]
            )
        else:
            suffix = "_append_only_delete"
            cursor.execute(
                "SELECT name FROM sqlite_master"
                " WHERE type = 'trigger' AND name LIKE %s",
                [f"%{suffix}"],
            )
        return sorted(name.removesuffix(suffix) for (name,) in cursor.fetchall())


class AppendOnly(Operation):
    """Migration operation: make a table append-only in the database.

    A later migration that rebuilds the table on SQLite must repeat it: SQLite
    drops a table's triggers with the table.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        """Name the table."""
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Describe the operation for the migration writer."""
        return (type(self).__name__, [self.table], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers."""
        for sql in statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        for sql in removal(schema_editor.connection.vendor, self.table):
            schema_editor.execute(sql, params=None)

    def describe(self) -> str:
        """Return the line that ``migrate --plan`` shows."""
        return f"Make {self.table} append-only"

"""Promise: one byte changed behind the portal's back, and a command says so.

The demo world is attacked as somebody with the database's password would: the
triggers that refuse changes are dropped first.
"""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from audits.models import PublishedResult
from blacklist.models import NamePublication
from core.db import append_only
from core.models import LogCheckpoint, LogHead, LogLeaf, LogNode, LogPayload
from experts.models import Draw
from marketplace.models import BidReceipt, Opening, SettlementStatement
from tests.services import demo

# The mark has the database made; the world itself lives as long as the module.
pytestmark = pytest.mark.django_db
CHANGED_LEAF = "kind, time or commitment was changed"
GONE = "the row it speaks of is gone"

# Where a byte is changed, and what verify_log then says.
LOGGED = [
    (NamePublication, "party_name", "party_name was logged as"),
    (NamePublication, "party_credit_code", "party_credit_code was logged as"),
    (NamePublication, "summary", "summary was logged as"),
    (NamePublication, "outcome", "outcome was logged as"),
    (NamePublication, "document_number", "document_number was logged as"),
    (BidReceipt, "commitment", "commitment was logged as"),
    (BidReceipt, "submitted_at", "submitted_at was logged as"),
    (BidReceipt, "number", GONE),
    (Opening, "opened_at", "opened_at was logged as"),
    (Draw, "frozen", "frozen_hash was logged as"),
    (Draw, "reveal", "reveal_hash was logged as"),
    (Draw, "number", GONE),
    (PublishedResult, "kind", "was logged as"),
    (LogPayload, "body", "payload was changed"),
    (LogPayload, "salt", "payload was changed"),
    (LogLeaf, "kind", CHANGED_LEAF),
    (LogLeaf, "at", CHANGED_LEAF),
    (LogLeaf, "commitment", CHANGED_LEAF),
    (LogLeaf, "leaf_hash", CHANGED_LEAF),
    (LogNode, "hash", "stored hash differs"),
    (LogCheckpoint, "root", "stored root differs from the leaves"),
    (LogCheckpoint, "note", "signature does not hold"),
    (LogHead, "size", "head: says"),
]
SEALED_BY = {"document": "sha256"}
SETTLED = ["document", "sha256", "due_now", "entitled_now", "held", "number"]


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """The demo world alone: props of other promises come from no service."""
    with django_db_blocker.unblock(), demo.world():
        yield


@pytest.fixture
def attack(demo_world, django_db_blocker):
    """A transaction in which to change what is stored; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield change_a_byte
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def files(demo_world, django_db_blocker, tmp_path_factory):
    """Where a changed file lies, and the files that commands check."""
    with django_db_blocker.unblock():
        drawn = Draw.objects.filter(revealed_at__isnull=False).first()
        statement = SettlementStatement.objects.first()
        return tmp_path_factory.mktemp("files") / "changed.json", {
            "verify_draw": Client().get(f"/draws/{drawn.number}.json").content,
            "settle": statement.document.encode(),
        }


def change_a_byte(model, column):
    """Change one character of a stored value in the first row that has one."""
    rows = model.objects.exclude(**{f"{column}__isnull": True}).order_by("pk")
    pk = rows.values_list("pk", flat=True).first()
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        for sql in append_only.removal(connection.vendor, table):
            cursor.execute(sql)
        where = f"WHERE {key} = %s"
        cursor.execute(f"SELECT {column} FROM {table} {where}", [pk])  # noqa: S608 - ours
        (value,) = cursor.fetchone()
        changed = another(value)
        update = f"UPDATE {table} SET {column} = %s {where}"  # noqa: S608 - ours
        cursor.execute(update, [changed, pk])
        assert cursor.rowcount == 1


def another(value):
    """Return a value that differs in one byte, or by the least step."""
    if isinstance(value, bytes | memoryview):
        first, *rest = bytes(value)
        return bytes([first ^ 1, *rest])
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if not isinstance(value, str):
        return value + 1
    # A digit, where there is one: stored JSON and times stay readable.
    digits = [place for place, sign in enumerate(value) if sign in "0123456789"]
    place = digits[-1] if digits else len(value) - 1
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


def run(*command):
    """Run a command; return what it printed and the error that ended it."""
    said = StringIO()
    try:
        call_command(*command, stdout=said, stderr=said)
    except CommandError as error:
        return said.getvalue() + str(error), error.returncode
    return said.getvalue(), 0


def test_the_untouched_world_holds(attack):
    assert run("verify_log")[1] == 0
    assert run("settle")[1] == 0


@pytest.mark.parametrize(("model", "column", "named"), LOGGED)
def test_verify_log_names_a_changed_byte(attack, model, column, named):
    attack(model, column)

    said, status = run("verify_log")

    assert status == 1
    assert named in said


@pytest.mark.parametrize("column", SETTLED)
def test_settle_names_a_changed_byte_of_a_stored_statement(attack, column):
    attack(SettlementStatement, column)

    said, status = run("settle")

    assert status == 1
    # The seal over the document is what a changed byte of it breaks.
    assert f"{SEALED_BY.get(column, column)}：载明" in said


@pytest.mark.parametrize("command", ["verify_draw", "settle"])
def test_an_untouched_file_repeats(files, command):
    path, contents = files
    path.write_bytes(contents[command])

    assert run(command, str(path))[1] == 0


@pytest.mark.parametrize("command", ["verify_draw", "settle"])
@given(data=st.data())
def test_no_byte_of_a_file_can_be_changed(files, command, data):
    path, contents = files
    content = bytearray(contents[command])
    place = data.draw(st.integers(0, len(content) - 1), label="place")
    content[place] ^= data.draw(st.integers(1, 255), label="change")
    path.write_bytes(content)

    said, status = run(command, str(path))

    assert status == 1
    assert said.strip()

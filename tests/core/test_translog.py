"""The log in the database: appending, erasing, proving, and finding changes."""

import base64
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from core.models.translog import (
    LogCheckpoint,
    LogErasure,
    LogHead,
    LogLeaf,
    LogNode,
    LogPayload,
)
from core.money import Money
from core.translog import append_leaf, erase_payload, merkle, register_subject, subjects
from core.translog.audit import check_log
from core.translog.canonical import canonical_json
from core.translog.notes import Signer, _kept_key, log_signer, open_note
from core.translog.selectors import (
    checkpoint_at,
    consistency_path,
    inclusion_path,
    leaves,
    log_size,
    public_entry,
    signed_checkpoint,
    tree_root,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def ledger(monkeypatch):
    """Rows of a made-up kind, checked like those of a real app."""
    monkeypatch.setattr(subjects, "_subjects", {})
    rows = {}
    register_subject(
        "test.row",
        lambda payload: rows.get(payload["number"]),
        label="Row",
        logged_rows=lambda: [(f"row {n}", row["leaf"]) for n, row in rows.items()],
        payload_visible=lambda payload: payload["number"] != "hidden",
    )
    return rows


def grow(count, kind="test.plain"):
    return [append_leaf(kind, {"number": str(n)}, at=AT) for n in range(count)]


def bare(sql, *values):
    """Change rows the way somebody with a shell would: triggers dropped first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, values)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        table = next(word for word in sql.split() if word.startswith("core_"))
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_{event}")
        cursor.execute(sql, values)


def test_indexes_have_no_gaps():
    grow(5)

    assert list(LogLeaf.objects.values_list("index", flat=True)) == [0, 1, 2, 3, 4]
    assert LogHead.objects.get().size == log_size() == 5


def test_a_rolled_back_leaf_leaves_no_gap():
    grow(1)
    with transaction.atomic():
        append_leaf("test.plain", {}, at=AT)
        transaction.set_rollback(True)
    grow(1)

    assert list(LogLeaf.objects.values_list("index", flat=True)) == [0, 1]
    assert not check_log().differences


def test_the_stored_tree_is_the_one_its_leaves_make():
    grown = grow(11)

    hashes = [bytes(leaf.leaf_hash) for leaf in grown]
    node = merkle.reader_of(hashes)
    assert tree_root(11) == merkle.root(11, node)
    assert tree_root(6) == merkle.root(6, node)
    assert inclusion_path(4, 9) == merkle.inclusion_proof(4, 9, node)
    assert consistency_path(3, 10) == merkle.consistency_proof(3, 10, node)


def test_every_size_has_its_signed_checkpoint():
    grow(3)
    signer = log_signer()

    for size in range(4):
        note = signed_checkpoint(size)
        text = open_note(note, name=signer.name, public_key=signer.public_key)
        root = base64.b64encode(tree_root(size)).decode()
        assert text == f"{signer.name}\n{size}\n{root}\n"
    assert signed_checkpoint() == signed_checkpoint(3)
    assert checkpoint_at(AT).size == 3


def test_an_append_costs_the_same_number_of_queries_however_large_the_log(
    django_assert_max_num_queries,
):
    grow(15)

    with django_assert_max_num_queries(14):
        grow(1)


def test_equal_payloads_have_different_commitments():
    first, second = (append_leaf("test.plain", {"a": 1}, at=AT) for _ in range(2))

    assert bytes(first.commitment) != bytes(second.commitment)


@pytest.mark.parametrize("value", [1.5, {"a": 0.1}, [0.1], {1}, {1: 2}])
def test_a_payload_without_an_exact_form_is_refused(value):
    with pytest.raises(TypeError):
        append_leaf("test.plain", {"value": value}, at=AT)

    assert not LogLeaf.objects.exists()


def test_payloads_have_one_spelling():
    payload = {
        "b": date(2026, 9, 1),
        "a": Money("12.5"),
        "d": Decimal("1.50"),
        "c": AT,
        "e": "名",
    }

    assert canonical_json(payload) == (
        '{"a":"12.50","b":"2026-09-01","c":"2026-09-01T04:00:00.000000Z",'
        '"d":"1.50","e":"名"}'
    )


@pytest.mark.parametrize("model", [LogLeaf, LogNode, LogCheckpoint, LogErasure])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_the_log(model, how):
    leaf = grow(2)[0]
    erase_payload(leaf, reason="order", actor=None, at=AT)
    rows = model.objects.all()
    column = model._meta.fields[1].name
    change = {
        "update": lambda: rows.update(**{column: F(column)}),
        "delete": lambda: rows._raw_delete(rows.db),
    }[how]

    with pytest.raises(IntegrityError), transaction.atomic():
        change()

    assert rows.exists()


def test_an_erased_payload_leaves_every_proof_standing():
    leaf = grow(4)[2]
    root, path = tree_root(4), inclusion_path(2, 4)

    erase_payload(leaf, reason="court order", actor=None, at=AT)
    erase_payload(leaf, reason="again", actor=None, at=AT)

    assert not LogPayload.objects.filter(leaf=leaf).exists()
    assert LogErasure.objects.get().reason == "court order"
    assert (tree_root(4), inclusion_path(2, 4)) == (root, path)
    report = check_log()
    assert (report.differences, report.erased) == ([], 1)


def test_the_public_sees_a_payload_only_while_it_may(ledger):
    shown = append_leaf("test.row", {"number": "1"}, at=AT)
    hidden = append_leaf("test.row", {"number": "hidden"}, at=AT)
    unknown = append_leaf("test.other", {"number": "1"}, at=AT)

    entries = {entry.leaf: entry for entry in map(public_entry, leaves())}
    assert entries[shown].payload == {"number": "1"}
    assert entries[hidden].payload is entries[hidden].salt is None
    assert entries[unknown].payload is None


def test_verify_log_prints_size_and_root():
    grow(3)
    out = StringIO()

    call_command("verify_log", stdout=out)

    assert "tree size 3" in out.getvalue()
    assert base64.b64encode(tree_root(3)).decode() in out.getvalue()


@pytest.mark.parametrize(
    ("sql", "values", "named"),
    [
        ('UPDATE core_logleaf SET kind = %s WHERE "index" = 1', ["x"], "leaf 1"),
        ("UPDATE core_loghead SET size = %s", [9], "head"),
        (
            "UPDATE core_lognode SET hash = %s WHERE position = 0 AND level = 1",
            [b"0" * 32],
            "subtree 1/0",
        ),
        ("UPDATE core_logpayload SET body = %s", ['{"number":"9"}'], "payload"),
        ("DELETE FROM core_logpayload WHERE body = %s", ['{"number":"1"}'], "leaf 1"),
        (
            "UPDATE core_logcheckpoint SET note = %s WHERE size = 2",
            ["x"],
            "checkpoint 2",
        ),
        (
            "UPDATE core_logcheckpoint SET root = %s WHERE size = 2",
            [b"0" * 32],
            "checkpoint 2",
        ),
        ("DELETE FROM core_logcheckpoint WHERE size = %s", [3], "checkpoint 3"),
    ],
)
def test_verify_log_names_a_change_to_the_log_itself(sql, values, named):
    grow(3)
    bare(sql, *values)
    err = StringIO()

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_log", stderr=err)

    assert named in err.getvalue()


def test_verify_log_finds_a_cut_off_tail():
    grow(3)
    bare("DELETE FROM core_logpayload WHERE body = %s", '{"number":"2"}')
    bare('DELETE FROM core_logleaf WHERE "index" = %s', 2)
    bare("UPDATE core_loghead SET size = %s", 2)

    assert check_log().differences == ["checkpoint 3: signed, but the log ends at 2"]


def test_verify_log_finds_a_log_rewritten_without_the_key():
    grow(3)
    stranger = Signer(log_signer().name, bytes(32))
    text = signed_checkpoint().rpartition("\n\n")[0] + "\n"
    bare(
        "UPDATE core_logcheckpoint SET note = %s WHERE size = %s",
        stranger.sign(text),
        3,
    )

    (difference,) = check_log().differences
    assert difference.startswith("checkpoint 3: signature does not hold")


def test_verify_log_compares_leaves_with_rows(ledger):
    leaf = append_leaf("test.row", {"number": "1", "name": "甲"}, at=AT)
    ledger["1"] = {"number": "1", "name": "甲", "leaf": leaf.index}
    subjects._subjects["test.row"] = subjects.Subject(
        kind="test.row",
        label="Row",
        rebuild_payload=lambda payload: (
            {
                key: value
                for key, value in ledger.get(payload["number"], {}).items()
                if key != "leaf"
            }
            or None
        ),
        logged_rows=lambda: [(f"row {n}", r["leaf"]) for n, r in ledger.items()],
        payload_visible=lambda _payload: True,
    )
    assert not check_log().differences

    ledger["1"]["name"] = "乙"
    ledger["2"] = {"leaf": None}
    assert check_log().differences == [
        "leaf 0 (test.row): name was logged as '甲', the database says '乙'",
        "row 2: has no leaf of kind test.row",
    ]

    ledger.clear()
    assert check_log().differences == [
        "leaf 0 (test.row): the row it speaks of is gone"
    ]


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "log"

    first, second = _kept_key(path), _kept_key(path)

    assert first == second
    assert len(base64.b64decode(first)) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert [child.name for child in path.parent.iterdir()] == ["log"]

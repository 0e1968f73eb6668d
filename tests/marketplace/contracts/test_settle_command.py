import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from marketplace.models import SettlementStatement
from tests.factories.marketplace_contracts import SettlementStatementFactory
from tests.marketplace.settlement_world import read, settle

TOOL = Path(__file__).resolve().parents[3] / "tools" / "settle.py"


@pytest.fixture
def text():
    return settle(readings=[read("power", 900), read("tonnes", 110)]).text


def test_a_statement_repeats_from_its_file(tmp_path, text, capsys):
    path = tmp_path / "statement.json"
    path.write_text(text, encoding="utf-8")

    call_command("settle", str(path))

    assert "S1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"fee": "3000.00"', '"fee": "3000.01"', "performance[0].low.fee"),
        ('"value": "900"', '"value": "901"', "performance[0]"),
        ('"contract": "QY-C-2026-0001"', '"contract": "QY-C-2026-0002"', "sha256"),
    ],
)
def test_a_changed_statement_names_its_first_difference(
    tmp_path, text, old, new, where
):
    path = tmp_path / "statement.json"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("settle", str(path))

    assert where in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"a": 1.5}'])
def test_anything_else_is_no_statement(tmp_path, content):
    path = tmp_path / "statement.json"
    path.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("settle", str(path))


def test_the_tool_needs_nothing_but_python(tmp_path, text):
    path = tmp_path / "statement.json"
    path.write_text(text, encoding="utf-8")

    good = subprocess.run([sys.executable, "-S", TOOL, path], check=False)
    path.write_text(text.replace("S1", "S2", 1), encoding="utf-8")
    bad = subprocess.run([sys.executable, "-S", TOOL, path], check=False)

    assert (good.returncode, bad.returncode) == (0, 1)


@pytest.mark.django_db
def test_every_stored_statement_repeats_and_a_changed_row_is_found():
    statement = SettlementStatementFactory(due_now=0, entitled_now=0)
    call_command("settle")

    SettlementStatement.objects.filter(pk=statement.pk).update(due_now=1)

    with pytest.raises(CommandError) as refusal:
        call_command("settle")
    assert f"{statement.number}.due_now" in str(refusal.value)

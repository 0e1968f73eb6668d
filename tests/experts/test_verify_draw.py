"""The command that repeats a draw from a file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from experts.draw_engine import Candidate, Quota, sha256_hex
from experts.draw_record import Frozen, document, document_bytes, draw, reveal_json


@pytest.fixture
def record(noon):
    nonce = sha256_hex("operator")
    frozen = Frozen(
        number="QY-D-2026-0001",
        purpose="evaluation",
        subject="QY-A-2026-0001",
        frozen_at=noon,
        size=2,
        quotas=(Quota("energy", 1),),
        candidates=tuple(Candidate(f"E{n}", ("energy",)) for n in range(5)),
        operator_commitment=sha256_hex(nonce),
    )
    outcome = draw(frozen, operator_nonce=nonce, witness_nonce="7316")
    reveal = reveal_json(
        frozen,
        outcome,
        operator_nonce=nonce,
        witness="enterprise",
        witness_nonce="7316",
        at=noon,
    )
    return document_bytes(document(frozen.as_json(), frozen.hash(), reveal))


def test_a_record_is_repeated(tmp_path, record):
    path, said = tmp_path / "draw.json", StringIO()
    path.write_bytes(record)

    call_command("verify_draw", path, stdout=said)

    assert "number QY-D-2026-0001" in said.getvalue()
    assert said.getvalue().endswith("The draw repeats.\n")


def test_a_changed_record_fails_and_the_difference_is_named(tmp_path, record):
    path, said = tmp_path / "draw.json", StringIO()
    path.write_bytes(record.replace(b'"7316"', b'"7317"'))

    with pytest.raises(CommandError, match="does not repeat"):
        call_command("verify_draw", path, stderr=said)

    assert "reveal.seed" in said.getvalue()


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_draw", tmp_path / "none.json")

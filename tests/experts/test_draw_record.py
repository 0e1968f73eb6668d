"""A record repeats its draw, and no byte of it can be changed."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.draw_engine import Candidate, Quota, next_candidate, sha256_hex
from experts.draw_record import (
    BrokenRecordError,
    Frozen,
    canonical,
    document,
    document_bytes,
    draw,
    read_frozen,
    replacement_json,
    reveal_hash,
    reveal_json,
    verify_record,
)

AT = datetime(2026, 9, 1, 4, tzinfo=UTC)
NONCE = sha256_hex("operator")
WITNESS = "今日抽取 7316"


def frozen_of(count=8, **changes):
    facts = {
        "number": "QY-D-2026-0001",
        "purpose": "evaluation",
        "subject": "QY-A-2026-0001",
        "frozen_at": AT,
        "size": 3,
        "quotas": (Quota("energy", 1), Quota("water", 1)),
        "candidates": tuple(
            Candidate(
                f"QY-E-2026-{number:04d}",
                ("energy",) if number % 2 else ("industry", "water"),
                ("term_over",) if number % 5 == 0 else (),
            )
            for number in range(count)
        ),
        "operator_commitment": sha256_hex(NONCE),
    }
    return Frozen(**(facts | changes))


def revealed(frozen):
    outcome = draw(frozen, operator_nonce=NONCE, witness_nonce=WITNESS)
    return outcome, reveal_json(
        frozen,
        outcome,
        operator_nonce=NONCE,
        witness="enterprise",
        witness_nonce=WITNESS,
        at=AT,
    )


def whole(frozen=None, *, leaving=2):
    frozen = frozen or frozen_of()
    outcome, reveal = revealed(frozen)
    head = reveal_hash(frozen.hash(), reveal)
    passed = {one.id for one in outcome.panel}
    links, seated = [], outcome.panel[0].id
    for number in range(1, leaving + 1):
        successor = next_candidate(outcome.order, frozen.seats[0], passed)
        link = replacement_json(
            number=number,
            seat=1,
            leaver=seated,
            reason="declined",
            successor=successor.id if successor else None,
            at=AT,
            previous=head,
        )
        links.append(link)
        head = link["hash"]
        if successor is None:
            break
        passed.add(successor.id)
        seated = successor.id
    return document(frozen.as_json(), frozen.hash(), reveal, links)


RECORD = document_bytes(whole())


def changed(path, value):
    """Return the record with one value changed, in canonical form."""
    data = json.loads(RECORD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document_bytes(data)


def test_a_record_repeats():
    verification = verify_record(RECORD)

    assert verification.differences == []
    assert verification.facts["eligible"] == 6
    assert verification.facts["frozen_hash"] == frozen_of().hash()


def test_a_draw_gives_the_same_every_time():
    assert revealed(frozen_of()) == revealed(frozen_of())
    assert whole() == whole()


@given(
    where=st.integers(0, len(RECORD) - 1),
    by=st.integers(1, 255),
)
def test_any_changed_byte_fails(where, by):
    spoilt = bytearray(RECORD)
    spoilt[where] ^= by

    assert not verify_record(bytes(spoilt)).holds


@given(where=st.integers(0, len(RECORD) - 1), byte=st.binary(max_size=1))
def test_any_inserted_or_missing_byte_fails(where, byte):
    spoilt = (
        RECORD[:where] + byte + RECORD[where:]
        if byte
        else RECORD[:where] + RECORD[where + 1 :]
    )

    assert not verify_record(spoilt).holds


@given(content=st.binary(max_size=200))
def test_any_other_file_fails_without_an_error(content):
    assert not verify_record(content).holds


@given(data=st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_any_other_json_fails_without_an_error(data):
    assert not verify_record(canonical(data).encode("utf-8", "replace")).holds


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (["frozen", "size"], 2, "frozen_hash"),
        (["frozen", "purpose"], "acceptance", "frozen_hash"),
        (["frozen", "candidates", 0, "excluded"], [], "frozen_hash"),
        (["frozen", "operator_commitment"], "0" * 64, "operator_commitment"),
        (["reveal", "witness_nonce"], "7317", "reveal.seed"),
        (["reveal", "panel", 0, "candidate"], "QY-E-2026-0009", "reveal.panel"),
        (["reveal", "witness"], "beacon", "reveal_hash"),
        (["replacements", 0, "reason"], "recused", "replacements[1]"),
        (["replacements", 0, "in"], "QY-E-2026-0009", "replacements[1]"),
        (["head"], "0" * 64, "head"),
    ],
)
def test_a_difference_is_named(path, value, named):
    differences = verify_record(changed(path, value)).differences

    assert any(named in difference for difference in differences)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["frozen", "size"], True),
        (["frozen", "size"], 1.5),
        (["frozen", "size"], 10**30),
        (["frozen", "candidates"], {}),
        (["frozen", "candidates"], ["QY-E-2026-0001"]),
        (["frozen", "frozen_at"], "yesterday"),
        (["frozen", "earlier"], [1]),
        (["reveal", "operator_nonce"], "xyz"),
        (["reveal", "witness_nonce"], "two\nlines"),
        (["reveal", "panel"], None),
        (["replacements", 0, "seat"], 4),
        (["replacements", 0, "seat"], 0),
        (["format"], "another/1"),
        (["surplus"], 1),
    ],
)
def test_a_value_that_no_draw_writes_is_refused(path, value):
    assert len(verify_record(changed(path, value)).differences) == 1


def test_candidates_out_of_order_or_twice_are_refused():
    listed = list(frozen_of().candidates)
    twice = frozen_of(candidates=(*listed, listed[-1]))

    with pytest.raises(BrokenRecordError):
        read_frozen(twice.as_json())


def test_the_hash_of_the_frozen_part_is_that_of_its_json():
    frozen = frozen_of(9000)

    assert b"".join(frozen.chunks()).decode() == canonical(frozen.as_json())
    assert frozen.hash() == sha256_hex(canonical(frozen.as_json()))


def test_the_frozen_part_can_be_read_back():
    frozen = frozen_of(purpose='验收 "candidates":[] \\ ')

    assert read_frozen(frozen.as_json()) == frozen


@given(text=st.text())
def test_any_text_is_hashed_as_its_json_is(text):
    frozen = frozen_of(candidates=(Candidate(text, (text,)),), purpose=text)
    try:
        expected = sha256_hex(canonical(frozen.as_json()))
    except UnicodeEncodeError:
        return

    assert frozen.hash() == expected


def test_a_seat_nobody_is_left_for_stays_empty_and_is_chained():
    frozen = frozen_of(6)
    data = whole(frozen, leaving=9)

    assert data["replacements"][-1]["in"] is None
    assert verify_record(document_bytes(data)).holds

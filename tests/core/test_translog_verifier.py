"""The stand-alone verifier, against RFC 8032 and against our own signer."""

import base64
import hashlib
import importlib.util
import json
import string
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.translog import merkle
from core.translog.notes import (
    Checkpoint,
    NoteRefused,
    Signer,
    open_note,
    parse_checkpoint,
)

TOOL = Path(__file__).parents[2] / "tools" / "verify.py"
_spec = importlib.util.spec_from_file_location("qingyuan_verify", TOOL)
verify = importlib.util.module_from_spec(_spec)
sys.modules["qingyuan_verify"] = verify
_spec.loader.exec_module(verify)

SIGNER = Signer("qingyuan/test", bytes(range(32)))
KEY = verify.read_key(SIGNER.verifier_key)
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(7)]


# RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb882159"
            "0a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e"
            "15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d"
            "16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032_verify(public, message, signature):
    assert verify.ed25519_verify(
        bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    )


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_signatures_of_the_library_verify(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()

    assert verify.ed25519_verify(public, message, key.sign(message))


@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(min_size=1, max_size=60),
    place=st.integers(0, 63),
    flip=st.integers(1, 255),
)
def test_a_changed_byte_breaks_a_signature(seed, message, place, flip):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    signature = bytearray(key.sign(message))
    altered = bytes([message[0] ^ flip]) + message[1:]

    assert not verify.ed25519_verify(public, altered, bytes(signature))
    signature[place] ^= flip
    assert not verify.ed25519_verify(public, message, bytes(signature))


def test_a_scalar_beyond_the_order_is_refused():
    public, message, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    scalar = int.from_bytes(signature[32:], "little") + verify._ORDER

    forged = signature[:32] + scalar.to_bytes(32, "little")

    assert not verify.ed25519_verify(public, message, forged)


def test_the_key_id_is_that_of_the_signed_note_format():
    public = SIGNER.public_bytes

    expected = hashlib.sha256(b"qingyuan/test\n\x01" + public).digest()[:4]

    assert SIGNER.key_id == expected
    assert SIGNER.verifier_key == (
        f"qingyuan/test+{expected.hex()}+" + base64.b64encode(b"\x01" + public).decode()
    )


def test_a_checkpoint_has_the_shape_of_the_format():
    note = SIGNER.sign(Checkpoint("qingyuan/test", 7, bytes(32)).text)

    lines = note.split("\n")
    assert lines[:4] == ["qingyuan/test", "7", base64.b64encode(bytes(32)).decode(), ""]
    assert lines[4].startswith("— qingyuan/test ")
    assert lines[5:] == [""]


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_note_opens_with_its_own_key_only(text):
    note = SIGNER.sign(text + "\n")
    stranger = Signer("qingyuan/test", bytes(32))

    opened = open_note(note, name=SIGNER.name, public_key=SIGNER.public_key)
    assert opened == text + "\n"
    with pytest.raises(NoteRefused):
        open_note(note, name=stranger.name, public_key=stranger.public_key)
    with pytest.raises(NoteRefused):
        open_note("x" + note, name=SIGNER.name, public_key=SIGNER.public_key)


@pytest.mark.parametrize("text", ["", "a\nb\nc\n", "a\n1\n!!\n", "one line"])
def test_other_texts_are_no_checkpoints(text):
    with pytest.raises(NoteRefused):
        parse_checkpoint(text)


# --- the commands ---------------------------------------------------------------


def signed(size):
    root = merkle.root(size, merkle.reader_of(LEAVES))
    return SIGNER.sign(Checkpoint(SIGNER.name, size, root).text)


def proof_document():
    body, salt = '{"number":"QY-P-2026-0001"}', b"\x05" * 32
    leaf = {
        "at": "2026-09-01T00:00:00.000000Z",
        "commitment": hashlib.sha256(salt + body.encode()).hexdigest(),
        "kind": "blacklist.publication.published",
    }
    leaves = [*LEAVES, merkle.leaf_hash(verify.entry_of(leaf))]
    node = merkle.reader_of(leaves)
    path = merkle.inclusion_proof(7, 8, node)
    checkpoint = Checkpoint(SIGNER.name, 8, merkle.root(8, node))
    return {
        "index": 7,
        "leaf": leaf,
        "salt": salt.hex(),
        "payload": body,
        "path": [step.hex() for step in path],
        "checkpoint": SIGNER.sign(checkpoint.text),
    }


def consistency_document(old, new):
    proof = merkle.consistency_proof(old, new, merkle.reader_of(LEAVES))
    return {
        "old_checkpoint": signed(old),
        "new_checkpoint": signed(new),
        "proof": [step.hex() for step in proof],
    }


def written(folder, content):
    path = folder / "input"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(*arguments):
    return verify.main([*arguments, "--key", SIGNER.verifier_key])


def test_a_signed_checkpoint_holds(tmp_path, capsys):
    assert run("checkpoint", written(tmp_path, signed(7))) == 0
    assert "tree of 7 leaves, signature holds" in capsys.readouterr().out


def test_a_forged_checkpoint_does_not_hold(tmp_path, capsys):
    forged = signed(7).replace("\n7\n", "\n6\n")

    assert run("checkpoint", written(tmp_path, forged)) == 1
    assert "DOES NOT HOLD" in capsys.readouterr().err


def test_another_spelling_of_the_same_signature_does_not_hold(tmp_path):
    note = signed(7)
    spare = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    head, last, tail = note[:-3], note[-3], note[-2:]
    respelt = head + spare[spare.index(last) ^ 1] + tail

    assert tail == "=\n"
    assert run("checkpoint", written(tmp_path, respelt)) == 1
    with pytest.raises(NoteRefused):
        open_note(respelt, name=SIGNER.name, public_key=SIGNER.public_key)


def test_a_proof_holds_and_shows_the_payload(tmp_path, capsys):
    assert run("proof", written(tmp_path, proof_document())) == 0
    shown = capsys.readouterr().out
    assert "Leaf 7" in shown
    assert 'number: "QY-P-2026-0001"' in shown


@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"number":"QY-P-2026-0002"}'},
        {"salt": "06" * 32},
        {"index": 6},
        {"index": 8},
        {"path": []},
        {"checkpoint": signed(7)},
    ],
)
def test_a_changed_proof_does_not_hold(tmp_path, capsys, change):
    document = {**proof_document(), **change}

    assert run("proof", written(tmp_path, document)) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["at", "kind", "commitment"])
def test_a_changed_leaf_does_not_hold(tmp_path, capsys, name):
    document = proof_document()
    first = document["leaf"][name][0]
    document["leaf"][name] = ("1" if first == "0" else "0") + document["leaf"][name][1:]
    document["payload"] = None

    assert run("proof", written(tmp_path, document)) == 1


@pytest.mark.parametrize(("old", "new"), [(0, 7), (1, 7), (4, 6), (5, 7), (7, 7)])
def test_a_grown_log_is_consistent(tmp_path, old, new):
    document = consistency_document(old, new)

    assert run("consistency", written(tmp_path, document)) == 0


def test_a_rewritten_log_is_not_consistent(tmp_path, capsys):
    other = merkle.root(5, merkle.reader_of(LEAVES[::-1]))
    kept = tmp_path / "kept"
    kept.write_text(SIGNER.sign(Checkpoint(SIGNER.name, 5, other).text))
    document = written(tmp_path, consistency_document(5, 7))

    assert run("consistency", document, "--old", str(kept)) == 1
    assert "does not start from" in capsys.readouterr().err


def test_a_payload_can_be_checked_alone(tmp_path):
    assert verify.main(["leaf", written(tmp_path, proof_document())]) == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", "{", '{"leaf": 3, "path": 1}'])
def test_unreadable_input_is_told_apart_from_a_failed_check(tmp_path, capsys, content):
    assert run("proof", written(tmp_path, content)) == 2
    assert "Cannot check" in capsys.readouterr().err


@pytest.mark.parametrize(
    "key",
    ["", "a+b", "qingyuan/test+00000000+" + base64.b64encode(b"\x01" * 33).decode()],
)
def test_a_malformed_key_is_refused(tmp_path, capsys, key):
    path = written(tmp_path, signed(1))

    assert verify.main(["checkpoint", path, "--key", key]) == 2

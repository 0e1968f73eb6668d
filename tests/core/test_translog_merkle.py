"""The Merkle tree: known vectors of RFC 6962 implementations, and properties."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.translog import merkle

# Inputs and roots of the Certificate Transparency reference test suite.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(data) for data in INPUTS]
sizes = st.integers(1, 70)


def some_leaves(count):
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert merkle.root(0, merkle.reader_of([])) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_suite(size):
    assert merkle.root(size, merkle.reader_of(LEAVES)).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_are_those_of_the_reference_suite(index, size, path):
    proof = merkle.inclusion_proof(index, size, merkle.reader_of(LEAVES))

    assert [step.hex() for step in proof] == path


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_are_those_of_the_reference_suite(old, new, proof):
    found = merkle.consistency_proof(old, new, merkle.reader_of(LEAVES))

    assert [step.hex() for step in found] == proof


@given(size=sizes)
def test_a_tree_grown_leaf_by_leaf_has_the_same_root(size):
    leaves = some_leaves(size)
    tree = merkle.GrowingTree()
    completed = [node for leaf in leaves for node in tree.append(leaf)]

    node = merkle.reader_of(leaves)
    assert tree.root() == merkle.root(size, node)
    assert all(node(n.level, n.position) == n.hash for n in completed)
    assert len(completed) < size


@given(size=sizes)
def test_appending_completes_the_subtrees_a_growing_tree_reports(size):
    leaves = some_leaves(size)
    tree = merkle.GrowingTree()
    for leaf in leaves[:-1]:
        tree.append(leaf)

    found = merkle.completed_nodes(size - 1, leaves[-1], merkle.reader_of(leaves))

    assert found == tree.append(leaves[-1])


@given(data=st.data(), size=sizes)
def test_an_inclusion_proof_holds_for_its_own_leaf_only(data, size):
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    node = merkle.reader_of(leaves)
    path = merkle.inclusion_proof(index, size, node)
    root = merkle.root(size, node)

    def holds(**changes):
        known = {
            "leaf": leaves[index],
            "index": index,
            "size": size,
            "path": path,
            "root": root,
        }
        return merkle.verify_inclusion(**{**known, **changes})

    assert holds()
    assert not holds(leaf=merkle.leaf_hash(b"another"))
    assert not holds(path=[*path, root])
    assert not holds(index=size)
    assert not holds(root=merkle.EMPTY_ROOT)
    if path:
        assert not holds(path=path[:-1])


@given(data=st.data(), size=sizes)
def test_a_consistency_proof_holds_for_its_own_trees_only(data, size):
    old_size = data.draw(st.integers(0, size))
    node = merkle.reader_of(some_leaves(size))
    known = {
        "old_size": old_size,
        "old_root": merkle.root(old_size, node),
        "size": size,
        "root": merkle.root(size, node),
        "proof": merkle.consistency_proof(old_size, size, node),
    }
    other = merkle.leaf_hash(b"another")

    assert merkle.verify_consistency(**known)
    assert not merkle.verify_consistency(**{**known, "old_root": other})
    assert not merkle.verify_consistency(**{**known, "proof": [other]})
    if old_size:
        assert not merkle.verify_consistency(**{**known, "root": other})


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="has no leaf"):
        merkle.inclusion_proof(index, size, merkle.reader_of(LEAVES))


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3)])
def test_a_tree_grows_only_forwards(old, new):
    with pytest.raises(ValueError, match="cannot grow"):
        merkle.consistency_proof(old, new, merkle.reader_of(LEAVES))

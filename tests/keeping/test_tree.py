"""The tree, against RFC 6962's known answers and against pymerkle."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pymerkle import InmemoryTree

from store.errors import OutsideTreeError, ProofDoesNotHoldError, TreeDamagedError
from store.keeping.tree import (
    EMPTY_ROOT,
    KEPT_LEVELS,
    Frontier,
    Node,
    check_consistency,
    check_inclusion,
    consistency_path,
    hash_children,
    hash_leaf,
    hash_leaves,
    inclusion_path,
    perfect_root,
    root_over,
)
from tests.keeping.frozen import example
from tests.keeping.frozen.example import frozen, lookup

KNOWN_LEAVES = [
    bytes.fromhex(each)
    for each in (
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
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
KNOWN_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
KNOWN_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

MOST = 130
HEADERS = [b"entry %d" % n for n in range(MOST)]
LEAVES = hash_leaves(HEADERS)


@cache
def peer() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(HEADERS)
    return tree


@cache
def node(level: int, index: int) -> bytes:
    return lookup(LEAVES)(level, index)


@cache
def root(size: int) -> bytes:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    return frontier.root()


@cache
def subtree(start: int, end: int) -> bytes:
    """The root over a range of entries, by pymerkle."""
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(HEADERS[start:end])
    found: bytes = tree.get_root()
    return found


def rfc_subproof(old: int, start: int, end: int, *, is_whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 2.1.4.1, as it is written there. (pymerkle cuts a path further than the RFC does.)"""
    if old == end - start:
        return [] if is_whole else [subtree(start, end)]
    k = max(1 << bit for bit in range(8) if 1 << bit < end - start)
    if old <= k:
        return [*rfc_subproof(old, start, start + k, is_whole=is_whole), subtree(start + k, end)]
    return [*rfc_subproof(old - k, start + k, end, is_whole=False), subtree(start, start + k)]


def refuses_inclusion(leaf: bytes, n: int, size: int, path: list[bytes], of: bytes) -> None:
    with pytest.raises(ProofDoesNotHoldError):
        check_inclusion(leaf, n, size, path, of)


def refuses_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> None:
    with pytest.raises(ProofDoesNotHoldError):
        check_consistency(old, old_root, new, new_root, path)


def flips(path: list[bytes]) -> list[list[bytes]]:
    """Every path that differs in one bit."""
    changed = []
    for place, step in enumerate(path):
        for bit in range(256):
            flipped = (int.from_bytes(step, "big") ^ 1 << bit).to_bytes(32, "big")
            changed.append([*path[:place], flipped, *path[place + 1 :]])
    return changed


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_of_rfc_6962_come_out(size: int) -> None:
    leaves = hash_leaves(KNOWN_LEAVES[:size])
    one_by_one, at_once = Frontier(), Frontier()

    for leaf in leaves:
        one_by_one.append(leaf)
    at_once.extend(leaves)

    assert one_by_one.root().hex() == KNOWN_ROOTS[size]
    assert at_once.root().hex() == KNOWN_ROOTS[size]


def test_the_known_proofs_of_rfc_6962_come_out_and_hold() -> None:
    leaves = hash_leaves(KNOWN_LEAVES)
    roots = list(map(bytes.fromhex, KNOWN_ROOTS))

    for (n, size), steps in KNOWN_INCLUSION.items():
        path = inclusion_path(n, size, lookup(leaves))
        assert [step.hex() for step in path] == steps
        check_inclusion(leaves[n], n, size, path, roots[size])
    for (old, new), steps in KNOWN_CONSISTENCY.items():
        path = consistency_path(old, new, lookup(leaves))
        assert [step.hex() for step in path] == steps
        check_consistency(old, roots[old], new, roots[new], path)


def test_todays_code_writes_and_reads_the_frozen_tree() -> None:
    leaves = [frozen("leaves.bin")[place : place + 32] for place in range(0, 32 * example.SIZE, 32)]
    frontier = Frontier()
    frontier.extend(leaves)
    inclusion = inclusion_path(example.PROVED, example.SIZE, lookup(leaves))
    consistency = consistency_path(3, example.SIZE, lookup(leaves))

    assert leaves == hash_leaves(example.HEADERS)
    assert leaves[example.PROVED] == hash_leaf(frozen("header.bin"))
    assert frontier.root() == frozen("root.bin")
    assert b"".join(inclusion) == frozen("inclusion.bin")
    assert b"".join(consistency) == frozen("consistency.bin")
    check_inclusion(leaves[example.PROVED], example.PROVED, example.SIZE, inclusion, frozen("root.bin"))
    check_consistency(3, example.head(3).root, example.SIZE, frozen("root.bin"), consistency)


def test_leaves_and_nodes_are_hashed_as_pymerkle_hashes_them() -> None:
    assert hash_leaf(b"entry") == peer().hash_buff(b"entry")
    assert hash_children(LEAVES[0], LEAVES[1]) == peer().hash_pair(LEAVES[0], LEAVES[1])
    assert peer().hash_empty() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_inclusion_proof_equals_pymerkles_and_holds(size: int) -> None:
    assert root(size) == peer().get_root(size)
    for n in range(size):
        path = inclusion_path(n, size, node)

        assert path == peer().prove_inclusion(n + 1, size).path[1:]  # its first is the leaf itself
        check_inclusion(LEAVES[n], n, size, path, root(size))


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_every_consistency_proof_is_the_one_of_the_rfc_and_pymerkle_agrees_that_there_is_one(new: int) -> None:
    for old in range(1, new + 1):
        path = consistency_path(old, new, node)

        assert path == rfc_subproof(old, 0, new, is_whole=True)
        check_consistency(old, root(old), new, root(new), path)
        peer().prove_consistency(old, new).verify(root(old), root(new))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 64, 100])
def test_an_inclusion_path_fits_its_own_entry_and_tree_only(size: int) -> None:
    for n in range(size):
        path = inclusion_path(n, size, node)

        for other in range(size + 1):
            if other != n:
                refuses_inclusion(LEAVES[n], other, size, path, root(size))
                refuses_inclusion(LEAVES[other], n, size, path, root(size))
        refuses_inclusion(LEAVES[n], n, size, [*path, LEAVES[0]], root(size))
        refuses_inclusion(LEAVES[n], n, size, [LEAVES[0], *path], root(size))
        refuses_inclusion(LEAVES[n], n, size, path, root(size + 1))
        if path:
            refuses_inclusion(LEAVES[n], n, size, path[:-1], root(size))
            refuses_inclusion(LEAVES[n], n, size, path[1:], root(size))
            refuses_inclusion(LEAVES[n], n, size, [*path[:-1], path[-1][:31]], root(size))


@pytest.mark.parametrize("new", [1, 2, 3, 7, 8, 21, 64, 100])
def test_a_consistency_path_fits_its_own_two_trees_only(new: int) -> None:
    for old in range(1, new + 1):
        path = consistency_path(old, new, node)

        refuses_consistency(old, root(old), new, root(new), [*path, LEAVES[0]])
        refuses_consistency(old, root(old), new, root(new), [LEAVES[0], *path])
        refuses_consistency(old, root(old - 1), new, root(new), path)
        refuses_consistency(old, root(old), new, root(new + 1), path)
        if path:
            refuses_consistency(old, root(old), new, root(new), path[:-1])
            refuses_consistency(old, root(old), new, root(new), path[1:])
            refuses_consistency(old, root(old), new, root(new), [])
            refuses_consistency(old, root(old), new, root(new), [*path[:-1], path[-1][:31]])


@pytest.mark.parametrize(("n", "size"), [(0, 2), (4, 7), (6, 7), (12, 13), (63, 64), (77, 130)])
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(n: int, size: int) -> None:
    path = inclusion_path(n, size, node)

    for changed in flips(path):
        refuses_inclusion(LEAVES[n], n, size, changed, root(size))
    for [leaf] in flips([LEAVES[n]]):
        refuses_inclusion(leaf, n, size, path, root(size))
    for [other] in flips([root(size)]):
        refuses_inclusion(LEAVES[n], n, size, path, other)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 7), (6, 8), (64, 65), (77, 130)])
def test_every_flipped_bit_of_a_consistency_proof_is_refused(old: int, new: int) -> None:
    path = consistency_path(old, new, node)

    for changed in flips(path):
        refuses_consistency(old, root(old), new, root(new), changed)
    for [other] in flips([root(old)]):
        refuses_consistency(old, other, new, root(new), path)
    for [other] in flips([root(new)]):
        refuses_consistency(old, root(old), new, other, path)


def test_the_empty_tree_begins_every_tree_and_proves_nothing_else() -> None:
    assert consistency_path(0, 5, node) == []
    check_consistency(0, EMPTY_ROOT, 5, root(5), [])
    check_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])

    refuses_consistency(0, root(1), 5, root(5), [])
    refuses_consistency(0, root(1), 0, root(1), [])
    refuses_consistency(0, EMPTY_ROOT, 0, root(1), [])
    refuses_consistency(0, EMPTY_ROOT, 5, root(5), [LEAVES[0]])
    refuses_inclusion(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT)


def test_a_byte_cannot_move_from_one_hash_to_its_neighbour() -> None:
    left, right = LEAVES[:2]
    shorter, longer = left[:31], left[31:] + right

    # The bytes that are hashed are the same, so only their lengths tell.
    refuses_inclusion(shorter, 0, 2, [longer], root(2))
    refuses_consistency(1, shorter, 2, root(2), [longer])


def test_a_path_that_fits_the_roots_does_not_stand_for_other_sizes() -> None:
    above = LEAVES[-1]

    refuses_inclusion(LEAVES[1], 0, 1, [LEAVES[0]], root(2))
    refuses_consistency(2, root(2), 5, root(3), consistency_path(2, 3, node))
    refuses_consistency(2, root(1), 1, root(1), [])
    refuses_consistency(
        3, hash_children(above, root(3)), 4, hash_children(above, root(4)), [*consistency_path(3, 4, node), above]
    )


def test_equal_sizes_need_equal_roots() -> None:
    check_consistency(5, root(5), 5, root(5), [])

    refuses_consistency(5, root(5), 5, root(6), [])
    refuses_consistency(5, root(5), 5, root(5), [LEAVES[0]])


def test_numbers_outside_the_tree_are_refused_by_both_sides() -> None:
    refuses_inclusion(LEAVES[0], -1, 1, [], root(1))
    refuses_inclusion(LEAVES[1], 1, 1, [], root(1))
    refuses_consistency(6, root(6), 5, root(5), [])
    refuses_consistency(-1, root(1), 5, root(5), [])
    for n, size in [(0, 0), (5, 5), (-1, 5)]:
        with pytest.raises(OutsideTreeError):
            inclusion_path(n, size, node)
    for old, new in [(6, 5), (-1, 5)]:
        with pytest.raises(OutsideTreeError) as refusal:
            consistency_path(old, new, node)
        assert (refusal.value.asked, refusal.value.size) == (old, new)


@given(some.lists(some.integers(0, 700), max_size=6), some.integers(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_tree_is_the_same_however_it_was_cut_into_runs(runs: list[int], singly: int) -> None:
    leaves = [sha256(b"%d" % n).digest() for n in range(sum(runs))]
    one_by_one, in_runs = Frontier(), Frontier()

    completed = [each for leaf in leaves for each in one_by_one.append(leaf)]
    kept: list[Node] = []
    done = 0
    for place, run in enumerate(runs):
        part, done = leaves[done : done + run], done + run
        if place % 2 == singly:
            kept += in_runs.extend(part)
        else:
            kept += [each for leaf in part for each in in_runs.append(leaf) if each.level in KEPT_LEVELS]

    assert (in_runs.size, in_runs.hashes) == (one_by_one.size, one_by_one.hashes)
    assert sorted(kept) == sorted(each for each in completed if each.level in KEPT_LEVELS)
    assert all(each.hash == lookup(leaves)(each.level, each.index) for each in completed)


def test_runs_complete_the_subtrees_of_the_second_kept_level_too() -> None:
    leaves = [n.to_bytes(32, "big") for n in range(2**16 + 300)]
    one_by_one, in_runs = Frontier(), Frontier()

    kept = [each for leaf in leaves for each in one_by_one.append(leaf) if each.level in KEPT_LEVELS]
    in_one_run = in_runs.extend(leaves[:70]) + in_runs.extend(leaves[70:])

    assert sorted(in_one_run) == sorted(kept)
    assert [each.index for each in kept if each.level == 16] == [0]
    assert in_runs.root() == one_by_one.root()


def test_each_leaf_completes_as_many_subtrees_as_its_number_ends_in_ones() -> None:
    frontier = Frontier()

    completed = [frontier.append(leaf) for leaf in LEAVES[:8]]

    assert [[(each.level, each.index) for each in row] for row in completed] == [
        [],
        [(1, 0)],
        [],
        [(1, 1), (2, 0)],
        [],
        [(1, 2)],
        [],
        [(1, 3), (2, 1), (3, 0)],
    ]


@pytest.mark.parametrize("size", [0, 1, 6, 7, 64, 129])
def test_a_kept_frontier_grows_on_as_if_it_had_never_been_put_away(size: int) -> None:
    before = Frontier()
    before.extend(LEAVES[:size])

    after = Frontier.of(before.size, before.hashes)
    after.extend(LEAVES[size:])

    assert after.root() == root(MOST)


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(-1, [bytes(32)]), (0, [bytes(32)]), (1, []), (3, [bytes(32)]), (4, [bytes(32)] * 2), (1, [bytes(31)])],
)
def test_a_kept_frontier_that_does_not_fit_its_size_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(TreeDamagedError):
        Frontier.of(size, hashes)


def test_a_perfect_root_is_the_root_of_that_tree() -> None:
    for level in range(8):
        assert perfect_root(LEAVES[: 1 << level]) == root(1 << level)


def test_the_root_over_subtrees_and_what_is_left_is_the_root_of_that_tree() -> None:
    for size in range(MOST + 1):
        whole = size // 4
        roots = [perfect_root(LEAVES[each * 4 : each * 4 + 4]) for each in range(whole)]
        assert root_over(roots, LEAVES[whole * 4 : size]) == root(size)


@pytest.mark.parametrize("count", [0, 3, 6, 129])
def test_a_perfect_root_needs_a_power_of_two(count: int) -> None:
    with pytest.raises(TreeDamagedError):
        perfect_root(LEAVES[:count])


@cache
def equal_leaves(level: int) -> bytes:
    """A perfect subtree whose leaves are all alike: it only depends on its level, so trees of any size are at hand."""
    return LEAVES[0] if level == 0 else hash_children(equal_leaves(level - 1), equal_leaves(level - 1))


def root_of_equal_leaves(size: int) -> bytes:
    levels = [level for level in reversed(range(63)) if size >> level & 1]
    return Frontier.of(size, map(equal_leaves, levels)).root()


@given(some.data())
def test_proofs_hold_in_trees_of_any_size_and_read_few_hashes(data: some.DataObject) -> None:
    new = data.draw(some.integers(1, 2**63 - 1))
    old = data.draw(some.integers(0, new))
    n = data.draw(some.integers(0, new - 1))
    asked: list[tuple[int, int]] = []

    def asking(level: int, index: int) -> bytes:
        assert (index + 1) << level <= new
        asked.append((level, index))
        return equal_leaves(level)

    inclusion = inclusion_path(n, new, asking)
    consistency = consistency_path(old, new, asking)

    check_inclusion(LEAVES[0], n, new, inclusion, root_of_equal_leaves(new))
    check_consistency(old, root_of_equal_leaves(old), new, root_of_equal_leaves(new), consistency)
    assert len(inclusion) <= 63
    assert len(asked) <= 4 * 63

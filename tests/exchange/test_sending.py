"""However much there is to tell, every bundle stays bounded, and all of it arrives, each entry once and in order."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from store.errors import BaseBehindError, BundleGapError
from store.exchange import orders, sending, sending_down
from store.exchange.bundle import MAX_PLAIN_BYTES
from store.exchange.bundle_contents import CarriedEntry, Down, Proven, Receipt, Run, Up, write_contents
from store.exchange.peers import Peer, base_of, peer
from store.exchange.sending import Ready, bundle_up, portions, unsent
from store.exchange.sending_down import bundle_down
from store.exchange.sync import Outcome
from store.keeping import acts
from store.keeping.checkpoint import NOTE_BYTES
from store.keeping.header import LONGEST_BYTES
from store.keeping.history import acts_about
from store.keeping.journal import Journal
from store.keeping.store import Store
from tests.exchange.fleet import BASE
from tests.exchange.opened import open_bundle
from tests.exchange.world import World
from tests.made import families

LAPTOP = "laptop 0"
MAILBOX = "ab" * 16
DELIVERED = families(7, seed=7)


@pytest.fixture
def world() -> Iterator[World]:
    """A base that was delivered some more families, and a laptop that has one of others, and has told all it did."""
    world = World()
    world.open(BASE).record(*DELIVERED)
    settle(world)
    yield world
    world.close()


def settle(world: World) -> None:
    for _ in range(3):
        for name in (LAPTOP, BASE):
            synced(world, name)


def give(world: World, count: int) -> None:
    """Have base give the laptop the first so many of the families delivered."""
    orders.allocate(world.open(BASE), laptop_of(world), [each.family for each in DELIVERED[:count]])


def synced(world: World, name: str) -> Outcome:
    outcome = world.sync(name)
    assert outcome is not None
    assert outcome.refused == []
    return outcome


def correct(world: World, times: int) -> None:
    for _ in range(times):
        world.correct(LAPTOP, world.families[0])


def go_on_in_a_second_branch(world: World, told: int, untold: int) -> None:
    """Have the laptop lose its anchor with some acts untold, and go on in another branch with some more."""
    correct(world, told)
    world.lock(LAPTOP)
    for anchor in (world.folder / LAPTOP).glob("anchor-*"):
        anchor.unlink()
    world.lift(LAPTOP)
    correct(world, untold)
    assert world.open(LAPTOP).journal.branch == 1


def laptop_of(world: World) -> Peer:
    device = world.devices[LAPTOP].device
    assert device is not None
    return peer(world.open(BASE), device)


def body_bytes(branch: Journal, start: int, stop: int) -> int:
    return sum(len(each.body or b"") for each in branch.entries(start, stop))


# -- up ---------------------------------------------------------------------------------------------------------------


def hold_portions(store: Store, count: int, size: int) -> int:
    """Make sure that the portions are all there is to send, in order and each within its bounds; return how many."""
    found = portions(store)
    runs = [run for portion in found for run in portion]
    for branch, start in unsent(store):
        told = [(first, stop) for each, first, stop in runs if each.branch == branch.branch and stop > first]
        if start < branch.size:
            assert (told[0][0], told[-1][1]) == (start, branch.size)
        assert all(stop == first for (_, stop), (first, _) in pairwise(told))
    assert [branch.branch for branch, _, _ in runs] == sorted(branch.branch for branch, _, _ in runs)
    for portion in found:
        entries_count = sum(stop - first for _, first, stop in portion)
        assert entries_count <= count
        assert entries_count <= 1 or sum(body_bytes(*run) for run in portion) <= size
        for (parent, _, parent_stop), (child, first, _) in pairwise(portion):
            assert (parent.branch + 1, parent_stop, first) == (child.branch, parent.size, 0)
        assert portion[0][0].branch == 0 or portion[0][1] > 0  # a branch never begins without the end of its parent
    return len(found)


def test_what_there_is_on_an_ordinary_day_is_one_portion(world: World) -> None:
    correct(world, 5)

    assert hold_portions(world.open(LAPTOP), sending.ENTRIES_AT_ONCE, sending.BODY_BYTES_AT_ONCE) == 1


def test_one_portion_there_always_is_to_tell_what_was_heard(world: World) -> None:
    store = world.open(LAPTOP)
    ((branch, receipted),) = unsent(store)

    (portion,) = portions(store)

    assert [(each.branch, first, stop) for each, first, stop in portion] == [(0, receipted, branch.size)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 10_000])
@pytest.mark.parametrize("size", [1, 700, 2_000, 14 << 20])
def test_portions_are_complete_ordered_and_bounded(
    world: World, monkeypatch: pytest.MonkeyPatch, count: int, size: int
) -> None:
    monkeypatch.setattr(sending, "ENTRIES_AT_ONCE", count)
    monkeypatch.setattr(sending, "BODY_BYTES_AT_ONCE", size)
    correct(world, 12)

    found = hold_portions(world.open(LAPTOP), count, size)

    assert (found > 1) is (count < 10_000 or size < 14 << 20)


@pytest.mark.parametrize("told", [0, 1, 2, 3])
def test_portions_go_over_from_a_former_branch_with_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    go_on_in_a_second_branch(world, told=told, untold=6)
    store = world.open(LAPTOP)

    for count in range(1, 20):
        monkeypatch.setattr(sending, "ENTRIES_AT_ONCE", count)
        hold_portions(store, count, sending.BODY_BYTES_AT_ONCE)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_base_takes_in_every_portion_also_over_former_branches(
    world: World, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    go_on_in_a_second_branch(world, told=3, untold=4)
    monkeypatch.setattr(sending, "ENTRIES_AT_ONCE", count)

    left = synced(world, LAPTOP)
    synced(world, BASE)

    assert left.sent_count > 1
    assert set(world.at(LAPTOP)) <= set(world.at_base())
    assert len(world.at_base()) == len(set(world.at_base()))


def test_each_bundle_tells_how_much_comes_after_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on_in_a_second_branch(world, told=3, untold=4)
    store, base = world.open(LAPTOP), world.open(BASE)
    total = sum(branch.size - start for branch, start in unsent(store))
    monkeypatch.setattr(sending, "ENTRIES_AT_ONCE", 4)

    told = [contents_of(bundle_up(store, portion, MAILBOX), base, store) for portion in portions(store)]

    assert [each.unsent_count for each in told if isinstance(each, Up)] == [
        max(0, total - 4 * sent) for sent in range(1, len(told) + 1)
    ]


# -- down -------------------------------------------------------------------------------------------------------------


def contents_of(ready: Ready, recipient: Store, sender: Store) -> Up | Down:
    key = recipient.keys.device.seeds.sealing_key()
    return open_bundle(ready.content, key, sender.keys.device.signing.public_key()).contents


def next_down(world: World) -> tuple[Ready, Down]:
    """Return what base would send now, and send nothing."""
    base, laptop = world.open(BASE), world.open(LAPTOP)
    ready = bundle_down(base, laptop_of(world), MAILBOX)
    contents = contents_of(ready, laptop, base)
    assert isinstance(contents, Down)
    return ready, contents


def held_of_base(world: World) -> set[int]:
    store = world.open(LAPTOP)
    journal = store.journal_of(base_of(store).journal, 0)
    assert journal is not None
    return set(journal.leaves_held())


def addressed(world: World) -> set[int]:
    """Return the indices of base's entries that the laptop is not known to have."""
    laptop = laptop_of(world)
    return {n for n, _ in sending_down._addressed(world.open(BASE), laptop, laptop.heard_size)}


def begun_and_ended(world: World) -> list[tuple[int, int]]:
    """Return from where to where base's bundles for the laptop go, the last one last."""
    rows = world.open(BASE).rows(
        "SELECT from_size, size FROM sentbundle WHERE to_device = ? ORDER BY number", (laptop_of(world).device,)
    )
    return list(rows)


def test_more_than_one_bundle_holds_is_told_in_several_that_follow_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_down, "ADDRESSED_AT_ONCE", 3)
    give(world, 7)
    wanted, heard = addressed(world), laptop_of(world).heard_size
    before = len(begun_and_ended(world))
    assert len(wanted) == 8

    synced(world, BASE)
    taken = synced(world, LAPTOP)

    assert (taken.taken_count, taken.new_count) == (3, 8)
    first, second, third = begun_and_ended(world)[before:]
    assert first[0] == heard
    assert (second[0], third[0]) == (first[1], second[1])
    assert wanted <= held_of_base(world)
    assert len(world.held(LAPTOP)) == 8
    settle(world)
    assert laptop_of(world).heard_size > max(wanted)


def test_a_refusal_behind_many_new_families_comes_no_later_than_they_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreement 7.2a."""
    monkeypatch.setattr(sending_down, "ADDRESSED_AT_ONCE", 2)
    family = world.held(LAPTOP)[0]
    give(world, 6)
    world.order("lock", LAPTOP, [family])

    synced(world, BASE)
    synced(world, LAPTOP)

    laptop = world.open(LAPTOP)
    assert not laptop.rows("SELECT 1 FROM family WHERE family = ?", (family,))
    assert any(isinstance(act, acts.FamilyLockSet) for act, _ in acts_about(laptop, family))


def test_what_follows_a_bundle_that_was_lost_waits_until_that_is_told_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_down, "ADDRESSED_AT_ONCE", 3)
    give(world, 7)
    wanted = addressed(world)
    synced(world, BASE)
    _, second, _ = [each for each in world.mail_here() if each.startswith(laptop_of(world).device)]
    world.lose(second)

    outcome = world.sync(LAPTOP)

    assert outcome is not None
    assert [type(each.why) for each in outcome.refused] == [BundleGapError]
    assert held_of_base(world) & wanted == set(sorted(wanted)[:3])
    settle(world)
    assert wanted <= held_of_base(world)
    assert laptop_of(world).heard_size > max(wanted)


def test_bodies_count_downwards_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BODY_BYTES_AT_ONCE", 2_000)
    give(world, 7)

    _, down = next_down(world)

    assert sum(len(each.entry.body or b"") for each in down.carried) <= 2_000
    for _ in range(9):
        synced(world, BASE)
        synced(world, LAPTOP)
    assert len(world.held(LAPTOP)) == 8


def test_a_piece_that_is_lost_is_told_again_under_the_same_head(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_down, "ADDRESSED_AT_ONCE", 3)
    give(world, 7)
    first, _ = next_down(world)
    synced(world, BASE)
    for name in world.mail_here():
        world.lose(name)

    again, _ = next_down(world)

    assert again.sent.number == first.sent.number + 3
    assert again.sent.checkpoint_root == first.sent.checkpoint_root


def test_a_laptop_that_is_away_may_be_written_to_as_often_as_one_likes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_down, "HEADS_AT_ONCE", 3)
    give(world, 1)
    for _ in range(6):
        synced(world, BASE)
    give(world, 2)
    for _ in range(6):
        synced(world, BASE)

    ready, down = next_down(world)

    assert len(down.consistency) == 3
    told = world.open(BASE).rows("SELECT DISTINCT size FROM sentbundle WHERE to_device = ?", (laptop_of(world).device,))
    between = {size for (size,) in told if down.first <= size < ready.sent.checkpoint_size}
    assert {old for old, _ in down.consistency} == between
    assert all(down.first <= each.n < ready.sent.checkpoint_size for each in down.carried)
    settle(world)
    assert len(world.held(LAPTOP)) == 3


def test_a_bundle_that_was_meant_for_a_copy_that_knew_more_is_refused_as_a_gap(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(world, 1)
    monkeypatch.setattr(sending_down, "_addressed", lambda *_: [])
    real = Down.__post_init__

    def begun_later(self: Down) -> None:
        object.__setattr__(self, "first", self.first + 1)
        real(self)

    with monkeypatch.context() as patched:
        patched.setattr(Down, "__post_init__", begun_later)
        ready = bundle_down(world.open(BASE), laptop_of(world), MAILBOX)
    (world.mail / ready.name).write_bytes(ready.content)

    outcome = world.sync(LAPTOP)

    assert outcome is not None
    assert [type(each.why) for each in outcome.refused] == [BundleGapError]


def test_an_earlier_head_brings_nothing_that_is_not_here_already(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    give(world, 1)
    every = sending_down._addressed(world.open(BASE), laptop_of(world), laptop_of(world).heard_size)
    with monkeypatch.context() as patched:
        patched.setattr(sending_down, "_addressed", lambda *_: every[1:])
        ready = bundle_down(world.open(BASE), laptop_of(world), MAILBOX)
    world.open(BASE).record(ready.sent)
    (world.mail / ready.name).write_bytes(ready.content)
    synced(world, LAPTOP)
    known = base_of(world.open(LAPTOP)).their_size
    monkeypatch.setattr(sending_down, "_told", lambda *_: ([every[0][0]], [], every[0][0] + 1))
    again = bundle_down(world.open(BASE), laptop_of(world), MAILBOX)
    (world.mail / again.name).write_bytes(again.content)

    outcome = world.sync(LAPTOP)

    assert outcome is not None
    assert [type(each.why) for each in outcome.refused] == [BaseBehindError]
    assert base_of(world.open(LAPTOP)).their_size == known


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_a_laptop_that_was_put_back_is_told_from_the_start_in_pieces_and_its_head_of_base_never_goes_back(
    world: World, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    give(world, 3)
    settle(world)
    go_on_in_a_second_branch(world, told=1, untold=1)
    monkeypatch.setattr(sending_down, "ADDRESSED_AT_ONCE", at_once)
    laptop = world.open(LAPTOP)
    known = [base_of(laptop).their_size]
    _, down = next_down(world)
    assert laptop_of(world).heard_size == 0
    assert down.carried[-1].n < known[0]

    for _ in range(40):
        synced(world, LAPTOP)
        synced(world, BASE)
        known.append(base_of(laptop).their_size)

    assert known == sorted(known)
    assert known[-1] > known[0]
    assert laptop_of(world).heard_size > known[0]
    assert addressed(world) == set()


# -- whatever they carry ----------------------------------------------------------------------------------------------

HEADER, SIGNATURE, SALT = bytes(LONGEST_BYTES), bytes(64), bytes(16)
NOTE = b'"' * (NOTE_BYTES // 64)


def longest(count: int) -> list[CarriedEntry]:
    """Return so many entries, with as much in their bodies as one bundle takes, in the longest spelling there is."""
    body = b'"' * (sending.BODY_BYTES_AT_ONCE // count)
    return [CarriedEntry(HEADER, SIGNATURE, SALT, body)] * count


def test_no_portion_is_ever_too_large_to_be_sealed() -> None:
    run = Run(NOTE, 0, 0, tuple(longest(sending.ENTRIES_AT_ONCE)))

    plain = write_contents(Up((run, *[Run(NOTE, 1, 0, ())] * 100), NOTE, "0", 0, 0))

    assert len(plain) <= MAX_PLAIN_BYTES


def test_no_bundle_down_is_ever_too_large_to_be_sealed() -> None:
    path, count = (bytes(32),) * 41, sending_down.ADDRESSED_AT_ONCE
    heads = tuple((n, path) for n in range(1 << 40, (1 << 40) + sending_down.HEADS_AT_ONCE))
    carried = tuple(Proven(n, entry, path) for n, entry in enumerate(longest(count), 1 << 40))

    plain = write_contents(Down(NOTE, 1 << 40, heads, (Receipt(NOTE, 0),) * 100, carried, "0", 0, 0))

    assert len(plain) <= MAX_PLAIN_BYTES

"""The order of entries, held against histories in which it is known what could have reached whom.

`World` plays base and laptops that write, send, lose, double, delay, are copied, put back and lost. Each entry carries
its past: every entry that could have reached its writer. `precedes` has to find that out from five numbers.
"""

import copy
from dataclasses import dataclass, field, replace
from itertools import product

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from store.ids import JournalId
from store.keeping.causality import (
    NOT_YET,
    TWINS_FROM,
    Place,
    at_base,
    clock,
    distinct,
    latest,
    precedes,
)

BASE = [JournalId(f"{ordinal:032x}") for ordinal in range(4)]
LAPTOPS = [JournalId(f"{number:032x}") for number in (0xA, 0xB, 0xC)]

# -- the world -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as its writer knows it, and what could have reached them."""

    serial: int
    seen: int
    past: frozenset[int]

    def __deepcopy__(self, memo: object) -> "Written":
        return self  # it never changes, and worlds are copied often


@dataclass
class Run:
    """One branch: what it continues, and its own entries from index `first` on."""

    parent: tuple[int, int] | None
    entries: list[Written]
    first: int = 0

    @property
    def size(self) -> int:
        return self.first + len(self.entries)


@dataclass
class Laptop:
    """A laptop, or one of its copies."""

    journal: JournalId
    runs: dict[int, Run] = field(default_factory=lambda: {0: Run(None, [])})
    branch: int = 0
    seen: int = 0
    past: frozenset[int] = frozenset()
    heard: dict[int, list[Written]] = field(default_factory=dict)
    receipts: dict[int, int] = field(default_factory=dict)

    def placed(self) -> dict[int, Place]:
        """Return the place of its own entries, by serial, as it knows it from receipts."""
        return _placed(self.journal, self.runs, self.receipts)

    def ancestry(self) -> dict[tuple[JournalId, int], tuple[int, int]]:
        return {(self.journal, branch): run.parent for branch, run in self.runs.items() if run.parent is not None}


@dataclass
class Base:
    """Base, or a backup of it."""

    ordinal: int = 0
    journals: dict[int, list[Written]] = field(default_factory=lambda: {0: []})
    handed_back: dict[int, int] = field(default_factory=dict)
    held: dict[JournalId, dict[int, Run]] = field(
        default_factory=lambda: {laptop: {0: Run(None, [])} for laptop in LAPTOPS}
    )
    receipts: dict[int, int] = field(default_factory=dict)
    past: frozenset[int] = frozenset()


class World:
    """Base and three laptops, with every bundle that was ever sent."""

    def __init__(self) -> None:
        self.serial = 0
        self.base = Base()
        self.backups: list[Base] = []
        self.laptops = [Laptop(journal) for journal in LAPTOPS]
        self.images: list[list[Laptop]] = [[], [], []]
        self.up: list[Laptop] = []
        self.down: list[Base] = []
        self.branches = dict.fromkeys(LAPTOPS, 1)

    # what devices do

    def base_writes(self) -> int:
        journal = self.base.journals[self.base.ordinal]
        now = clock(self.base.ordinal, len(journal))
        written = self._write(now, self.base.past)
        journal.append(written)
        self.base.past |= {written.serial}
        return now

    def laptop_writes(self, number: int) -> None:
        laptop = self.laptops[number]
        written = self._write(laptop.seen, laptop.past)
        laptop.runs[laptop.branch].entries.append(written)
        laptop.past |= {written.serial}

    def laptop_sends(self, number: int) -> None:
        self.up.append(copy.deepcopy(self.laptops[number]))

    def base_sends(self) -> None:
        self.down.append(copy.deepcopy(self.base))

    def base_takes(self, pick: int) -> None:
        """Take in any bundle ever sent up: the act that does is one entry of base."""
        if not self.up:
            return
        bundle = self.up[pick % len(self.up)]
        now = self.base_writes()
        self.base.past |= bundle.past
        self._hold(bundle, now)

    def laptop_takes(self, number: int, pick: int) -> None:
        """Take any bundle ever sent down; what is no news changes nothing."""
        if not self.down:
            return
        laptop, bundle = self.laptops[number], self.down[pick % len(self.down)]
        size = clock(bundle.ordinal, len(bundle.journals[bundle.ordinal]))
        if size < laptop.seen:
            return
        laptop.seen = size
        laptop.past |= bundle.past
        laptop.receipts = dict(bundle.receipts)
        laptop.heard |= copy.deepcopy(bundle.journals)

    # what befalls them

    def laptop_is_copied(self, number: int) -> None:
        self.images[number].append(copy.deepcopy(self.laptops[number]))

    def copy_is_put_back(self, number: int, pick: int) -> None:
        """A copy takes the laptop's place, or works on beside it: what it writes contradicts the other one."""
        if self.images[number]:
            images = self.images[number]
            self.laptops[number], images[pick % len(images)] = (
                copy.deepcopy(images[pick % len(images)]),
                self.laptops[number],
            )

    def laptop_forks(self, number: int) -> None:
        """Both the laptop and its copy write the same index."""
        self.laptop_is_copied(number)
        self.laptop_writes(number)
        self.copy_is_put_back(number, -1)
        self.laptop_writes(number)

    def branch_is_opened(self, number: int) -> None:
        laptop = self.laptops[number]
        new = self.branches[laptop.journal]
        self.branches[laptop.journal] += 1
        laptop.runs[new] = Run((laptop.branch, laptop.runs[laptop.branch].size), [])
        laptop.branch = new

    def base_is_backed_up(self) -> None:
        self.backups.append(copy.deepcopy(self.base))

    def base_is_lost(self, pick: int) -> None:
        """Any backup goes on under the next journal; bundles of the lost base may still arrive."""
        if self.backups and self.base.ordinal + 1 < len(BASE):
            ordinal = self.base.ordinal + 1
            self.base = copy.deepcopy(self.backups[pick % len(self.backups)])
            self.base.ordinal = ordinal
            self.base.journals[ordinal] = []
            self.backups.clear()  # a backup of a lost base is not restored twice

    def all_is_exchanged(self) -> None:
        for number in range(len(self.laptops)):
            for image in (self.laptops[number], *self.images[number]):
                self.up.append(copy.deepcopy(image))
                self.base_takes(len(self.up) - 1)
        self.base_sends()
        for laptop in self.all_laptops():
            laptop.receipts = dict(self.base.receipts)

    def all_laptops(self) -> list[Laptop]:
        """Return the laptops and their copies."""
        return [*self.laptops, *(image for images in self.images for image in images)]

    # what base makes of it

    def placed(self) -> dict[int, Place]:
        """Return the place of whatever base holds, by serial."""
        places = {
            written.serial: replace(place, base_at=self.base.handed_back.get(written.serial, place.base_at))
            for ordinal, journal in self.base.journals.items()
            for n, written in enumerate(journal)
            for place in [at_base(BASE[ordinal], ordinal, n)]
        }
        for journal, runs in self.base.held.items():
            places |= _placed(journal, runs, self.base.receipts)
        return places

    def ancestry(self) -> dict[tuple[JournalId, int], tuple[int, int]]:
        return {
            (journal, branch): run.parent
            for journal, runs in self.base.held.items()
            for branch, run in runs.items()
            if run.parent is not None
        }

    def pasts(self) -> dict[int, frozenset[int]]:
        """Return what could have reached whoever wrote what base holds, by serial."""
        runs = [run for held in self.base.held.values() for run in held.values()]
        entries = [*self.base.journals.values(), *(run.entries for run in runs)]
        return {written.serial: written.past for each in entries for written in each}

    def _write(self, seen: int, past: frozenset[int]) -> Written:
        self.serial += 1
        return Written(self.serial, seen, past)

    def _hold(self, bundle: Laptop, now: int) -> None:
        """Keep what is new, and whatever contradicts what is held as a twin."""
        for ordinal, journal in bundle.heard.items():
            if ordinal < self.base.ordinal:  # what a lost base took with it
                known = self.base.journals.setdefault(ordinal, [])
                self.base.handed_back |= {written.serial: now for written in journal[len(known) :]}
                known.extend(journal[len(known) :])
        held = self.base.held[bundle.journal]
        names: dict[int, int] = {}
        for branch, run in sorted(bundle.runs.items()):
            parent = None if run.parent is None else (names[run.parent[0]], run.parent[1])
            names[branch] = name = self._find(held, branch, parent, run.entries)
            kept = held[name]
            kept.entries.extend(run.entries[kept.size :])
            for written in run.entries:
                self.base.receipts.setdefault(written.serial, now)

    @staticmethod
    def _find(held: dict[int, Run], branch: int, parent: tuple[int, int] | None, entries: list[Written]) -> int:
        if branch not in held:
            held[branch] = Run(parent, [])
            return branch
        copies = {name: whole for name in held if (whole := _whole(held, name, branch)) is not None}
        shared = {name: _shared(whole, entries) for name, whole in copies.items()}
        for name, whole in copies.items():
            if shared[name] == min(len(whole), len(entries)):
                return name
        nearest = max(shared, key=lambda name: (shared[name], -name))
        twin = max(TWINS_FROM - 1, *held) + 1
        held[twin] = Run((nearest, shared[nearest]), [], first=shared[nearest])
        return twin


def _whole(held: dict[int, Run], name: int, branch: int) -> list[Written] | None:
    """Return all a copy of a branch holds by that branch's own numbers, or None if it is no copy of it."""
    if name == branch:
        return held[name].entries
    parent = held[name].parent
    if name < TWINS_FROM or parent is None or (before := _whole(held, parent[0], branch)) is None:
        return None
    return [*before[: parent[1]], *held[name].entries]


def _shared(one: list[Written], other: list[Written]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _placed(journal: JournalId, runs: dict[int, Run], receipts: dict[int, int]) -> dict[int, Place]:
    return {
        written.serial: Place(journal, branch, n, receipts.get(written.serial, NOT_YET), written.seen)
        for branch, run in runs.items()
        for n, written in enumerate(run.entries, start=run.first)
    }


# -- histories -------------------------------------------------------------------------------------------------------

LAPTOP = st.integers(0, len(LAPTOPS) - 1)
PICK = st.integers(0, 30) | st.just(-1)
DEEDS = [
    st.tuples(st.just("base_writes")),
    st.tuples(st.just("base_sends")),
    st.tuples(st.just("base_takes"), PICK),
    st.tuples(st.just("laptop_writes"), LAPTOP),
    st.tuples(st.just("laptop_writes"), LAPTOP),
    st.tuples(st.just("laptop_sends"), LAPTOP),
    st.tuples(st.just("laptop_takes"), LAPTOP, PICK),
]
MISHAPS = [
    st.tuples(st.just("laptop_is_copied"), LAPTOP),
    st.tuples(st.just("laptop_forks"), LAPTOP),
    st.tuples(st.just("copy_is_put_back"), LAPTOP, PICK),
    st.tuples(st.just("branch_is_opened"), LAPTOP),
]
LOSSES = [st.tuples(st.just("base_is_backed_up")), st.tuples(st.just("base_is_lost"), PICK)]


def worlds(*, with_losses: bool = False, most: int = 40) -> st.SearchStrategy[World]:
    """Draw a world after some deeds and mishaps, in which all was exchanged at the end."""
    steps = st.lists(st.one_of(*DEEDS, *MISHAPS, *(LOSSES if with_losses else [])), min_size=most // 3, max_size=most)
    return steps.map(_play)


def _play(steps: list[tuple[str | int, ...]]) -> World:
    world = World()
    for name, *arguments in steps:
        getattr(world, str(name))(*arguments)
    world.all_is_exchanged()
    return world


def pair(one: int, other: int, world: World) -> bool:
    places = world.placed()
    return precedes(places[one], places[other], world.ancestry())


# -- the order -------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(worlds())
def test_one_entry_precedes_another_iff_it_could_have_reached_its_writer(world: World) -> None:
    places, pasts, ancestry = world.placed(), world.pasts(), world.ancestry()

    found = {(b, a) for b, a in product(places, repeat=2) if precedes(places[b], places[a], ancestry)}

    assert found == {(b, a) for a, past in pasts.items() for b in past if b in places}


@settings(max_examples=200)
@given(worlds(with_losses=True))
def test_after_a_succession_nothing_precedes_what_it_could_not_have_reached(world: World) -> None:
    places, pasts, ancestry = world.placed(), world.pasts(), world.ancestry()

    found = {(b, a) for b, a in product(places, repeat=2) if precedes(places[b], places[a], ancestry)}

    assert all(b in pasts[a] for b, a in found)


@settings(max_examples=200)
@given(worlds(with_losses=True, most=30))
def test_the_order_is_a_strict_partial_order(world: World) -> None:
    places, ancestry = list(world.placed().values()), world.ancestry()

    before = {a: {b for b in places if precedes(b, a, ancestry)} for a in places}

    assert all(a not in before[a] for a in places)
    assert all(a not in before[b] for a in places for b in before[a])
    assert all(before[b] <= before[a] for a in places for b in before[a])


@settings(max_examples=200)
@given(worlds(with_losses=True))
def test_the_three_facts_that_make_it_an_order_hold_in_every_history(world: World) -> None:
    places, ancestry = list(world.placed().values()), world.ancestry()
    upstream = [
        (b, a)
        for b, a in product(places, repeat=2)
        if b.journal == a.journal and precedes(_unheard(b), _unheard(a), ancestry)
    ]

    assert all(b.seen <= a.seen for b, a in upstream)
    assert all(b.base_at <= a.base_at for b, a in upstream)
    assert all(place.seen <= place.base_at for place in places)


def _unheard(place: Place) -> Place:
    return Place(place.journal, place.branch, place.n, NOT_YET, 0)


@settings(max_examples=200)
@given(worlds(with_losses=True))
def test_a_laptop_comes_to_the_same_order_as_base_once_all_was_exchanged(world: World) -> None:
    at_base_, ancestry = world.placed(), world.ancestry()
    of_base = {serial: place for serial, place in at_base_.items() if place.journal in BASE}

    for laptop in world.all_laptops():
        places, own_ancestry = of_base | laptop.placed(), laptop.ancestry()

        for b, a in product(places, repeat=2):
            assert precedes(places[b], places[a], own_ancestry) == precedes(at_base_[b], at_base_[a], ancestry)


def test_histories_do_hold_twins_and_children_of_twins() -> None:
    world = World()
    world.laptop_writes(0)
    world.laptop_is_copied(0)
    world.laptop_writes(0)
    world.copy_is_put_back(0, 0)
    world.laptop_writes(0)
    world.branch_is_opened(0)
    world.laptop_writes(0)
    world.all_is_exchanged()

    parents = world.ancestry()

    # Base met the copy first, so that the entries of the laptop it was made of are the twin.
    assert parents == {(LAPTOPS[0], 1): (0, 2), (LAPTOPS[0], TWINS_FROM): (0, 1)}
    assert pair(1, 2, world)
    assert pair(1, 4, world)
    assert pair(3, 4, world)
    assert not pair(2, 3, world)
    assert not pair(2, 4, world)


# -- each rule by itself ---------------------------------------------------------------------------------------------

J, K = LAPTOPS[:2]


def own(n: int, branch: int = 0, base_at: int = NOT_YET, seen: int = 0, journal: JournalId = J) -> Place:
    return Place(journal, branch, n, base_at, seen)


def test_the_lower_index_of_a_branch_precedes_the_higher_and_never_itself() -> None:
    assert precedes(own(3), own(4), {})
    assert not precedes(own(4), own(3), {})
    assert not precedes(own(3), own(3), {})


def test_what_base_took_in_before_the_moment_the_writer_knew_of_precedes_it() -> None:
    assert precedes(own(0, base_at=6), own(0, seen=7, journal=K), {})
    assert not precedes(own(0, base_at=7), own(0, seen=7, journal=K), {})


def test_the_same_index_of_two_journals_says_nothing() -> None:
    assert not precedes(own(3), own(4, journal=K), {})


def test_an_order_of_base_precedes_what_was_written_knowing_it() -> None:
    order = at_base(BASE[0], 0, 9)

    assert precedes(order, own(0, seen=10), {})
    assert not precedes(order, own(0, seen=9), {})


def test_base_answers_what_it_took_in_and_no_more() -> None:
    assert precedes(own(0, base_at=5), at_base(BASE[0], 0, 6), {})
    assert not precedes(own(0), at_base(BASE[0], 0, 6), {})


def test_the_other_side_of_a_fork_is_concurrent_with_the_branch_that_was_opened() -> None:
    ancestry = {(J, 1): (0, 80)}

    assert precedes(own(79), own(0, branch=1), ancestry)
    assert not precedes(own(80), own(0, branch=1), ancestry)
    assert not precedes(own(0, branch=1), own(99), ancestry)


def test_a_branch_inherits_through_its_parent_only_what_the_parent_inherited() -> None:
    ancestry = {(J, 1): (0, 80), (J, 2): (1, 3)}

    assert precedes(own(79), own(0, branch=2), ancestry)
    assert not precedes(own(80), own(0, branch=2), ancestry)
    assert precedes(own(2, branch=1), own(0, branch=2), ancestry)
    assert not precedes(own(3, branch=1), own(0, branch=2), ancestry)


def test_a_twin_is_concurrent_with_its_branch_from_the_fork_on() -> None:
    ancestry = {(J, TWINS_FROM): (0, 80)}

    assert precedes(own(79), own(80, branch=TWINS_FROM), ancestry)
    assert not precedes(own(80), own(81, branch=TWINS_FROM), ancestry)
    assert not precedes(own(80, branch=TWINS_FROM), own(81), ancestry)


def test_who_continues_a_twin_from_below_the_fork_inherits_no_more_than_that() -> None:
    ancestry = {(J, TWINS_FROM): (0, 80), (J, 1): (TWINS_FROM, 70)}

    assert precedes(own(69), own(0, branch=1), ancestry)
    assert not precedes(own(70), own(0, branch=1), ancestry)


def test_a_circle_of_branches_orders_nothing_and_does_not_hang() -> None:
    ancestry = {(J, 1): (2, 5), (J, 2): (1, 5)}

    assert not precedes(own(0), own(0, branch=1), ancestry)


def test_the_clock_of_a_successor_stands_above_every_clock_of_the_lost_base() -> None:
    assert clock(0, 2**40 - 1) < clock(1, 0) < clock(1, 1)
    assert clock(2**13 - 1, 2**40 - 1) < 2**53
    assert clock(2**23 - 1, 2**40 - 1) == NOT_YET


@example(2**63 - 1)
@given(st.integers(0, 2**63 - 1))
def test_what_base_has_not_taken_in_precedes_nobody_elses_entry(seen: int) -> None:
    assert not precedes(own(0), own(0, seen=seen, journal=K), {})


# -- the latest ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    place: Place
    says: str = ""


@given(worlds(most=25), st.data())
def test_the_latest_of_two_halves_are_the_latest_of_all(world: World, data: st.DataObject) -> None:
    events, ancestry = [Event(place) for place in world.placed().values()], world.ancestry()
    assume(events)
    one = data.draw(st.lists(st.sampled_from(events)))
    other = data.draw(st.lists(st.sampled_from(events)))

    halves = [*latest(one, ancestry), *latest(other, ancestry)]

    assert latest(halves, ancestry) == latest([*one, *other], ancestry)


@given(worlds(most=25), st.data())
def test_whatever_is_not_among_the_latest_precedes_one_that_is(world: World, data: st.DataObject) -> None:
    events, ancestry = [Event(place) for place in world.placed().values()], world.ancestry()
    assume(events)
    some = data.draw(st.lists(st.sampled_from(events), min_size=1))

    last = latest(some, ancestry)

    assert last
    assert all(e in last or any(precedes(e.place, f.place, ancestry) for f in last) for e in some)


def test_an_entry_told_twice_counts_once_and_the_telling_with_the_receipt_stands() -> None:
    sent, unsent = Event(own(0, base_at=5)), Event(own(0))

    assert distinct([unsent, sent, unsent]) == [sent]
    assert distinct([sent, unsent]) == [sent]

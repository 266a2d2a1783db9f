"""A base and five laptops, anything in any order: whatever happens, all come to the same, and nothing kept is lost."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from store.exchange import sending_down
from store.keeping.acts.terms.consents import ConsentDecision
from tests.exchange.fleet import BASE, FAMILIES, LAPTOPS
from tests.exchange.verdicts import hold_all
from tests.exchange.world import World

laptops = st.sampled_from(LAPTOPS)
devices = st.sampled_from([BASE, *LAPTOPS])
places = st.integers(0, FAMILIES - 1)
some_families = st.lists(places, min_size=1, max_size=3, unique=True)
decisions = st.sampled_from([ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN])

SHARES = 6
EXAMPLES = 50
STEPS = 40
FEW = 3
"""Entries in a bundle of base's at most, so that it takes several to tell a laptop what there is."""


class Exchange(RuleBasedStateMachine):
    """One world, and what may happen to it.

    Attributes:
        happened: How often what is rare came about, in all worlds.
    """

    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    # -- people ------------------------------------------------------------------------------------------------------

    @rule(name=devices, place=places)
    def something_happens(self, name: str, place: int) -> None:
        family = self.world.family_at(name, place)
        if family is not None:
            self.world.correct(name, family)

    @rule(name=devices, place=places, which=st.integers(0, 1), decision=decisions)
    def somebody_answers(self, name: str, place: int, which: int, decision: ConsentDecision) -> None:
        family = self.world.family_at(name, place)
        if family is not None:
            self.world.answer(name, family, which, decision)

    @rule(name=laptops, place=places, first=decisions, second=decisions)
    def base_and_a_laptop_write_about_one_family(
        self, name: str, place: int, first: ConsentDecision, second: ConsentDecision
    ) -> None:
        family = self.world.family_at(name, place)
        if family is not None and self.world.works(BASE):
            for writer, decision in ((name, first), (BASE, second)):
                self.world.correct(writer, family)
                self.world.answer(writer, family, 0, decision)

    @rule(name=devices)
    def somebody_syncs(self, name: str) -> None:
        self.world.sync(name)

    @rule()
    def everybody_syncs(self) -> None:
        for name in (*LAPTOPS, BASE):
            self.world.sync(name)

    @rule(name=laptops, kind=st.sampled_from(["allocate", "recall", "lock", "destroy", "renew"]), chosen=some_families)
    def base_orders(self, name: str, kind: str, chosen: list[int]) -> None:
        possible = self.world.possible(kind, name)
        self.world.order(kind, name, [possible[place] for place in chosen if place < len(possible)])

    @rule()
    def base_is_backed_up(self) -> None:
        self.world.back_up()

    @rule(name=devices)
    def a_device_is_locked(self, name: str) -> None:
        self.world.lock(name)

    @rule(name=devices)
    def a_new_epoch_begins(self, name: str) -> None:
        self.world.new_epoch(name)

    # -- trouble -----------------------------------------------------------------------------------------------------

    @rule(name=devices, after=st.integers(0, 12))
    def a_device_goes_off_while_it_syncs(self, name: str, after: int) -> None:
        with self.world.crashing(name, after):
            self.world.sync(name)

    @rule(name=devices, after=st.integers(0, 4))
    def a_device_goes_off_in_a_new_epoch(self, name: str, after: int) -> None:
        with self.world.crashing(name, after):
            self.world.new_epoch(name)

    @precondition(lambda self: self.world.mail_here())
    @rule(place=st.integers(0, 50), how=st.sampled_from(["lose", "hold back", "spoil"]))
    def mail_comes_to_harm(self, place: int, how: str) -> None:
        here = self.world.mail_here()
        name = here[place % len(here)]
        match how:
            case "lose":
                self.world.lose(name)
            case "hold back":
                self.world.hold_back(name)
            case "spoil":
                self.world.spoil(name, place * 131)

    @rule()
    def what_was_held_back_comes(self) -> None:
        self.world.bring_back()

    @rule(place=st.integers(0, 500))
    def an_old_bundle_comes_again(self, place: int) -> None:
        self.world.double(place)

    @rule(hours=st.integers(-400, 400))
    def the_clocks_jump(self, hours: int) -> None:
        self.world.time.move(hours=hours)

    @rule(name=laptops)
    def a_laptop_is_imaged(self, name: str) -> None:
        self.world.image(name)

    @rule(name=laptops)
    def a_laptop_is_copied_back(self, name: str) -> None:
        self.world.restore(name)

    @rule(name=laptops)
    def a_supervisor_lets_a_laptop_go_on(self, name: str) -> None:
        self.world.lift(name)

    @rule()
    def base_is_lost_and_copied_back(self) -> None:
        self.world.restore_base()

    @rule()
    def two_people_let_base_go_on(self) -> None:
        self.world.succeed()

    # -- what holds --------------------------------------------------------------------------------------------------

    @invariant()
    def base_holds_nothing_twice(self) -> None:
        assert not [each for each, count in Counter(self.world.at_base()).items() if count > 1]

    def teardown(self) -> None:
        try:
            self.world.heal()
            hold_all(self.world)
        finally:
            self.happened.update(self.world.happened)
            self.world.close()


def run(share: int, examples: int, steps: int) -> Counter[str]:
    """Try so many worlds, of so many steps at most; other worlds for each share, and in the odd ones small bundles.

    Returns:
        How often what is rare came about.
    """

    class Share(Exchange):
        happened: ClassVar[Counter[str]] = Counter()

    at_once = FEW if share % 2 else sending_down.ADDRESSED_AT_ONCE
    with patch.object(sending_down, "ADDRESSED_AT_ONCE", at_once):
        run_state_machine_as_test(
            seed(share)(Share),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    return Share.happened


@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_happens_all_come_to_the_same_and_nothing_kept_is_lost(share: int) -> None:
    happened = run(share, EXAMPLES, STEPS)

    assert happened["conflicts standing"]
    assert happened["questions answered concurrently"]
    assert happened["successions"]


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def test_a_conflict_that_comes_in_first_after_a_succession_is_told(world: World) -> None:
    family = world.families[0]
    world.correct(BASE, family)
    world.back_up()
    world.correct(LAPTOPS[0], family)
    world.restore_base()
    world.succeed()

    world.heal()

    assert world.happened["conflicts"] == 1
    hold_all(world)


def test_a_recalled_family_leaves_a_laptop_that_was_copied_back_and_forked(world: World) -> None:
    name, family = LAPTOPS[0], world.families[0]
    world.image(name)
    world.correct(name, family)
    world.sync(name)
    world.sync(BASE)
    world.restore(name)
    world.correct(name, family)
    world.order("recall", name, [family])

    world.heal()

    assert world.happened["forks"] == 1
    assert world.held(name) == []
    hold_all(world)


@pytest.mark.parametrize("kind", ["allocate", "recall", "lock", "destroy"])
def test_what_a_laptop_did_for_a_lost_base_is_done_again_by_its_copy_that_is_put_back_too(
    world: World, kind: str
) -> None:
    name = LAPTOPS[2]
    family = world.possible(kind, name)[0]
    world.image(name)
    world.order(kind, name, [family])
    world.sync(BASE)
    world.sync(name)
    world.sync(BASE)
    world.back_up()  # it holds what the laptop did
    world.sync(BASE)
    world.heal()
    world.back_up()
    world.restore_base()
    world.restore(name)

    world.heal()

    assert (family in world.held(name)) == (kind == "allocate")
    hold_all(world)


def test_what_a_laptop_wrote_on_a_copy_that_is_copied_again_is_held_once(world: World) -> None:
    name, family = LAPTOPS[1], world.families[1]
    for _ in range(2):
        world.answer(name, family, 1, ConsentDecision.REFUSED)
        world.image(name)
        world.correct(name, family)
        world.sync(name)
        world.sync(BASE)
        for each in world.mail_here():  # what would tell the next copy that it is one
            world.lose(each)
        world.restore(name)

    world.heal()

    assert world.happened["forks"] == 2
    hold_all(world)


def test_base_knows_what_a_copy_wrote_before_it_was_let_go_on(world: World) -> None:
    """Its new branch is shorter than the one it wrote that in."""
    name, family = LAPTOPS[0], world.families[0]
    world.image(name)
    world.sync(name)
    world.sync(BASE)
    world.restore(name)
    world.correct(name, family)
    assert world.sync(name) is None
    for each in world.mail_here():  # nothing that it takes in adds to what it knows
        world.lose(each)
    world.lift(name)
    world.sync(name)
    world.sync(BASE)
    world.correct(BASE, family)

    world.heal()

    hold_all(world)


def test_a_base_that_is_put_back_unseen_is_found_and_all_come_to_the_same(world: World) -> None:
    world.back_up()
    for name in LAPTOPS:
        family = world.family_at(name, 0)
        if family is not None:
            world.correct(name, family)
            world.sync(name)
    world.order("allocate", LAPTOPS[1], world.possible("allocate", LAPTOPS[1])[:1])
    world.sync(BASE)
    for name in LAPTOPS:
        world.sync(name)
    world.restore_base(is_seen=False)
    for name in world.mail_here():
        world.hold_back(name)
    world.correct(BASE, world.families[0])
    world.order("renew", LAPTOPS[0], [])
    world.sync(BASE)
    for name in LAPTOPS[:3]:
        world.sync(name)

    world.heal()

    assert world.happened["successions"] == 1
    hold_all(world)
    assert world.happened["base found put back"]


def test_a_laptop_knows_of_base_as_far_as_the_last_bundle_that_it_took_in(world: World) -> None:
    (family, *_) = world.held("laptop 2")
    with patch.object(sending_down, "ADDRESSED_AT_ONCE", FEW):
        for _ in range(FEW):
            world.back_up()
        world.correct(BASE, family)
        world.sync(BASE)  # more than goes into one bundle: the correction is in the next one
        with world.crashing("laptop 2", 3):
            world.sync("laptop 2")
        world.correct("laptop 2", family)

        world.heal()

    hold_all(world)
    assert world.happened["gone off"] == 1
    assert world.happened["conflicts standing"] == 1

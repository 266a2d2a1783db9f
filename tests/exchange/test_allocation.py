"""Which families are free, and which of them are chosen."""

from pathlib import Path

import pytest

from store import errors
from store.custody.trail import reference_of
from store.exchange import orders
from store.exchange.allocation import Free, choose, free_families, give, is_within, named
from store.exchange.peers import peer_named
from store.exchange.revocation import revoke
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)
from store.keeping.store import Store
from tests.exchange.enrolled import add_laptop, enrolled
from tests.made import families, opened

DELIVERED = families(4)
FAMILIES = [each.family for each in DELIVERED]


@pytest.mark.parametrize(
    ("postcode", "asked", "is_in"),
    [
        ("CM1 9AL", "CM1", True),
        ("cm19al", "cm1", True),
        ("CM11 9AL", "CM1", False),
        ("CM1 9AL", "CM", True),
        ("CM1 9AL", "C", False),
        ("CM1 9AL", "CM1 9", True),
        ("CM1 9AL", "CM1 9A", True),
        ("CM1 9AL", "CM1 8", False),
        ("CM1 9AL", "CM19AL", True),
        ("CM1 9AL", "CM1 9AL", True),
        ("CM1 9AL", "CM1 9AN", False),
        ("CM1 9AL", "CM19", False),
        ("CM19 9AL", "CM19", True),
        ("EC1A 1BB", "EC1A", True),
        ("EC1A 1BB", "EC", True),
        (None, "CM", False),
        ("", "CM", False),
        ("CM1 9AL", "", False),
        ("CM1 9AL", " ", False),
        ("9AL", "9AL", False),
    ],
)
def test_a_postcode_lies_in_its_area_district_and_sector(postcode: str | None, asked: str, is_in: bool) -> None:
    assert is_within(postcode, asked) is is_in


def test_the_first_that_fit_are_chosen_and_no_more() -> None:
    free = [Free(FamilyId(str(n)), postcode) for n, postcode in enumerate(("CM1 9AL", "CM2 9AL", None, "CM1 9AN"))]

    assert choose(free, None, None) == ["0", "1", "2", "3"]
    assert choose(free, "CM1", None) == ["0", "3"]
    assert choose(free, "CM1", 1) == ["0"]
    assert choose(free, None, 3) == ["0", "1", "2"]


@pytest.fixture
def base(tmp_path: Path) -> Store:
    """A base with four families and two laptops, open."""
    pair = enrolled(tmp_path)
    add_laptop(pair.base, tmp_path, "other")
    store = opened(pair.base)
    store.record(*reversed(DELIVERED))  # free families come in the order of their references all the same
    return store


def free(store: Store) -> list[FamilyId]:
    return [each.family for each in free_families(store)]


def test_a_family_is_given_to_one_laptop_only(base: Store) -> None:
    with base:
        assert free(base) == FAMILIES

        give(base, peer_named(base, "laptop"), FAMILIES[:2])

        assert free(base) == FAMILIES[2:]
        with pytest.raises(errors.FamilyNotFreeError) as refusal:
            named(base, [DELIVERED[3].council_reference, DELIVERED[0].council_reference])
        assert refusal.value.place == 2
        with pytest.raises(errors.NothingToGiveError):
            give(base, peer_named(base, "other"), [])
        assert reference_of(base, FAMILIES[0]) == DELIVERED[0].council_reference
        assert reference_of(base, FamilyId(new_id())) is None


def test_the_families_of_a_laptop_that_is_no_longer_believed_are_free(base: Store) -> None:
    with base:
        give(base, peer_named(base, "laptop"), FAMILIES)

        assert revoke(base, peer_named(base, "laptop"), RevocationCause.LOST) == 0

        assert free(base) == FAMILIES


def test_who_may_not_be_visited_is_not_given(base: Store) -> None:
    with base:
        laptop = peer_named(base, "laptop")
        base.record(
            acts.FamilyLockSet(
                family=FAMILIES[0],
                lock=FamilyLock.LOCKED,
                cause=FamilyLockCause.SAFETY,
                follows_from=None,
                reason=None,
            ),
            wish(FAMILIES[1], WishDecision.NO_CONTACT),
        )
        give(base, laptop, [FAMILIES[2]])
        orders.destroy(base, laptop, [FAMILIES[2]])
        revoke(base, laptop, RevocationCause.LOST)

        assert free(base) == [FAMILIES[3]]


def test_a_wish_that_was_lifted_and_a_lock_that_was_opened_no_longer_stand(base: Store) -> None:
    with base:
        first = wish(FAMILIES[0], WishDecision.PAUSED)
        base.record(first, wish(FAMILIES[0], WishDecision.LIFTED, follows=first.wish))
        for lock in FamilyLock.LOCKED, FamilyLock.OPEN:
            base.record(
                acts.FamilyLockSet(
                    family=FAMILIES[1],
                    lock=lock,
                    cause=FamilyLockCause.INCIDENT,
                    follows_from=None,
                    reason="Seen.",
                )
            )

        assert free(base) == FAMILIES


def wish(family: FamilyId, decision: WishDecision, follows: str | None = None) -> acts.ContactWishRecorded:
    return acts.ContactWishRecorded(
        wish=new_id(),
        follows=follows,
        family=family,
        reach=WishReach.FAMILY,
        person=None,
        decision=decision,
        by=WishBy.RESPONDENT,
        by_person=None,
        by_description=None,
        channel=WishChannel.TELEPHONE,
        at_ms=1_446_454_800_000,
        delivery=None,
        attempt=None,
        sheet=None,
        reason=None,
    )

"""What follows when somebody says no, and who may take it back."""

from dataclasses import replace
from datetime import timedelta
from inspect import signature

import pytest

from store import errors
from store.fieldwork import refusals
from store.fieldwork.family import FamilyFile
from store.fieldwork.lifting import lift_wish, open_family
from store.fieldwork.refusals import ComesTo, Effect, RefusalEntered, comes_to, effects_of, record_refusal
from store.ids import PersonId
from store.keeping import acts
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    PersonEnd,
    PersonRole,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)
from tests.fieldwork.filed import (
    AT_BASE,
    AT_DOOR,
    DAUGHTER,
    MOTHER,
    NOBODY,
    NOW,
    PARTNER,
    PEOPLE,
    SON,
    family_file,
    lock,
    of,
    person,
    wish,
)

FAMILY = family_file(people=(*PEOPLE, person(PARTNER, PersonRole.ADULT, "1970-01-01")))
TODAY = AT_DOOR.today

LOCKED = ("no_contact", "family", None, True)
PAUSED = ("paused", "family", None, False)


def closed(who: PersonId, *, locks: bool = False) -> tuple[str, str, PersonId, bool]:
    return ("no_contact", "person", who, locks)


@pytest.mark.parametrize(
    ("by", "reach", "about", "speaker", "effects"),
    [
        (WishBy.RESPONDENT, WishReach.FAMILY, None, MOTHER, [LOCKED]),
        (WishBy.RESPONDENT, WishReach.FAMILY, None, None, [LOCKED]),
        (WishBy.RESPONDENT, WishReach.PERSON, None, None, [LOCKED]),
        (WishBy.RESPONDENT, WishReach.PERSON, MOTHER, MOTHER, [closed(MOTHER)]),
        (WishBy.RESPONDENT, WishReach.PERSON, SON, None, [closed(SON)]),
        (WishBy.RESPONDENT, WishReach.PERSON, SON, SON, [closed(SON)]),
        (WishBy.RESPONDENT, WishReach.PERSON, DAUGHTER, DAUGHTER, [closed(DAUGHTER)]),
        (WishBy.RESPONDENT, WishReach.FAMILY, None, SON, [closed(SON), PAUSED]),
        (WishBy.RESPONDENT, WishReach.FAMILY, None, PARTNER, [closed(PARTNER), PAUSED]),
        (WishBy.RESPONDENT, WishReach.PERSON, DAUGHTER, MOTHER, [closed(DAUGHTER)]),
        (WishBy.RESPONDENT, WishReach.PERSON, SON, MOTHER, [PAUSED]),
        (WishBy.PROXY, WishReach.FAMILY, None, None, [PAUSED]),
        (WishBy.PROXY, WishReach.FAMILY, None, MOTHER, [PAUSED]),
        (WishBy.PROXY, WishReach.PERSON, MOTHER, None, [PAUSED]),
        (WishBy.PROXY, WishReach.PERSON, MOTHER, SON, [PAUSED]),
        (WishBy.PROXY, WishReach.PERSON, DAUGHTER, MOTHER, [closed(DAUGHTER)]),
        (WishBy.PROXY, WishReach.PERSON, DAUGHTER, PARTNER, [PAUSED]),
        (WishBy.PROXY, WishReach.PERSON, SON, MOTHER, [PAUSED]),
        (WishBy.UNSURE, WishReach.FAMILY, None, None, [PAUSED]),
        (WishBy.UNSURE, WishReach.PERSON, SON, None, [PAUSED]),
        (WishBy.OFFICE, WishReach.FAMILY, None, None, [LOCKED]),
        (WishBy.OFFICE, WishReach.PERSON, None, None, [LOCKED]),
        (WishBy.OFFICE, WishReach.PERSON, SON, None, [closed(SON)]),
        (WishBy.COUNCIL_LIST, WishReach.FAMILY, None, None, [LOCKED]),
    ],
)
def test_who_refuses_and_of_what_decides_what_follows(
    by: WishBy,
    reach: WishReach,
    about: PersonId | None,
    speaker: PersonId | None,
    effects: list[tuple[str, str, PersonId | None, bool]],
) -> None:
    entered = RefusalEntered(by, reach, person=about, by_person=speaker)

    assert [tuple(effect) for effect in effects_of(entered, FAMILY, TODAY)] == effects


@pytest.mark.parametrize(
    ("effects", "came_to"),
    [
        ([LOCKED], ComesTo.LOCKED),
        ([closed(SON), PAUSED], ComesTo.WAITS),
        ([PAUSED], ComesTo.WAITS),
        ([closed(SON)], ComesTo.CLOSED),
        ([("no_contact", "person", MOTHER, True)], ComesTo.LOCKED),
    ],
)
def test_a_refusal_comes_to_the_weightiest_of_what_it_does(
    effects: list[tuple[str, str, PersonId | None, bool]], came_to: ComesTo
) -> None:
    told = [Effect(WishDecision(what), WishReach(of), who, is_locking) for what, of, who, is_locking in effects]

    assert comes_to(told) is came_to


@pytest.mark.parametrize("by", WishBy)
@pytest.mark.parametrize("reach", WishReach)
@pytest.mark.parametrize("about", [None, MOTHER, SON, DAUGHTER, PARTNER])
@pytest.mark.parametrize("speaker", [None, MOTHER, SON, DAUGHTER, PARTNER])
def test_no_refusal_is_without_effect_and_none_opens_anything(
    by: WishBy, reach: WishReach, about: PersonId | None, speaker: PersonId | None
) -> None:
    effects = effects_of(RefusalEntered(by, reach, person=about, by_person=speaker), FAMILY, TODAY)

    assert effects
    for effect in effects:
        assert effect.decision in (WishDecision.NO_CONTACT, WishDecision.PAUSED)
        assert (effect.reach is WishReach.PERSON) == (effect.person is not None)
        assert effect.is_locking or effect.reach is WishReach.PERSON or effect.decision is WishDecision.PAUSED


@pytest.mark.parametrize(
    ("file", "who", "locks"),
    [
        (family_file(), SON, False),
        (family_file(people=PEOPLE[:1]), MOTHER, True),
        (family_file(people=(PEOPLE[0], PEOPLE[2])), MOTHER, True),  # a child is not spoken to first
        (family_file(people=(PEOPLE[0], PEOPLE[1])), MOTHER, False),
        (family_file(locks=(lock(person=MOTHER),)), SON, True),
        (family_file(people=(replace(PEOPLE[0], left=PersonEnd.MOVED_OUT), PEOPLE[1])), SON, True),
    ],
)
def test_where_nobody_is_left_who_may_be_spoken_to_the_family_is_locked(
    file: FamilyFile, who: PersonId, locks: bool
) -> None:
    entered = RefusalEntered(WishBy.RESPONDENT, WishReach.PERSON, person=who, by_person=who)

    (effect,) = effects_of(entered, file, TODAY)

    assert effect == Effect(WishDecision.NO_CONTACT, WishReach.PERSON, who, is_locking=locks)


def test_a_main_carers_refusal_of_the_family_is_a_wish_and_the_lock_that_follows_from_it_7_2a() -> None:
    entered = RefusalEntered(
        WishBy.RESPONDENT, WishReach.FAMILY, by_person=MOTHER, reason="no\x1b more visits", at=NOW - timedelta(hours=1)
    )

    said, locked = record_refusal(entered, FAMILY, AT_DOOR, "d1" * 16)

    assert isinstance(said, acts.ContactWishRecorded)
    assert isinstance(locked, acts.FamilyLockSet)
    assert (said.decision, said.reach, said.by, said.by_person) == ("no_contact", "family", "respondent", MOTHER)
    assert (said.reason, said.attempt, said.follows) == ("no more visits", "d1" * 16, None)
    assert said.at_ms == AT_DOOR.now_ms - 3_600_000
    assert (locked.lock, locked.cause, locked.follows_from) == ("locked", "contact_wish", said.wish)


def test_a_proxys_refusal_pauses_and_locks_nothing() -> None:
    told = record_refusal(RefusalEntered(WishBy.PROXY, WishReach.FAMILY, by_description="a man"), FAMILY, AT_DOOR)

    (said,) = of(told, acts.ContactWishRecorded)
    assert (said.decision, said.reach, said.by_description) == ("paused", "family", "a man")
    assert not of(told, acts.FamilyLockSet)


def test_a_refusal_is_never_locked_out() -> None:
    locked = family_file(locks=(lock(),), wishes=(wish(),))

    assert record_refusal(RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY), locked, AT_DOOR)


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (RefusalEntered(WishBy.RESPONDENT, WishReach.PERSON, person=NOBODY), errors.PersonUnknownError),
        (RefusalEntered(WishBy.PROXY, WishReach.FAMILY, by_person=NOBODY), errors.PersonUnknownError),
        (RefusalEntered(WishBy.OFFICE, WishReach.FAMILY, at=NOW + timedelta(minutes=1)), errors.StillAheadError),
        (RefusalEntered(WishBy.OFFICE, WishReach.FAMILY, reason="x" * 5_000), errors.TypedTooLongError),
    ],
)
def test_a_refusal_that_cannot_be_says_why(entered: RefusalEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        record_refusal(entered, FAMILY, AT_DOOR)


# -- taking back -----------------------------------------------------------------------------------------------------

LOCKED_FAMILY = family_file(locks=(lock(),), wishes=(wish(),))


@pytest.mark.parametrize(("is_error", "decision"), [(False, "lifted"), (True, "entered_in_error")])
def test_base_takes_a_wish_back_with_a_reason_and_opens_the_family(is_error: bool, decision: str) -> None:
    told = lift_wish("c1" * 16, " she rang ", WishChannel.TELEPHONE, LOCKED_FAMILY, AT_BASE, is_error=is_error)

    (word,), (opened,) = of(told, acts.ContactWishRecorded), of(told, acts.FamilyLockSet)
    assert (word.follows, word.decision, word.by, word.reason) == ("c1" * 16, decision, "office", "she rang")
    assert (opened.lock, opened.cause, opened.follows_from) == (
        FamilyLock.OPEN,
        FamilyLockCause.BASE_DECISION,
        word.wish,
    )
    assert opened.reason == "she rang"


@pytest.mark.parametrize(
    "file",
    [
        family_file(locks=(lock(by=None, cause=FamilyLockCause.SAFETY), lock()), wishes=(wish(),)),
        family_file(locks=(lock(),), wishes=(wish(), wish(wish="c2" * 16))),
        family_file(
            locks=(lock(by="c2" * 16), lock()),
            wishes=(wish(), wish(wish="c2" * 16, reach=WishReach.PERSON, person=SON)),
        ),
        family_file(locks=(lock(is_pause=True),), wishes=(wish(decision=WishDecision.PAUSED),)),
        family_file(locks=(lock(person=SON),), wishes=(wish(reach=WishReach.PERSON, person=SON),)),
    ],
)
def test_only_what_the_wish_alone_had_locked_is_opened(file: FamilyFile) -> None:
    told = lift_wish("c1" * 16, "she rang", WishChannel.TELEPHONE, file, AT_BASE, is_error=False)

    assert len(of(told, acts.ContactWishRecorded)) == 1
    assert not of(told, acts.FamilyLockSet)


def test_the_last_wish_opens_what_an_earlier_one_that_was_taken_back_had_locked() -> None:
    file = family_file(locks=(lock(by="c2" * 16), lock()), wishes=(wish(), wish(wish="c2" * 16, is_standing=False)))

    assert of(
        lift_wish("c1" * 16, "she rang", WishChannel.TELEPHONE, file, AT_BASE, is_error=False), acts.FamilyLockSet
    )


def test_base_opens_a_family_that_was_left_because_it_was_not_safe() -> None:
    unsafe = family_file(locks=(lock(by=None, cause=FamilyLockCause.SAFETY),))

    (opened,) = open_family("the dog has gone", unsafe, AT_BASE)

    assert isinstance(opened, acts.FamilyLockSet)
    assert (opened.lock, opened.cause, opened.reason) == ("open", "base_decision", "the dog has gone")
    for refused, file, where in (
        (errors.NotBaseError, unsafe, AT_DOOR),
        (errors.NotASupervisorError, unsafe, replace(AT_BASE, is_supervisor=False)),
        (errors.WishStandsError, LOCKED_FAMILY, AT_BASE),
        (errors.NothingChangedError, family_file(locks=(lock(person=SON),)), AT_BASE),
    ):
        with pytest.raises(refused):
            open_family("a reason", file, where)
    with pytest.raises(errors.EmptyFieldError):
        open_family("", unsafe, AT_BASE)


def test_a_laptop_takes_no_wish_back() -> None:
    with pytest.raises(errors.NotBaseError):
        lift_wish("c1" * 16, "mistyped", WishChannel.DOOR, LOCKED_FAMILY, AT_DOOR, is_error=True)
    with pytest.raises(errors.NotASupervisorError):
        lift_wish(
            "c1" * 16,
            "mistyped",
            WishChannel.DOOR,
            LOCKED_FAMILY,
            replace(AT_BASE, is_supervisor=False),
            is_error=True,
        )


def test_taking_back_needs_a_reason_and_a_wish_that_stands() -> None:
    gone = family_file(wishes=(wish(is_standing=False), wish(wish="c3" * 16, decision=WishDecision.LIFTED)))

    with pytest.raises(errors.EmptyFieldError):
        lift_wish("c1" * 16, " ", WishChannel.DOOR, LOCKED_FAMILY, AT_BASE, is_error=False)
    for each in ("c1" * 16, "c3" * 16, "c4" * 16):
        with pytest.raises(errors.WishUnknownError):
            lift_wish(each, "she rang", WishChannel.DOOR, gone, AT_BASE, is_error=False)


def test_the_room_of_refusals_has_no_door_that_opens() -> None:
    doors = [name for name in vars(refusals) if not name.startswith("_") and callable(getattr(refusals, name))]

    assert not [name for name in doors if "lift" in name or "open" in name]
    assert "decision" not in signature(RefusalEntered).parameters

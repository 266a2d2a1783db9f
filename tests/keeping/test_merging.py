"""What stands after merging, held against brute force over histories in which it is known what could reach whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from store.agreement.purposes import Purpose
from store.ids import FamilyId, JournalId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import DetailField, FamilyLock
from store.keeping.causality import NOT_YET, Ancestry, Place, at_base, latest, precedes
from store.keeping.merging.attempts import Telling, attempts
from store.keeping.merging.consents import (
    STRONGEST_FIRST,
    Answer,
    Question,
    Standing,
    entered_in_error,
    standing_consent,
)
from store.keeping.merging.details import Conflict, Detail, Known, Said, Settlement, Value, standing_detail
from store.keeping.merging.locks import LockChange, family_lock
from tests.keeping.test_acts import sample
from tests.keeping.test_causality import BASE, World, worlds

GIVEN, REFUSED = ConsentDecision.GIVEN, ConsentDecision.REFUSED
WITHDRAWN, NOT_ASKED = ConsentDecision.WITHDRAWN, ConsentDecision.NOT_ASKED
IN_ERROR = ConsentDecision.ENTERED_IN_ERROR
OPEN, LOCKED = FamilyLock.OPEN, FamilyLock.LOCKED

QUESTION = Question(PersonId("9" * 32), Purpose.LINKAGE, None)
PHONE = Detail(FamilyId("f" * 32), PersonId("9" * 32), DetailField.PHONE, "e" * 32)
NUMBERS = ("07700 900001", "07700 900002", "07700 900003", None)
TOLD = sample(acts.AttemptTold)
TELLINGS = (TOLD, TOLD.model_copy(update={"is_late": not TOLD.is_late}), None)

ALICE, BEN, CHIDI = (JournalId(digit * 32) for digit in "abc")


# -- drawn histories -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """Some entries of one history: where they stand, and which of them could have reached whom."""

    world: World
    places: dict[int, Place]
    pasts: dict[int, frozenset[int]]
    ancestry: Ancestry


@st.composite
def scenes(draw: st.DrawFn, most: int = 6) -> Scene:
    world = draw(worlds(most=25))
    places = world.placed()
    some = draw(st.lists(st.sampled_from(sorted(places)), max_size=most, unique=True)) if places else []
    return Scene(world, {serial: places[serial] for serial in some}, world.pasts(), world.ancestry())


def record(serial: int) -> str:
    return f"{serial:032x}"


@st.composite
def answered(draw: st.DrawFn, *, with_marks: bool = True) -> tuple[Scene, dict[int, Answer]]:
    scene = draw(scenes())
    decisions = st.sampled_from([*STRONGEST_FIRST, GIVEN, *([IN_ERROR] * 3 if with_marks else [])])
    answers = {}
    for serial, place in scene.places.items():
        decision = draw(decisions)
        names = draw(st.sampled_from(sorted(scene.places))) if decision is IN_ERROR else None
        follows = None if names is None else record(names)
        answers[serial] = Answer(place, QUESTION, record(serial), follows, decision)
    return scene, answers


@st.composite
def told(draw: st.DrawFn) -> tuple[Scene, dict[int, Telling]]:
    scene = draw(scenes())
    attempt = st.sampled_from([record(1), record(2)])
    tellings = {}
    for serial, place in scene.places.items():
        is_correction = draw(st.booleans())
        told_ = draw(st.sampled_from(TELLINGS if is_correction else TELLINGS[:2]))
        tellings[serial] = Telling(place, draw(attempt), told_, is_correction)
    return scene, tellings


@st.composite
def said(draw: st.DrawFn) -> tuple[Scene, dict[int, Said]]:
    scene = draw(scenes())
    text = st.sampled_from(NUMBERS)
    events: dict[int, Said] = {}
    for serial, place in scene.places.items():
        if place.journal in BASE and draw(st.booleans()):
            shown = draw(st.sets(text, min_size=2, max_size=2))
            stands = draw(st.sampled_from([shown, *({each} for each in (*shown, NUMBERS[0]))]))
            events[serial] = Settlement(place, PHONE, frozenset(stands), frozenset(shown))
        else:
            events[serial] = Value(place, PHONE, frozenset({draw(text)}))
    return scene, events


@st.composite
def locked(draw: st.DrawFn) -> tuple[Scene, dict[int, LockChange]]:
    scene = draw(scenes())
    lock = st.sampled_from(FamilyLock)
    return scene, {serial: LockChange(place, draw(lock)) for serial, place in scene.places.items()}


def detail(events: Iterable[Said], ancestry: Ancestry) -> Known | Conflict | None:
    each = list(events)
    values = [event for event in each if isinstance(event, Value)]
    return standing_detail(values, [event for event in each if isinstance(event, Settlement)], ancestry)


def unfollowed(scene: Scene, serials: Iterable[int]) -> set[int]:
    """Return those of the serials that could have reached the writer of no other one."""
    each = set(serials)
    return {serial for serial in each if not any(serial in scene.pasts[other] for other in each)}


# -- the same in any order, however often, on either side ------------------------------------------------------------

Rule: TypeAlias = tuple[st.SearchStrategy[tuple[Scene, dict[int, Any]]], Callable[..., object]]

RULES: list[Rule] = [
    (answered(), standing_consent),
    (answered(), entered_in_error),
    (told(), attempts),
    (said(), detail),
    (locked(), family_lock),
]


@settings(max_examples=200)
@given(st.sampled_from(RULES), st.data())
def test_order_repetition_and_who_hands_it_over_change_nothing(pair: Rule, data: st.DataObject) -> None:
    drawing, rule = pair
    scene, by_serial = data.draw(drawing)
    events = list(by_serial.values())
    cut = data.draw(st.integers(0, len(events)))
    ours, theirs = events[:cut], events[data.draw(st.integers(0, cut)) :]

    merged = data.draw(st.permutations([*ours, *theirs]))

    assert rule(iter(merged), scene.ancestry) == rule(iter(events), scene.ancestry)


@settings(max_examples=200)
@given(answered())
def test_a_laptop_and_base_name_the_same_answer_of_those_both_hold(drawn: tuple[Scene, dict[int, Answer]]) -> None:
    scene, answers = drawn

    for laptop in scene.world.all_laptops():
        own = laptop.placed()
        both = {n: a for n, a in answers.items() if n in own or a.place.journal in BASE}
        on_laptop = [replace(answer, place=own.get(n, answer.place)) for n, answer in both.items()]

        here = standing_consent(on_laptop, laptop.ancestry())
        there = standing_consent(both.values(), scene.ancestry)

        assert _records(here) == _records(there)


def _records(standing: Standing | None) -> tuple[str, set[str]] | None:
    if standing is None:
        return None
    return standing.answer.record, {answer.record for answer in standing.concurrent}


# -- consents (4.2, 4.4, 7.2e) ---------------------------------------------------------------------------------------


def modelled_errors(scene: Scene, answers: dict[int, Answer]) -> set[str]:
    """The same by following each mark by itself."""
    named_by = {answer.record: serial for serial, answer in answers.items()}
    marks = {
        serial: named_by[answer.follows]
        for serial, answer in answers.items()
        if answer.decision is IN_ERROR
        and answer.follows in named_by
        and serial not in scene.pasts[named_by[answer.follows]]
    }

    def comes_back(serial: int) -> bool:
        at, path = marks[serial], {serial}
        while at in marks and at not in path:
            path.add(at)
            at = marks[at]
        return at == serial

    straight = {serial: named for serial, named in marks.items() if not comes_back(serial)}

    def is_valid(mark: int) -> bool:
        return not any(is_valid(other) for other, named in straight.items() if named == mark)

    return {record(named) for mark, named in straight.items() if is_valid(mark)}


@settings(max_examples=200)
@given(answered())
def test_what_was_entered_in_error_is_what_following_each_mark_finds(drawn: tuple[Scene, dict[int, Answer]]) -> None:
    scene, answers = drawn

    assert entered_in_error(answers.values(), scene.ancestry) == modelled_errors(scene, answers)


@settings(max_examples=200)
@given(answered())
def test_the_answer_that_stands_is_the_strongest_that_any_true_order_ends_with(
    drawn: tuple[Scene, dict[int, Answer]],
) -> None:
    scene, answers = drawn
    errors = modelled_errors(scene, answers)
    valid = {n: a for n, a in answers.items() if a.decision is not IN_ERROR and a.record not in errors}
    pasts = {n: scene.pasts[n] & valid.keys() for n in valid}
    withdrawn = {n for n, a in valid.items() if a.decision is WITHDRAWN}
    # Every order in which it can have happened, and what she said last in it.
    ends = {order[-1] for order in permutations(valid) if order and _is_possible(order, pasts)}
    counting = {n for n in ends if valid[n].decision is not GIVEN or withdrawn <= pasts[n]}
    candidates = counting or {n for n in withdrawn if not any(n in pasts[other] for other in withdrawn)}

    found = standing_consent(answers.values(), scene.ancestry)

    if not valid:
        assert found is None
        return
    assert found is not None
    assert found.answer.decision == min((valid[n].decision for n in candidates), key=STRONGEST_FIRST.index)
    assert found.answer.record in {valid[n].record for n in candidates}
    assert {a.record for a in (found.answer, *found.concurrent)} == {valid[n].record for n in ends | candidates}


def _is_possible(order: Sequence[int], pasts: dict[int, frozenset[int]]) -> bool:
    before: set[int] = set()
    for n in order:
        if not pasts[n] <= before:
            return False
        before.add(n)
    return True


@settings(max_examples=200)
@given(answered(with_marks=False))
def test_a_withdrawal_beats_what_it_was_concurrent_with(drawn: tuple[Scene, dict[int, Answer]]) -> None:
    scene, answers = drawn
    withdrawn = {n for n, answer in answers.items() if answer.decision is WITHDRAWN}

    found = standing_consent(answers.values(), scene.ancestry)

    if withdrawn & unfollowed(scene, answers):
        assert found is not None
        assert found.answer.decision is WITHDRAWN
    if found is not None and found.answer.decision is GIVEN:
        assert withdrawn <= scene.pasts[int(found.answer.record, 16)]


@given(answered())
def test_no_answer_vanishes_unseen(drawn: tuple[Scene, dict[int, Answer]]) -> None:
    scene, answers = drawn
    errors = entered_in_error(answers.values(), scene.ancestry)
    found = standing_consent(answers.values(), scene.ancestry)
    named = set() if found is None else {found.answer.record, *(answer.record for answer in found.concurrent)}

    left_out = [a for a in answers.values() if a.record not in named | errors and a.decision is not IN_ERROR]

    assert all(
        any(precedes(gone.place, kept.place, scene.ancestry) for kept in answers.values() if kept.record in named)
        for gone in left_out
    )


def at(journal: JournalId, n: int, seen: int = 0, base_at: int = NOT_YET) -> Place:
    return Place(journal, 0, n, base_at, seen)


def answer(number: int, decision: ConsentDecision, place: Place, names: int | None = None) -> Answer:
    return Answer(place, QUESTION, record(number), None if names is None else record(names), decision)


def standing(*answers: Answer) -> int | None:
    found = standing_consent(answers, {})
    return None if found is None else int(found.answer.record, 16)


def test_every_decision_has_its_strength_but_the_mark_that_is_no_answer() -> None:
    assert {*STRONGEST_FIRST, IN_ERROR} == set(ConsentDecision)
    assert STRONGEST_FIRST == (WITHDRAWN, REFUSED, NOT_ASKED, GIVEN)


def test_of_concurrent_answers_the_most_careful_stands_and_the_others_are_named() -> None:
    yes, not_asked = answer(1, GIVEN, at(ALICE, 0)), answer(2, NOT_ASKED, at(BEN, 0))
    no, gone = answer(3, REFUSED, at(CHIDI, 0)), answer(4, WITHDRAWN, at_base(BASE[0], 0, 0))

    assert standing_consent([yes, not_asked], {}) == Standing(not_asked, (yes,))
    assert standing_consent([yes, not_asked, no], {}) == Standing(no, (yes, not_asked))
    assert standing_consent([yes, not_asked, no, gone], {}) == Standing(gone, (yes, not_asked, no))


def test_a_yes_given_after_a_withdrawal_stands_for_she_was_asked_afresh() -> None:
    gone, yes = answer(1, WITHDRAWN, at(ALICE, 0, base_at=5)), answer(2, GIVEN, at(BEN, 0, seen=6))

    assert standing_consent([gone, yes], {}) == Standing(yes, ())


def test_a_yes_that_knew_of_one_withdrawal_and_not_of_another_is_no_yes() -> None:
    """Two laptops, each with a withdrawal and a later yes: neither yes follows both withdrawals (4.2)."""
    earlier = answer(0, WITHDRAWN, at(ALICE, 0))
    first = [answer(1, WITHDRAWN, at(ALICE, 1)), answer(2, GIVEN, at(ALICE, 2))]
    second = [answer(3, WITHDRAWN, at(BEN, 0)), answer(4, GIVEN, at(BEN, 1))]

    found = standing_consent([earlier, *first, *second], {})

    assert found == Standing(first[0], (first[1], *second))


def test_between_equal_answers_the_record_decides_which_both_sides_call_the_same() -> None:
    one, other = answer(2, GIVEN, at(ALICE, 0)), answer(1, GIVEN, at(BEN, 0))

    assert standing_consent([one, other], {}) == Standing(other, (one,))


def test_an_answer_entered_in_error_leaves_the_one_before_it_standing() -> None:
    yes, gone, mark = answer(1, GIVEN, at(ALICE, 0)), answer(2, WITHDRAWN, at(ALICE, 1)), at(ALICE, 2)

    assert standing(yes, gone) == 2
    assert standing(yes, gone, answer(3, IN_ERROR, mark, names=2)) == 1
    assert standing(gone, answer(3, IN_ERROR, mark, names=2)) is None


def test_a_mark_that_was_itself_entered_in_error_marks_nothing() -> None:
    yes, gone = answer(1, GIVEN, at(ALICE, 0)), answer(2, WITHDRAWN, at(ALICE, 1))
    mark, mark_on_mark = answer(3, IN_ERROR, at(ALICE, 2), names=2), answer(4, IN_ERROR, at(ALICE, 3), names=3)

    assert standing(yes, gone, mark, mark_on_mark) == 2
    assert standing(yes, gone, mark, mark_on_mark, answer(5, IN_ERROR, at(ALICE, 4), names=4)) == 1


def test_a_mark_leaves_answers_alone_that_it_does_not_name() -> None:
    wrong, mark = answer(1, REFUSED, at(ALICE, 0, base_at=5)), answer(2, IN_ERROR, at(ALICE, 1), names=1)
    gone = answer(3, WITHDRAWN, at(BEN, 0, seen=6))

    assert standing(wrong, mark, gone) == 3


def test_a_mark_holds_though_it_came_at_the_same_time_but_not_before_what_it_names() -> None:
    yes = answer(1, GIVEN, at(ALICE, 1))

    assert standing(yes, answer(2, IN_ERROR, at(BEN, 0), names=1)) is None
    assert standing(yes, answer(2, IN_ERROR, at(ALICE, 0), names=1)) == 1


def test_marks_in_a_circle_and_a_mark_that_names_nothing_held_mark_nothing() -> None:
    yes = answer(1, GIVEN, at(ALICE, 0))
    circle = [answer(2, IN_ERROR, at(BEN, 0), names=3), answer(3, IN_ERROR, at(CHIDI, 0), names=2)]

    assert standing(yes, *circle, answer(4, IN_ERROR, at(ALICE, 1))) == 1
    assert standing(yes, answer(5, IN_ERROR, at(ALICE, 1), names=5)) == 1


def test_a_chain_of_a_thousand_marks_is_followed_to_its_end() -> None:
    yes = answer(0, GIVEN, at(ALICE, 0))
    chain = [answer(n, IN_ERROR, at(ALICE, n), names=n - 1) for n in range(1, 1001)]

    assert standing(yes, *chain) == 0
    assert standing(yes, *chain[:-1]) is None


# -- attempts (7.1, A8) ----------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(told())
def test_every_attempt_is_there_and_told_as_whoever_corrected_it_last(drawn: tuple[Scene, dict[int, Telling]]) -> None:
    scene, tellings = drawn
    places = {telling.place: serial for serial, telling in tellings.items()}

    found = {each.attempt: each for each in attempts(tellings.values(), scene.ancestry)}

    assert found.keys() == {telling.attempt for telling in tellings.values()}
    for attempt, each in found.items():
        own = {n for n, telling in tellings.items() if telling.attempt == attempt}
        corrections = {n for n in own if tellings[n].is_correction}
        last = unfollowed(scene, corrections or own)
        assert {places[telling.place] for telling in each.last} == last


def test_a_correction_replaces_the_first_telling_whatever_their_order() -> None:
    first = Telling(at(ALICE, 0), record(1), TELLINGS[0], is_correction=False)
    correction = Telling(at(BEN, 0), record(1), None, is_correction=True)

    (found,) = attempts([first, correction], {})

    assert found.last == (correction,)


# -- details (7.2d, A8) ----------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(said())
def test_a_detail_is_what_nobody_replaced_and_a_settlement_replaces_what_was_shown(
    drawn: tuple[Scene, dict[int, Said]],
) -> None:
    scene, events = drawn
    left = {n: set(event.texts) for n, event in events.items()}
    for n, m in permutations(events, 2):
        late = events[m]
        if n in scene.pasts[m]:
            left[n] -= left[n] if isinstance(late, Value) else late.shown
    standing = {events[n].place: texts for n, texts in left.items() if texts}

    found = detail(events.values(), scene.ancestry)

    if found is None:
        assert not events
        return
    assert {event.place: event.texts for event in found.said} == standing
    assert isinstance(found, Conflict) == any(one != other for one in standing.values() for other in standing.values())
    if isinstance(found, Known):
        assert found.texts in standing.values()


@settings(max_examples=200)
@given(said())
def test_no_value_goes_without_a_later_value_or_a_settlement_that_was_shown_it(
    drawn: tuple[Scene, dict[int, Said]],
) -> None:
    scene, events = drawn

    found = detail(events.values(), scene.ancestry)

    kept = {} if found is None else {event.place: event.texts for event in found.said}
    gone = {(n, text) for n, event in events.items() for text in event.texts - kept.get(event.place, frozenset())}
    assert all(
        any(n in scene.pasts[m] and (isinstance(other, Value) or text in other.shown) for m, other in events.items())
        for n, text in gone
    )
    assert {event.place for event in latest(events.values(), scene.ancestry)} <= kept.keys()


def value(text: str | None, place: Place) -> Value:
    return Value(place, PHONE, frozenset({text}))


def settlement(place: Place, *shown: str, stands: Iterable[str | None]) -> Settlement:
    return Settlement(place, PHONE, frozenset(stands), frozenset(shown))


ONE, TWO, THREE = "07700 900001", "07700 900002", "07700 900003"
OURS, THEIRS, THIRD = value(ONE, at(ALICE, 0, base_at=3)), value(TWO, at(BEN, 0, base_at=4)), value(THREE, at(CHIDI, 0))
SETTLED_AT = at_base(BASE[0], 0, 9)


def test_the_last_writer_stands_and_undoing_is_just_a_later_value() -> None:
    undone = value(ONE, at(CHIDI, 1, seen=5))

    assert detail([OURS, value(TWO, at(CHIDI, 0, seen=4)), undone], {}) == Known(frozenset({ONE}), (undone,))


def test_concurrent_values_that_differ_are_a_conflict_that_names_them_all() -> None:
    assert detail([OURS, THEIRS, THIRD], {}) == Conflict((OURS, THEIRS, THIRD))


def test_concurrent_values_that_agree_are_none() -> None:
    same = value(ONE, at(BEN, 0))

    assert detail([OURS, same], {}) == Known(frozenset({ONE}), (OURS, same))


def test_a_settlement_ends_the_conflict_it_was_shown() -> None:
    settled = settlement(SETTLED_AT, ONE, TWO, stands=[TWO])
    both = settlement(SETTLED_AT, ONE, TWO, stands=[ONE, TWO])

    assert detail([OURS, THEIRS, settled], {}) == Known(frozenset({TWO}), (settled,))
    assert detail([OURS, THEIRS, both], {}) == Known(frozenset({ONE, TWO}), (both,))


def test_a_value_that_base_held_but_the_supervisor_was_not_shown_stays_in_conflict() -> None:
    unshown = value(THREE, at(CHIDI, 0, base_at=5))
    settled = settlement(SETTLED_AT, ONE, TWO, stands=[TWO])

    assert detail([OURS, THEIRS, unshown, settled], {}) == Conflict((settled, unshown))


def test_a_value_concurrent_with_a_settlement_opens_it_anew_even_if_it_corrects_the_winner() -> None:
    settled = settlement(SETTLED_AT, ONE, TWO, stands=[ONE])
    corrected = value(THREE, at(ALICE, 1, base_at=12))
    repeated = value(TWO, at(BEN, 1, base_at=12))

    assert detail([OURS, THEIRS, settled, corrected], {}) == Conflict((settled, corrected))
    assert detail([OURS, THEIRS, settled, repeated], {}) == Conflict((settled, repeated))


def test_three_values_are_settled_two_by_two_without_losing_one() -> None:
    third = value(THREE, at(CHIDI, 0, base_at=5))
    first_word = settlement(SETTLED_AT, ONE, TWO, stands=[ONE])
    on_the_winner = settlement(at_base(BASE[0], 0, 10), ONE, THREE, stands=[THREE])
    on_the_loser = settlement(at_base(BASE[0], 0, 10), TWO, THREE, stands=[THREE])

    assert detail([OURS, THEIRS, third, first_word, on_the_winner], {}) == Known(frozenset({THREE}), (on_the_winner,))
    assert detail([OURS, THEIRS, third, first_word, on_the_loser], {}) == Conflict((first_word, on_the_loser))


def test_what_stood_side_by_side_is_settled_text_by_text() -> None:
    both = settlement(SETTLED_AT, ONE, TWO, stands=[ONE, TWO])
    third = value(THREE, at(CHIDI, 0, base_at=9))
    over_one = settlement(at_base(BASE[0], 0, 10), ONE, THREE, stands=[THREE])
    over_two = settlement(at_base(BASE[0], 0, 11), TWO, THREE, stands=[THREE])
    known: list[Said] = [OURS, THEIRS, both, third]

    assert detail(known, {}) == Conflict((both, third))
    assert detail([*known, over_one], {}) == Conflict((replace(both, texts=frozenset({TWO})), over_one))
    assert detail([*known, over_one, over_two], {}) == Known(frozenset({THREE}), (over_two,))


# -- locks (7.2a, 10, A4) --------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(locked())
def test_a_family_is_open_iff_an_opening_follows_every_lock(drawn: tuple[Scene, dict[int, LockChange]]) -> None:
    scene, changes = drawn
    locks = {n for n, change in changes.items() if change.lock is LOCKED}
    openings = {n for n in changes.keys() - locks if locks <= scene.pasts[n]}

    found = family_lock(changes.values(), scene.ancestry)

    assert (found.lock is OPEN) == (not locks or bool(openings))
    by = unfollowed(scene, openings or locks)
    assert {change.place for change in found.by} == {changes[n].place for n in by}
    named = {change.place for change in (*found.by, *found.concurrent)}
    assert named == {changes[n].place for n in by | unfollowed(scene, changes)}


def test_a_lock_beats_an_opening_that_did_not_know_of_it() -> None:
    lock, opening = LockChange(at(ALICE, 0, base_at=5), LOCKED), LockChange(at_base(BASE[0], 0, 4), OPEN)
    later = LockChange(at_base(BASE[0], 0, 6), OPEN)

    assert family_lock([lock, opening], {}).lock is LOCKED
    assert family_lock([lock, opening], {}).concurrent == (opening,)
    assert family_lock([lock, opening, later], {}).lock is OPEN
    assert family_lock([], {}).lock is OPEN


def test_an_opening_that_follows_one_lock_and_not_another_opens_nothing() -> None:
    one, other = LockChange(at(ALICE, 0, base_at=3), LOCKED), LockChange(at(BEN, 0, base_at=7), LOCKED)

    assert family_lock([one, other, LockChange(at_base(BASE[0], 0, 5), OPEN)], {}).lock is LOCKED


# -- from acts -------------------------------------------------------------------------------------------------------


def test_events_are_made_of_acts_and_their_places() -> None:
    consent, lock = sample(acts.ConsentRecorded), sample(acts.FamilyLockSet)
    correction, recorded = sample(acts.DetailsCorrected), sample(acts.AttemptRecorded)
    corrected = sample(acts.AttemptCorrected).model_copy(update={"attempt": recorded.attempt, "told": None})
    place = at(ALICE, 7)

    asked = Question(consent.person, consent.purpose, consent.target)
    where = Detail(correction.family, correction.person, correction.field, correction.entry)
    assert Answer.from_act(consent, place) == Answer(place, asked, consent.record, consent.follows, consent.decision)
    assert Value.from_act(correction, place) == Value(place, where, frozenset({correction.new}))
    assert Telling.from_act(recorded, place) == Telling(place, recorded.attempt, recorded.told, is_correction=False)
    assert Telling.from_act(corrected, place) == Telling(place, recorded.attempt, None, is_correction=True)
    assert LockChange.from_act(lock, place) == LockChange(place, lock.lock)


def test_a_settlement_takes_what_was_shown_from_the_conflict_and_what_stands_from_the_choice() -> None:
    found = sample(acts.ConflictFound).model_copy(update={"first": ONE, "second": TWO})
    settled = sample(acts.ConflictSettled).model_copy(update={"conflict": found.conflict, "value": THREE})
    stands = {
        ConflictChoice.OURS: {ONE},
        ConflictChoice.THEIRS: {TWO},
        ConflictChoice.BOTH: {ONE, TWO},
        ConflictChoice.NEITHER: {THREE},
    }

    for choice in ConflictChoice:
        made = Settlement.from_acts(settled.model_copy(update={"choice": choice}), found, SETTLED_AT)

        assert made.texts == stands[choice]
        assert made.shown == {ONE, TWO}
        assert made.detail == Detail(found.family, found.person, found.field, found.entry)


def test_no_repr_shows_a_value_or_a_telling() -> None:
    settled = settlement(SETTLED_AT, ONE, TWO, stands=[TWO])
    telling = Telling(at(ALICE, 0), record(1), TELLINGS[0], is_correction=False)
    shown = [OURS, settled, telling, detail([OURS], {}), detail([OURS, THEIRS], {}), attempts([telling], {})]

    assert not any("07700" in repr(each) or "told=" in repr(each) for each in shown)


def test_what_base_tells_on_is_the_event_it_tells_on_and_no_second_one() -> None:
    withdrawn = Answer(Place(ALICE, 0, 0, base_at=5, seen=0), QUESTION, record(1), None, WITHDRAWN)
    yes = Answer(Place(ALICE, 0, 1, base_at=5, seen=0), QUESTION, record(2), record(1), GIVEN)
    told_on = replace(withdrawn, place=at_base(BASE[0], 0, 6))

    for told_ in permutations([withdrawn, yes, told_on]):
        standing = standing_consent(told_, {})
        assert standing is not None
        assert standing.answer.record == yes.record
    alone = standing_consent([yes, told_on], {})
    assert alone is not None
    assert alone.answer.record == withdrawn.record

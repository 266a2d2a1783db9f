"""Where consents stand, over histories in which it is known what could have reached whom (4.2, 4.4, 7.2e)."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from store.agreement.purposes import Purpose
from store.fieldwork.consents.effects import EFFECTS, Effect, Withdrawn
from store.fieldwork.consents.state import (
    CHILD_UNDER,
    Stand,
    State,
    Told,
    is_asked_afresh,
    stand_of,
    stands,
    was_a_child,
)
from store.ids import FamilyId, JournalId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, NotAskedReason
from store.keeping.causality import Place, at_base
from store.keeping.merging.consents import Answer, Question
from tests.fieldwork.consents.agreeing import OfFamily, linked_people, wave_two_families
from tests.keeping.test_acts import sample
from tests.keeping.test_merging import Scene, record, scenes

GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
IN_ERROR = ConsentDecision.ENTERED_IN_ERROR
NIS, HEALTH = "national-impact-study", "health-records"

CARER, CHILD, OTHER = (PersonId(digit * 32) for digit in "123")
HOME = {CARER: FamilyId("f" * 32), CHILD: FamilyId("f" * 32), OTHER: FamilyId("e" * 32)}
QUESTIONS = [
    (Purpose.RECONTACT, None),
    (Purpose.LINKAGE, NIS),
    (Purpose.LINKAGE, HEALTH),
    (Purpose.PARENTAL_PERMISSION, None),
    (Purpose.YOUNG_PERSONS_ASSENT, None),
]
DECISIONS = [GIVEN, GIVEN, GIVEN, REFUSED, WITHDRAWN, WITHDRAWN, ConsentDecision.NOT_ASKED, IN_ERROR]
AGES = {CARER: (41, None), CHILD: (14, 15, 16), OTHER: (CHILD_UNDER - 1, CHILD_UNDER, None)}

Drawn = tuple[Scene, dict[int, OfFamily]]


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> Drawn:
    scene = draw(scenes(most))
    people = draw(st.lists(st.sampled_from(list(HOME)), min_size=1, unique=True))
    questions = draw(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True))
    told: dict[int, OfFamily] = {}
    for serial, place in scene.places.items():
        person = draw(st.sampled_from(people))
        purpose, target = draw(st.sampled_from(questions))
        decision = draw(st.sampled_from(DECISIONS))
        answer = Answer(place, Question(person, purpose, target), record(serial), None, decision)
        if decision is IN_ERROR and told:
            named = draw(st.sampled_from(sorted(told)))
            answer = replace(answer, question=told[named].told.answer.question, follows=record(named))
            person = answer.question.person
        age = draw(st.sampled_from(AGES[person]))
        told[serial] = OfFamily(HOME[person], Told(answer, Wave.ONE, age, None))
    return scene, told


def live_yes(drawn: Drawn, person: PersonId, purpose: Purpose, target: str | None) -> bool:
    """Say by brute force, from who could have known of what, whether a question ends in a yes that counts."""
    scene, told = drawn
    own = {n: each.told for n, each in told.items() if each.told.answer.question == Question(person, purpose, target)}
    marked = {
        each.answer.follows: n for n, each in own.items() if each.answer.decision is IN_ERROR and each.answer.follows
    }
    valid = {
        n: each
        for n, each in own.items()
        if each.answer.decision is not IN_ERROR
        and not (each.answer.record in marked and marked[each.answer.record] not in scene.pasts[n])
    }
    last = {n for n in valid if not any(n in scene.pasts[other] for other in valid)}
    withdrawn = {n for n in valid if valid[n].answer.decision is WITHDRAWN}
    counting = [
        n for n in last if valid[n].answer.decision is not GIVEN or all(other in scene.pasts[n] for other in withdrawn)
    ]
    if not counting or any(valid[n].answer.decision is not GIVEN for n in counting):
        return False
    first = min(counting, key=lambda n: valid[n].answer.record)
    age = valid[first].age_years
    is_childs = any(
        each.told.answer.question.person == person
        and each.told.answer.question.purpose in (Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT)
        for each in told.values()
    )
    if purpose is Purpose.PARENTAL_PERMISSION or not (is_childs if age is None else age < 16):
        return True
    return live_yes(drawn, person, Purpose.PARENTAL_PERMISSION, None)


def has_double_marks(told: Iterable[OfFamily]) -> bool:
    """Say whether marks name marks, or one record twice: those chains are held in the tests of merging."""
    named = [each.told.answer.follows for each in told if each.told.answer.decision is IN_ERROR]
    marks = {each.told.answer.record for each in told if each.told.answer.decision is IN_ERROR}
    return len(set(named)) < len(named) or any(name in marks for name in named)


@settings(max_examples=100, deadline=None)
@given(histories(), st.data())
def test_wave_two_holds_exactly_the_families_with_a_live_yes_to_it_in_any_order(
    drawn: Drawn, data: st.DataObject
) -> None:
    scene, told = drawn
    if has_double_marks(list(told.values())):
        return
    arriving = data.draw(st.permutations([*told.values(), *list(told.values())[:2]]))

    selected = wave_two_families(arriving, scene.ancestry)

    assert selected == {HOME[person] for person in HOME if live_yes(drawn, person, Purpose.RECONTACT, None)}


@settings(max_examples=100, deadline=None)
@given(histories(), st.data())
def test_the_linkage_extract_holds_exactly_the_people_with_a_live_yes_to_that_linkage(
    drawn: Drawn, data: st.DataObject
) -> None:
    scene, told = drawn
    if has_double_marks(list(told.values())):
        return
    arriving = data.draw(st.permutations(list(told.values())))

    for target in (NIS, HEALTH):
        linked = linked_people(arriving, scene.ancestry, target)

        assert linked == {person for person in HOME if live_yes(drawn, person, Purpose.LINKAGE, target)}


@settings(max_examples=100, deadline=None)
@given(histories())
def test_a_withdrawal_beats_whatever_it_was_concurrent_with(drawn: Drawn) -> None:
    scene, told = drawn

    for stand in stands([each.told for each in told.values()], scene.ancestry):
        if not stand.is_live:
            continue
        (yes,) = [n for n, each in told.items() if each.told.answer.record == stand.record]
        for n, each in told.items():
            answer = each.told.answer
            is_taken_back = any(
                mark.told.answer.follows == answer.record and mark.told.answer.decision is IN_ERROR
                for mark in told.values()
            )
            if answer.question == stand.question and answer.decision is WITHDRAWN and not is_taken_back:
                assert n in scene.pasts[yes]


@settings(max_examples=100, deadline=None)
@given(histories())
def test_nobody_under_16_has_a_live_assent_without_a_live_permission(drawn: Drawn) -> None:
    scene, told = drawn
    ages = {each.told.answer.record: each.told.age_years for each in told.values()}
    standing = stands([each.told for each in told.values()], scene.ancestry)

    for stand in standing:
        age = ages[stand.record] if stand.record is not None else None
        is_childs = age is None or age < 16
        if stand.question.purpose is Purpose.YOUNG_PERSONS_ASSENT and stand.is_live and is_childs:
            permission = stand_of(standing, Question(stand.question.person, Purpose.PARENTAL_PERMISSION, None))

            assert permission.is_live


def told_at(n: int, purpose: Purpose, decision: ConsentDecision, person: PersonId = CHILD, age: int = 14) -> Told:
    answer = Answer(at_base(ANCESTOR, 0, n), Question(person, purpose, None), record(n), None, decision)
    return Told(answer, Wave.ONE, age, None)


ANCESTOR = JournalId("0" * 32)


def test_a_parents_permission_withdrawn_stops_every_use_of_what_the_child_gave() -> None:
    permission = told_at(0, Purpose.PARENTAL_PERMISSION, GIVEN)
    said = [permission, told_at(1, Purpose.YOUNG_PERSONS_ASSENT, GIVEN), told_at(2, Purpose.RECONTACT, GIVEN)]
    before = stands(said, {})

    after = stands([*said, told_at(3, Purpose.PARENTAL_PERMISSION, WITHDRAWN)], {})

    assert [stand.is_live for stand in before] == [True, True, True]
    assert [stand.is_live for stand in after] == [False, False, False]
    assert [stand.state for stand in after] == [State.WITHDRAWN, State.GIVEN, State.GIVEN]


def test_a_record_entered_in_error_leaves_the_one_before_it_and_is_still_among_those_told() -> None:
    given_, refused = told_at(0, Purpose.RECONTACT, GIVEN, CARER, 41), told_at(1, Purpose.RECONTACT, REFUSED, CARER, 41)
    mark = replace(
        told_at(2, Purpose.RECONTACT, IN_ERROR, CARER, 41),
        answer=Answer(at_base(ANCESTOR, 0, 2), given_.answer.question, record(2), record(1), IN_ERROR),
    )

    (stand,) = stands([given_, refused, mark], {})

    assert (stand.state, stand.record) == (State.GIVEN, record(0))


def test_a_question_whose_only_record_was_entered_in_error_was_never_asked() -> None:
    given_ = told_at(0, Purpose.RECONTACT, GIVEN, CARER, 41)
    mark = Told(
        Answer(at_base(ANCESTOR, 0, 1), given_.answer.question, record(1), record(0), IN_ERROR), Wave.ONE, 41, None
    )

    (stand,) = stands([given_, mark], {})

    assert (stand.state, stand.record, stand.is_live) == (State.NEVER_ASKED, None, False)


def test_a_yes_that_a_back_check_doubts_counts_for_nothing_until_it_is_settled() -> None:
    yes = OfFamily(HOME[CARER], told_at(0, Purpose.RECONTACT, GIVEN, CARER, 41))

    assert wave_two_families([yes], {}) == {HOME[CARER]}
    assert wave_two_families([yes], {}, suspended={CARER}) == frozenset()


def test_somebody_who_turned_16_between_the_waves_is_asked_afresh() -> None:
    linked = Stand(Question(CHILD, Purpose.LINKAGE, NIS), State.GIVEN, record(1), Wave.ONE, None, 15, is_live=True)
    taking_part = replace(linked, question=Question(CARER, Purpose.TAKE_PART, None))

    def is_asked(stand: Stand, age_now: int, wave: Wave, *known: Stand) -> bool:
        return is_asked_afresh(stand, was_child=was_a_child(stand, known), age_now=age_now, wave=wave)

    assert is_asked(linked, 16, Wave.TWO)
    assert not is_asked(linked, 15, Wave.TWO)
    assert not is_asked(replace(linked, age_years=16), 17, Wave.TWO)
    assert is_asked(taking_part, 42, Wave.TWO)
    assert not is_asked(taking_part, 41, Wave.ONE)
    permitted = replace(linked, question=Question(CHILD, Purpose.PARENTAL_PERMISSION, None))
    assert is_asked(replace(linked, age_years=None), 17, Wave.TWO, permitted)
    assert not is_asked(replace(linked, age_years=None), 17, Wave.TWO)


def test_a_question_that_was_not_put_is_put_at_the_next_visit() -> None:
    asked = Stand(
        Question(CARER, Purpose.RECONTACT, None),
        State.NOT_ASKED,
        record(1),
        Wave.ONE,
        NotAskedReason.INTERVIEW_PARTIAL,
        41,
        is_live=False,
    )

    assert is_asked_afresh(asked, was_child=False, age_now=41, wave=Wave.ONE)


def test_a_record_tells_its_state_what_it_needs() -> None:
    act = sample(acts.ConsentRecorded)
    place = Place(ANCESTOR, 0, 3, base_at=5, seen=2)

    told = Told.from_act(act, place)

    assert (told.answer.record, told.place, told.wave, told.age_years) == (act.record, place, act.wave, act.age_years)


def test_each_withdrawal_has_the_effects_that_the_agreement_gives_it() -> None:
    assert set(EFFECTS) == set(Withdrawn)
    assert Effect.ANSWERS_KEPT in EFFECTS[Withdrawn.LINKAGE]
    assert Effect.FAMILY_LOCKED not in EFFECTS[Withdrawn.RECONTACT]
    assert Effect.FAMILY_LOCKED in EFFECTS[Withdrawn.ANY_CONTACT]
    assert {Effect.ASKED_ABOUT_LINKAGE, Effect.ASKED_ABOUT_ANSWERS} <= set(EFFECTS[Withdrawn.WHOLE_SURVEY])
    assert Effect.OUT_OF_THE_NEXT_EXTRACT not in EFFECTS[Withdrawn.WHOLE_SURVEY]

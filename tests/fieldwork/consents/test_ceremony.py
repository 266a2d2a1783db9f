"""The asking of one person: its order cannot be broken, and what one answer closes (4.2, 4.4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.agreement.purposes import Purpose
from store.agreement.wordings import Wording, WordingForm
from store.errors import (
    AgeOutOfRangeError,
    AgeUnknownError,
    CeremonyClockError,
    CeremonyEndedError,
    CeremonyOpenError,
    NothingToAskError,
    OutOfOrderError,
    PersonClosedError,
    ReasonMissingError,
    SpanTurnedError,
    WordingMissingError,
)
from store.fieldwork.consents.asking import answer, break_off, mark_interview
from store.fieldwork.consents.came_of import came_of
from store.fieldwork.consents.ceremony import MARK, Ended, close_interrupted, open_ceremony
from store.fieldwork.consents.known import Known, LeftOpen
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.saying import Around
from store.keeping.acts import Act, CeremonyClosed, CeremonyOpened, ConsentRecorded, InterviewMarked
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason, Wave
from store.keeping.acts.terms.consents import CeremonyEnd, ConsentDecision, InterviewState, NotAskedReason
from tests.fieldwork.consents.made_askings import (
    AGREEMENT,
    ASSENT,
    CARER,
    CARER_ID,
    CHILD,
    FAMILY,
    GIVEN,
    LINKAGE,
    NIS,
    NOT_ASKED,
    NOTHING_KNOWN,
    NOW,
    PERMISSION,
    RECONTACT,
    REFUSED,
    TAKE_PART,
    TAKER,
    YOUTH,
    answered,
    known_after,
    marked,
    opened,
    said,
)

PARTIAL, COMPLETE = InterviewState.PARTIAL, InterviewState.COMPLETE


def records(kept: list[Act]) -> list[tuple[Purpose, ConsentDecision, NotAskedReason | None]]:
    return [(act.purpose, act.decision, act.not_asked_reason) for act in kept if isinstance(act, ConsentRecorded)]


def test_an_adult_is_asked_to_take_part_then_interviewed_then_asked_the_rest_one_by_one() -> None:
    ceremony, told = open_ceremony(CARER, Wave.ONE, NOTHING_KNOWN, AGREEMENT.wordings, TAKER, NOW)
    assert [type(act) for act in told] == [CeremonyOpened]

    assert ceremony.next == TAKE_PART
    ceremony, _ = answered(ceremony, TAKE_PART)
    assert ceremony.next is MARK
    ceremony, kept = marked(ceremony)
    assert [type(act) for act in kept] == [InterviewMarked]
    assert ceremony.next == LINKAGE
    ceremony, _ = answered(ceremony, LINKAGE, REFUSED)
    assert ceremony.next == RECONTACT
    ceremony, kept = answered(ceremony, RECONTACT)

    assert ceremony.next == Ended(CeremonyEnd.FINISHED)
    assert [type(act) for act in kept] == [ConsentRecorded, CeremonyClosed]


def test_a_parent_permits_before_a_child_is_asked_and_the_childs_record_says_whose_word_it_rests_on() -> None:
    ceremony = opened(CHILD)
    assert ceremony.next == PERMISSION

    ceremony, (permitted,) = answered(ceremony, PERMISSION)
    assert ceremony.next == ASSENT
    _, (assented,) = answered(ceremony, ASSENT)

    assert isinstance(permitted, ConsentRecorded)
    assert isinstance(assented, ConsentRecorded)
    assert permitted.guardian is not None
    assert (permitted.guardian.person, permitted.permission) == (CARER_ID, None)
    assert (assented.guardian, assented.permission) == (None, permitted.record)


def test_a_child_whose_parent_permits_can_still_decline_and_that_closes_the_child_alone() -> None:
    ceremony, _ = answered(opened(CHILD), PERMISSION)

    ceremony, kept = answered(ceremony, ASSENT, REFUSED)

    assert ceremony.next == Ended(CeremonyEnd.FINISHED)
    assert records(kept) == [
        (Purpose.YOUNG_PERSONS_ASSENT, REFUSED, None),
        (Purpose.LINKAGE, NOT_ASKED, NotAskedReason.NO_INTERVIEW),
        (Purpose.RECONTACT, NOT_ASKED, NotAskedReason.NO_INTERVIEW),
    ]
    came = came_of(ceremony)
    assert came is not None
    assert (came.result, came.reason, came.code) == (
        AttemptResult.CONTACT_RESPONDENT,
        NoInterviewReason.REFUSAL_BY_RESPONDENT,
        431,
    )


def test_where_the_parent_does_not_permit_the_child_is_never_asked() -> None:
    ceremony, kept = answered(opened(CHILD), PERMISSION, REFUSED)

    assert ceremony.next == Ended(CeremonyEnd.FINISHED)
    assert {(decision, why) for _, decision, why in records(kept)[1:]} == {(NOT_ASKED, NotAskedReason.NO_PERMISSION)}
    came = came_of(ceremony)
    assert came is not None
    assert (came.reason, came.code) == (NoInterviewReason.REFUSAL_BY_PROXY, 432)


def test_from_16_on_a_young_person_answers_for_themselves() -> None:
    assert opened(YOUTH).next == TAKE_PART


def test_refusing_to_take_part_closes_the_person_with_a_refusal_of_their_own() -> None:
    ceremony, kept = answered(opened(), TAKE_PART, REFUSED)

    assert isinstance(kept[-1], CeremonyClosed)
    assert {act.person for act in kept if isinstance(act, ConsentRecorded)} == {CARER_ID}
    came = came_of(ceremony)
    assert came is not None
    assert came.code == 431
    with pytest.raises(PersonClosedError):
        opened(CARER, known_after(kept))


def test_a_partial_interview_leaves_the_rest_not_asked_which_is_never_a_yes_and_a_later_visit_asks() -> None:
    ceremony, first = answered(opened(), TAKE_PART)
    ceremony, kept = marked(ceremony, PARTIAL)
    assert records(kept) == [
        (Purpose.LINKAGE, NOT_ASKED, NotAskedReason.INTERVIEW_PARTIAL),
        (Purpose.RECONTACT, NOT_ASKED, NotAskedReason.INTERVIEW_PARTIAL),
    ]
    assert ceremony.next == Ended(CeremonyEnd.FINISHED)
    came = came_of(ceremony)
    assert came is not None
    assert came.code == 210

    later = opened(CARER, known_after([*first, *kept]))

    assert later.next is MARK
    later, more = marked(later)
    assert later.next == LINKAGE
    assert [act.interview for act in (*kept, *more) if isinstance(act, InterviewMarked)] == [later.interview_id] * 2


def test_after_a_power_cut_between_two_answers_the_first_stands_and_the_second_is_asked_again() -> None:
    ceremony, first = answered(opened(), TAKE_PART)
    ceremony, mark = marked(ceremony)
    ceremony, linked = answered(ceremony, LINKAGE)
    left_open = (LeftOpen(ceremony.sitting.ceremony, FAMILY, CARER_ID),)
    known = replace(known_after([*first, *mark, *linked]), left_open=left_open)

    with pytest.raises(CeremonyOpenError):
        opened(CARER, known)
    (closed,) = close_interrupted(known)
    again = opened(CARER, replace(known, left_open=()))

    assert isinstance(closed, CeremonyClosed)
    assert (closed.ceremony, closed.end) == (ceremony.sitting.ceremony, CeremonyEnd.INTERRUPTED)
    assert again.next == RECONTACT
    assert again.after == (RECONTACT,)


def test_only_one_person_is_asked_at_a_time_on_one_device() -> None:
    known = replace(NOTHING_KNOWN, left_open=(LeftOpen("9" * 32, FAMILY, CARER_ID),))

    with pytest.raises(CeremonyOpenError) as refused:
        opened(CHILD, known)

    assert "still open" in refused.value.message


def test_each_named_linkage_is_a_question_of_its_own() -> None:
    (term,) = [each for each in AGREEMENT.purposes if each.id is Purpose.LINKAGE]
    health = replace(term.targets[0], id="health-records", name="health records")
    terms = [replace(each, targets=(*each.targets, health)) if each is term else each for each in AGREEMENT.purposes]
    agreement = replace(AGREEMENT, purposes=tuple(terms))
    texts = [*AGREEMENT.wordings, *(replace(w, target=health.id) for w in AGREEMENT.wordings if w.target == NIS)]
    taker = replace(TAKER, agreement=agreement)

    ceremony, _ = open_ceremony(CARER, Wave.ONE, NOTHING_KNOWN, texts, taker, NOW)

    assert ceremony.after == (LINKAGE, Asked(Purpose.LINKAGE, "health-records"), RECONTACT)


def test_a_new_wording_never_changes_an_asking_that_is_open() -> None:
    texts: list[Wording] = list(AGREEMENT.wordings)
    ceremony, _ = open_ceremony(CARER, Wave.ONE, NOTHING_KNOWN, texts, TAKER, NOW)
    before = ceremony.text(TAKE_PART, "en", WordingForm.FULL)

    texts[0] = replace(texts[0], version=9, text="Another text?")

    assert ceremony.text(TAKE_PART, "en", WordingForm.FULL) == before
    assert before.wording.version == 1


def test_a_text_is_shown_in_the_language_and_form_that_are_asked_for_and_names_the_child() -> None:
    ceremony = opened(CHILD)

    easy = ceremony.text(PERMISSION, "pl", WordingForm.EASY_READ)

    assert "Zoë" in easy.text
    assert ceremony.languages(PERMISSION) == ("en", "pl")
    with pytest.raises(WordingMissingError):
        ceremony.text(PERMISSION, "cy", WordingForm.FULL)


def test_a_question_for_which_there_is_no_text_at_all_stops_the_asking_before_it_begins() -> None:
    texts = [each for each in AGREEMENT.wordings if each.purpose is not Purpose.RECONTACT]

    with pytest.raises(WordingMissingError):
        open_ceremony(CARER, Wave.ONE, NOTHING_KNOWN, texts, TAKER, NOW)


def test_a_clock_that_falls_back_changes_nothing_until_somebody_says_that_it_is_right() -> None:
    ceremony, _ = answered(opened(), TAKE_PART)
    before = ceremony.last_at - timedelta(hours=3)
    ceremony, _ = mark_interview(ceremony, COMPLETE, NOW, ceremony.last_at, Around())

    with pytest.raises(CeremonyClockError) as refused:
        answer(ceremony, LINKAGE, said(LINKAGE), before)
    ceremony, kept = answer(ceremony, LINKAGE, said(LINKAGE), before, is_clock_right=True)

    assert refused.value.behind_s == 3 * 3600
    assert ceremony.next == RECONTACT
    (record,) = kept
    assert isinstance(record, ConsentRecorded)
    assert record.at_ms == int(before.timestamp() * 1000)


def test_an_interview_cannot_end_before_it_began() -> None:
    ceremony, _ = answered(opened(), TAKE_PART)

    with pytest.raises(SpanTurnedError):
        mark_interview(ceremony, COMPLETE, NOW + timedelta(hours=1), NOW, Around())


def test_breaking_off_needs_a_reason_and_leaves_the_rest_not_asked_for_it() -> None:
    ceremony, _ = answered(opened(), TAKE_PART)
    with pytest.raises(ReasonMissingError):
        break_off(ceremony, None, Around(), NOW)

    ended, kept = break_off(ceremony, NotAskedReason.UNSAFE, Around(), NOW)

    assert records(kept) == [
        (Purpose.LINKAGE, NOT_ASKED, NotAskedReason.UNSAFE),
        (Purpose.RECONTACT, NOT_ASKED, NotAskedReason.UNSAFE),
    ]
    assert came_of(ended) is None
    with pytest.raises(CeremonyEndedError):
        break_off(ended, NotAskedReason.UNSAFE, Around(), NOW)


@pytest.mark.parametrize("age", [0, 10, 22, 99])
def test_nobody_is_asked_as_a_young_person_who_is_not_11_to_21(age: int) -> None:
    with pytest.raises(AgeOutOfRangeError) as refused:
        opened(replace(CHILD, age_years=age))

    assert str(age) in refused.value.message


@pytest.mark.parametrize("age", [-1, 15, 131])
def test_nobody_is_asked_as_an_adult_who_is_a_child_or_older_than_anybody(age: int) -> None:
    with pytest.raises(AgeOutOfRangeError):
        opened(replace(CARER, age_years=age))


def test_a_young_person_of_unknown_age_is_not_asked() -> None:
    with pytest.raises(AgeUnknownError):
        opened(replace(CHILD, age_years=None))


def all_of(respondent: Respondent) -> list[Act]:
    """Return what is kept where everything is agreed to."""
    ceremony = opened(respondent)
    kept: list[Act] = []
    while not isinstance(ceremony.next, Ended):
        step = ceremony.next
        ceremony, acts = answered(ceremony, step) if isinstance(step, Asked) else marked(ceremony)
        kept += acts
    return kept


def test_whoever_answered_everything_is_asked_nothing_more_in_that_wave() -> None:
    with pytest.raises(NothingToAskError):
        opened(CARER, known_after(all_of(CARER)))


def test_in_wave_two_everybody_is_asked_to_take_part_again_but_not_about_re_contact() -> None:
    known = known_after(all_of(CARER))

    second = opened(CARER, Known(known.stands, None, None, ()), Wave.TWO)

    assert second.before == (TAKE_PART,)
    assert second.after == ()


def test_whoever_turned_16_since_is_asked_afresh_for_themselves() -> None:
    known = known_after(all_of(CHILD))

    second = opened(YOUTH, Known(known.stands, None, None, ()), Wave.TWO)

    assert second.before == (TAKE_PART,)
    assert second.after == (LINKAGE,)


def test_a_permission_that_was_taken_back_closes_the_child() -> None:
    kept = all_of(CHILD)
    permission = next(act for act in kept if isinstance(act, ConsentRecorded))
    withdrawn = permission.model_copy(
        update={"record": "9" * 32, "follows": permission.record, "decision": ConsentDecision.WITHDRAWN}
    )

    with pytest.raises(PersonClosedError):
        opened(CHILD, known_after([*kept, withdrawn]))


def test_a_child_is_asked_again_where_the_permission_before_turned_out_to_be_none() -> None:
    kept = all_of(CHILD)
    permission = next(act for act in kept if isinstance(act, ConsentRecorded))
    marked_so = permission.model_copy(
        update={"record": "9" * 32, "follows": permission.record, "decision": ConsentDecision.ENTERED_IN_ERROR}
    )

    again = opened(CHILD, known_after([*kept, marked_so]))

    assert again.before == (PERMISSION, ASSENT)


def test_every_record_of_one_asking_bears_its_receipt_code() -> None:
    ceremony, first = answered(opened(), TAKE_PART)
    _, rest = marked(ceremony, PARTIAL)

    codes = {act.receipt_code for act in (*first, *rest) if isinstance(act, ConsentRecorded)}

    assert codes == {code_of(ceremony.sitting.ceremony)}


STEPS = [TAKE_PART, PERMISSION, ASSENT, LINKAGE, RECONTACT]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([CARER, CHILD, YOUTH]),
    st.lists(st.tuples(st.sampled_from([*STEPS, COMPLETE, PARTIAL]), st.sampled_from([GIVEN, REFUSED, NOT_ASKED]))),
)
def test_whatever_is_tried_the_order_is_kept_and_no_question_is_skipped_or_doubled(
    respondent: Respondent, tried: list[tuple[Asked | InterviewState, ConsentDecision]]
) -> None:
    ceremony = opened(respondent)
    kept: list[Act] = []
    for step, decision in tried:
        why = NotAskedReason.LANGUAGE if decision is NOT_ASKED else None
        try:
            if isinstance(step, Asked):
                ceremony, acts = answered(ceremony, step, decision, why_not=why)
            else:
                ceremony, acts = marked(ceremony, step)
        except (OutOfOrderError, CeremonyEndedError):
            continue
        kept += acts

    asked = [act.purpose for act in kept if isinstance(act, ConsentRecorded)]
    first = [Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT] if respondent is CHILD else [Purpose.TAKE_PART]
    assert asked == [*first, Purpose.LINKAGE, Purpose.RECONTACT][: len(asked)]
    if isinstance(ceremony.next, Ended):
        assert len(asked) == len(first) + 2
    yes = {act.purpose for act in kept if isinstance(act, ConsentRecorded) and act.decision is GIVEN}
    if yes & {Purpose.LINKAGE, Purpose.RECONTACT}:
        assert set(first) <= yes
        assert any(isinstance(act, InterviewMarked) and act.state is COMPLETE for act in kept)

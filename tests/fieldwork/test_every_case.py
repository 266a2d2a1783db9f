"""How every case stands: as one family's file says, and what refusals in other ways come to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.clock import to_ms
from store.fieldwork.cases import case_of
from store.fieldwork.counts import counts_of
from store.fieldwork.every_case import CaseStands, every_case
from store.fieldwork.family import read_family
from store.fieldwork.lines import Standing
from store.fieldwork.made_up_work import work
from store.fieldwork.progress import partly_interviewed_count, progress
from store.fieldwork.unwilling import opted_out_count
from store.ids import NOBODY
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.attempts import AttemptResult, Wave
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import DetailSource, PersonEnd, PersonRole, WishBy, WishDecision, WishReach
from store.keeping.store import Store
from tests.agreement.edited import packaged
from tests.fieldwork import doings
from tests.fieldwork.filed import AT_BASE, NOW
from tests.made import families, store

__all__ = ["store"]

ONE, OTHER = families(2)
CARER, YOUNG = (each.person for each in ONE.details.people[:2])
LATER = datetime(2016, 6, 1, 9, tzinfo=UTC)


def cases(store: Store, now: datetime = NOW) -> dict[str, CaseStands]:
    with store.reader() as connection:
        return {case.family: case for case in every_case(connection, packaged(), to_ms(now))}


def case_after(store: Store, *told: Act) -> CaseStands:
    store.record(ONE, *told)
    return cases(store)[ONE.family]


def outcome_set(code: str, group: OutcomeGroup | None) -> acts.OutcomeSet:
    return acts.OutcomeSet(family=ONE.family, wave=Wave.ONE, person=None, code=code, group=group, reason="As told.")


def test_every_case_stands_as_its_own_file_says(store: Store) -> None:
    many = families(60)
    store.record(*many)
    store.record(*work(many, NOW, NOBODY, packaged()))

    found = cases(store)

    compared = 0
    with store.reader() as connection:
        for each in many:
            file = read_family(connection, each.family, None)
            assert file is not None
            case, told = found[each.family], case_of(file, AT_BASE)
            if file.standing is Standing.TO_DO:
                assert case.household == told.household
                of = dict(told.respondents)
                assert all(of.get(one.person, one.outcome) == one.outcome for one in case.respondents)
                compared += 1
    assert compared > 30
    assert {case.household.group for case in found.values()} > {None, OutcomeGroup.COMPLETE, OutcomeGroup.REFUSAL}


@pytest.mark.parametrize(
    ("told", "code", "is_pending", "has_opted_out"),
    [
        ((), 612, True, False),
        ((doings.attempt(ONE.family),), 310, True, False),
        ((doings.wish(ONE.family, WishDecision.NO_CONTACT),), 410, False, True),
        ((doings.attempt(ONE.family), doings.wish(ONE.family, WishDecision.NO_CONTACT)), 410, False, False),
        ((doings.attempt(ONE.family), doings.wish(ONE.family, WishDecision.PAUSED)), 310, True, False),
        ((doings.refusal(ONE.family, CARER), doings.wish(ONE.family, WishDecision.NO_CONTACT)), 431, False, False),
        ((outcome_set("611", OutcomeGroup.UNKNOWN_HOUSEHOLD),), 611, False, False),
    ],
)
def test_a_refusal_before_issue_is_apart_and_one_after_it_is_the_offices(
    store: Store, told: tuple[Act, ...], code: int, is_pending: bool, has_opted_out: bool
) -> None:
    case = case_after(store, *told)

    assert (case.household.code, case.household.is_pending, case.has_opted_out) == (code, is_pending, has_opted_out)


def test_what_the_office_gives_a_household_holds_for_all_but_interviews_and_refusals(store: Store) -> None:
    refused = doings.consent(ONE.family, YOUNG, Purpose.YOUNG_PERSONS_ASSENT, ConsentDecision.REFUSED)
    ended = case_after(store, outcome_set("790", OutcomeGroup.NOT_ELIGIBLE), refused)
    interview = doings.attempt(ONE.family, AttemptResult.COMPLETE_INTERVIEW, met=(CARER,), household_code="110")
    store.record(interview)  # a laptop tells it only now
    after = cases(store)[ONE.family]

    assert (ended.household.code, ended.standing) == (790, Standing.DONE)
    of = {each.person: (each.outcome.code, each.outcome.group) for each in ended.respondents}
    assert of.pop(YOUNG) == (431, OutcomeGroup.REFUSAL)
    assert set(of.values()) == {(790, OutcomeGroup.NOT_ELIGIBLE)}
    assert after.household.code == 110
    assert {each.person: each.outcome.code for each in after.respondents}[CARER] == 110
    (wave,) = counts_of([ended], 0)
    assert wave.households.pending == 0


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        ((doings.wish(ONE.family, WishDecision.NO_CONTACT),), 410),
        ((doings.refusal(ONE.family, CARER), doings.wish(ONE.family, WishDecision.NO_CONTACT)), 431),
        (
            [
                doings.wish(ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=each.person)
                for each in ONE.details.people
            ],
            410,
        ),
    ],
)
def test_a_refusal_that_is_heard_of_after_the_office_ended_the_case_counts(
    store: Store, heard: Sequence[Act], code: int
) -> None:
    given = outcome_set("310", OutcomeGroup.NON_CONTACT)
    ended = case_after(store, doings.attempt(ONE.family), given, given.model_copy(update={"person": CARER}))
    store.record(*heard)  # a laptop tells it only now
    after = cases(store)[ONE.family]

    assert (ended.household.code, ended.household.group) == (310, OutcomeGroup.NON_CONTACT)
    assert (after.household.code, after.household.group) == (code, OutcomeGroup.REFUSAL)
    (counted,) = progress([after], lambda _: "Essex")
    assert (counted.refused_count, counted.others_count) == (1, 0)


def test_a_refusal_that_was_taken_back_leaves_what_the_office_gave(store: Store) -> None:
    wish = doings.wish(ONE.family, WishDecision.NO_CONTACT)
    back = doings.wish(ONE.family, WishDecision.LIFTED, follows=wish.wish, by=WishBy.OFFICE)

    after = case_after(store, doings.attempt(ONE.family), outcome_set("790", OutcomeGroup.NOT_ELIGIBLE), wish, back)

    assert after.household.code == 790


def test_a_case_that_is_owed_nothing_stays_open_for_an_appointment_that_is_ahead(store: Store) -> None:
    begins = datetime(2015, 11, 2, 18, 30, tzinfo=UTC)
    calls = [doings.attempt(ONE.family, at_ms=to_ms(begins + timedelta(days=3 * day))) for day in range(12)]
    store.record(ONE, *calls, doings.appointment(ONE.family, to_ms(LATER)))

    ahead, past = cases(store, LATER)[ONE.family], cases(store, LATER + timedelta(hours=2))[ONE.family]

    assert ahead.household.is_pending
    assert (past.household.group, past.attempts_count) == (OutcomeGroup.NON_CONTACT, 12)


def test_who_was_selected_is_asked_and_otherwise_every_carer_and_young_person(store: Store) -> None:
    everybody = case_after(store, doings.added(ONE.family, doings.member(PersonRole.ADULT)))
    store.record(doings.selection(ONE.family, YOUNG))

    assert [each.person for each in everybody.respondents] == [each.person for each in ONE.details.people]
    assert [each.person for each in cases(store)[ONE.family].respondents] == [YOUNG]


def test_who_left_counts_only_where_their_case_had_ended(store: Store) -> None:
    interview = doings.attempt(ONE.family, AttemptResult.COMPLETE_INTERVIEW, met=(CARER,), household_code="110")
    left = [doings.left(ONE.family, each.person) for each in ONE.details.people]

    found = case_after(store, interview, *left)

    assert [(each.person, each.outcome.code) for each in found.respondents] == [(CARER, 110)]
    store.record(doings.left(ONE.family, CARER, PersonEnd.ENTERED_IN_ERROR))
    assert cases(store)[ONE.family].respondents == ()


def test_a_persons_no_closes_that_person_and_the_household_once_everybody_said_it(store: Store) -> None:
    people = [each.person for each in ONE.details.people]
    permission = doings.consent(ONE.family, YOUNG, Purpose.PARENTAL_PERMISSION, ConsentDecision.REFUSED)
    others = [
        doings.wish(ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=each)
        for each in people
        if each != YOUNG
    ]

    one = case_after(store, doings.attempt(ONE.family), permission)
    store.record(*others)
    every = cases(store)[ONE.family]

    assert {each.person: each.outcome.code for each in one.respondents}[YOUNG] == 432
    assert one.household.is_pending
    assert {each.outcome.code for each in every.respondents} == {410, 432}
    assert every.household.group is OutcomeGroup.REFUSAL


def test_what_is_counted_leaves_out_who_opted_out_and_who_split_off(store: Store) -> None:
    apart = families(1, seed=9)[0].family
    split = acts.FamilySplit(
        family=ONE.family, new_family=apart, people=(YOUNG,), split_on=None, source=DetailSource.RESPONDENT
    )
    store.record(ONE, OTHER, doings.wish(OTHER.family, WishDecision.NO_CONTACT), split)
    young = doings.member(PersonRole.YOUNG_PERSON)
    store.record(doings.added(apart, young))

    found = list(cases(store).values())
    (wave,) = counts_of(found, 31)
    (row,) = progress(found, lambda _: "Essex")

    assert (wave.opted_out, wave.split_off) == (32, 1)
    assert (wave.households.total, wave.households.pending, wave.not_issued) == (1, 1, 1)
    assert (row.families_count, row.not_issued_count, row.worked_count) == (1, 1, 0)


def test_a_household_that_was_interviewed_in_part_is_counted_by_its_outcome_and_is_still_to_be_worked(
    store: Store,
) -> None:
    begun = doings.attempt(ONE.family, AttemptResult.PARTIAL_INTERVIEW, met=(CARER,), household_code="210")
    found = case_after(store, begun)
    assert found.household.group is OutcomeGroup.PARTIAL
    assert partly_interviewed_count([found]) == 1
    assert partly_interviewed_count([replace(found, wave=Wave.TWO), replace(found, has_opted_out=True)]) == 0

    store.record(outcome_set("210", OutcomeGroup.PARTIAL))  # the office says that this is all there will be

    assert partly_interviewed_count(cases(store).values()) == 0


def test_a_wave_is_over_for_a_family_with_the_next_one(store: Store) -> None:
    again = ONE.model_copy(update={"wave": Wave.TWO, "delivery": "5ec0d" + "e" * 27})
    store.record(ONE, doings.attempt(ONE.family), again, doings.wish(ONE.family, WishDecision.NO_CONTACT))

    with store.reader() as connection:
        one, two = every_case(connection, packaged(), to_ms(NOW))

    assert (one.wave, one.household.code, one.household.group) == (Wave.ONE, 310, OutcomeGroup.NON_CONTACT)
    assert (two.wave, two.household.code, two.has_opted_out) == (Wave.TWO, 410, True)


def test_a_family_that_refused_before_anything_was_supplied_of_it_is_counted_once(store: Store) -> None:
    refused = doings.wish(OTHER.family, WishDecision.NO_CONTACT)
    store.record(ONE, refused, doings.wish(OTHER.family, WishDecision.NO_CONTACT))
    with store.reader() as connection:
        before = opted_out_count(connection)
    store.record(doings.wish(ONE.family, WishDecision.NO_CONTACT))

    with store.reader() as connection:
        after = opted_out_count(connection)

    assert (before, after) == (1, 1)
    assert [case.has_opted_out for case in cases(store).values()] == [True]

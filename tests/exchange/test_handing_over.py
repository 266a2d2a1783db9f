"""A family that goes to another interviewer loses nothing that base knows of it, and takes nobody else's word along."""

import json
from pathlib import Path

import pytest

from store import errors
from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.exchange import orders
from store.exchange.allocation import free_families
from store.exchange.peers import peer
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.family import FamilyFile, read_family
from store.fieldwork.lifting import lift_wish
from store.fieldwork.lines import Standing, read_lines
from store.fieldwork.looking import lines_of
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.ids import DeviceId, FamilyId, StaffId, new_id
from store.keeping import acts, canonical
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, DwellingType, NoInterviewReason, Wave
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.families import (
    DetailField,
    PersonRole,
    RecallCause,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, Laptop
from tests.fieldwork import doings
from tests.fieldwork.doings import HOUR_MS, NINE_MS

ONE = DELIVERED[0]
CARER, CHILD = (person.person for person in ONE.details.people[:2])


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    return exchange


def file(store: Store, family: FamilyId = ONE.family) -> FamilyFile:
    with store.reader() as connection:
        found = read_family(connection, family, store.sidecar.journal)
    assert found is not None
    return found


def standing(store: Store) -> dict[str, str]:
    with store.reader() as connection:
        return {line.family: line.standing for line in read_lines(connection, None, store.now().date())}


def hand_over(exchange: Exchange, to: Laptop) -> None:
    """Have the first laptop give the family back, and the other one get it."""
    exchange.order(lambda base, laptop: orders.recall(base, laptop, FAMILIES[:1], RecallCause.REALLOCATED))
    exchange.sync()
    exchange.back_up()
    exchange.sync(3)
    exchange.give(FAMILIES[:1], to)
    exchange.sync()


def test_whoever_takes_a_family_over_sees_what_was_done_said_agreed_and_corrected(exchange: Exchange) -> None:
    made = doings.attempt(
        ONE.family, AttemptResult.CONTACT_RESPONDENT, reason=NoInterviewReason.APPOINTMENT, met=(CARER,),
        household_code="450", note="After six.",
    )  # fmt: skip
    never = doings.attempt(ONE.family, at_ms=NINE_MS + HOUR_MS)
    agreed = doings.appointment(ONE.family, NINE_MS + 9 * HOUR_MS, person=CARER)
    somebody = doings.member(PersonRole.ADULT)
    with exchange.laptop.open() as store:
        store.record(
            made,
            never,
            doings.told_anew(never, None),
            agreed,
            doings.safety_note(ONE.family),
            doings.correction(ONE.family, DetailField.FIRST_NAMES, "Zoë", person=CARER),
            doings.added(ONE.family, somebody),
            doings.left(ONE.family, CHILD),
            doings.wish(ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=somebody.person),
            doings.consent(ONE.family, CARER, Purpose.TAKE_PART, ConsentDecision.GIVEN),
            doings.consent(ONE.family, CARER, Purpose.LINKAGE, ConsentDecision.WITHDRAWN, wording=None, target="study"),
            doings.consent(ONE.family, CARER, Purpose.RECONTACT, ConsentDecision.REFUSED, capacity_concern=True),
        )
    other = exchange.another("other")

    hand_over(exchange, other)

    with other.open() as store:
        found = file(store)
    (past,) = found.attempts
    assert (past.attempt, past.reason, past.note, past.is_from_before) == (
        made.attempt, NoInterviewReason.APPOINTMENT, "After six.", True,
    )  # fmt: skip
    assert [(each.appointment, each.is_from_before) for each in found.appointments] == [(agreed.appointment, True)]
    assert (found.people[0].first_names, found.people[0].person) == ("Zoë", CARER)
    assert CHILD not in {each.person for each in found.people}
    assert [(each.purpose, each.decision, each.wording, each.is_doubted) for each in found.consents] == [
        (Purpose.TAKE_PART, ConsentDecision.GIVEN, "take-part", False),
        (Purpose.LINKAGE, ConsentDecision.WITHDRAWN, None, False),
        (Purpose.RECONTACT, ConsentDecision.REFUSED, "take-part", True),
    ]
    assert found.safety_note is not None
    assert not found.safety_note.is_acknowledged
    assert [note.text for note in found.notes] == ["Wiktoria Grzelak wants no contact."]
    with exchange.at_base() as base:
        given = [act for act in (event.act() for event in file(base).history) if isinstance(act, acts.FamilyAllocated)]
        assert given[0].handed_over_from == exchange.laptop.device
        assert len(file(base).attempts) == 2
    exchange.hold_all()


def test_what_base_gives_again_does_not_take_the_place_of_what_it_has_not_heard(exchange: Exchange) -> None:
    known = doings.correction(ONE.family, DetailField.DIRECTIONS, "Behind the chapel.")
    with exchange.laptop.open() as store:
        store.record(known, doings.wish(ONE.family, WishDecision.PAUSED))
    exchange.sync()
    with exchange.at_base() as base:
        base.record(
            doings.correction(ONE.family, DetailField.DIRECTIONS, "Beside the chapel."),
            doings.correction(ONE.family, DetailField.POSTCODE, "CM1 9ZX"),
        )
    exchange.give(FAMILIES[:1])
    with exchange.laptop.open() as store:
        store.record(
            doings.correction(ONE.family, DetailField.POSTCODE, "CM1 9ZY"),
            doings.attempt(ONE.family),
        )

    exchange.sync_base()
    exchange.sync_laptop()

    with exchange.laptop.open() as store:
        found = file(store)
    assert (found.address.directions, found.address.postcode) == ("Beside the chapel.", "CM1 9ZY")
    assert (len(found.attempts), found.standing) == (1, Standing.TO_DO)
    exchange.hold_all()


def test_a_family_that_is_taken_back_is_locked_on_its_laptop_until_it_is_gone(exchange: Exchange) -> None:
    exchange.laptop.correct(ONE.family, "Behind the chapel.")
    exchange.order(lambda base, laptop: orders.recall(base, laptop, FAMILIES[:1], RecallCause.REALLOCATED))

    exchange.sync_base()
    exchange.sync_laptop()

    with exchange.laptop.open() as store:
        assert standing(store) == {ONE.family: Standing.LOCKED}
        (held,) = file(store).locks
        assert held.cause == "recall"
    exchange.sync()
    exchange.back_up()
    exchange.sync(3)
    with exchange.laptop.open() as store:
        assert standing(store) == {}


def test_a_family_that_is_locked_paused_or_of_no_council_is_given_to_nobody(exchange: Exchange) -> None:
    new = FamilyId(new_id())
    with exchange.at_base() as base:
        base.record(
            doings.wish(FAMILIES[1], WishDecision.PAUSED),
            doings.lock(FAMILIES[2]),
            doings.wish(FAMILIES[3], WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=CHILD),
            doings.moved(new, ONE.details.address, doings.address("3 Pightle Way")),
        )

        assert [each.family for each in free_families(base)] == FAMILIES[3:]
        with pytest.raises(errors.FamilyUndeliveredError):
            orders.allocate(base, peer(base, exchange.laptop.device), [new])


def test_whoever_takes_a_family_over_asks_nobody_again_who_was_interviewed(exchange: Exchange) -> None:
    came = acts.RespondentOutcome(person=CARER, code="110", group=OutcomeGroup.COMPLETE)
    gone = acts.RespondentOutcome(person=CHILD, code="431", group=OutcomeGroup.REFUSAL)
    made = doings.attempt(
        ONE.family, AttemptResult.COMPLETE_INTERVIEW, met=(CARER, CHILD), respondents=(came, gone), household_code="110"
    )
    teenager = doings.member(PersonRole.YOUNG_PERSON)
    seen = acts.ObservationRecorded(
        family=ONE.family, attempt=made.attempt, dwelling=DwellingType.FLAT, barrier=None, condition=None, litter=None,
        damage=None,
    )  # fmt: skip
    marked = acts.InterviewMarked(
        interview=new_id(), family=ONE.family, person=CARER, wave=Wave.ONE, state=InterviewState.COMPLETE,
        began_at_ms=NINE_MS, ended_at_ms=NINE_MS + HOUR_MS,
    )  # fmt: skip
    with exchange.laptop.open() as store:
        store.record(
            doings.added(ONE.family, teenager),
            doings.selection(ONE.family, CARER, teenager.person),
            made,
            seen,
            marked,
            doings.left(ONE.family, CHILD),
        )
        before = file(store)
    other = exchange.another("other")

    hand_over(exchange, other)

    with other.open() as store:
        found = file(store)
    (past,) = found.attempts
    assert (past.met, [(each.person, each.code) for each in past.respondents]) == ((CARER,), [(CARER, "110")])
    assert found.observations == before.observations
    assert found.selections == before.selections
    assert found.interviews == before.interviews
    assert found.standing is before.standing is Standing.TO_DO  # the young person is still to be interviewed
    with exchange.at_base() as base:
        assert (file(base).observations, file(base).selections) == (before.observations, before.selections)
    exchange.hold_all()


def test_a_family_whose_refusal_base_took_back_is_worked_by_whoever_gets_it(exchange: Exchange) -> None:
    refused = RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY, by_person=CARER)
    with exchange.laptop.open() as store:
        now = circumstances_of(store, agreement_of(store))
        store.record(doings.refusal(ONE.family, CARER), *record_refusal(refused, file(store), now))
    exchange.sync()
    with exchange.at_base() as base:
        (wish,) = file(base).wishes
        base.record(
            *lift_wish(
                wish.wish, "She rang.", WishChannel.TELEPHONE, file(base),
                circumstances_of(base, agreement_of(base)), is_error=False,
            )
        )  # fmt: skip
    other = exchange.another("other")

    hand_over(exchange, other)

    with other.open() as store:
        assert file(store).standing is Standing.TO_DO


def test_a_family_that_was_given_before_its_past_or_a_doubt_was_told_can_still_be_read() -> None:
    stands = acts.StandingConsent(
        record="c" * 32, person=CARER, purpose=Purpose.TAKE_PART, target=None, decision=ConsentDecision.GIVEN,
        wording="take-part", wording_version=1, at_ms=NINE_MS, capacity_concern=False,
    )  # fmt: skip
    past = acts.PastAttempt(
        attempt="a" * 32, at_ms=NINE_MS, mode=AttemptMode.VISIT, result=AttemptResult.NO_CONTACT, reason=None,
        household_code="310", household_group=None, interviewer=StaffId("5" * 32), met=(), respondents=(), note=None,
    )  # fmt: skip
    present = acts.FamilyAllocated(
        family=ONE.family, device=DeviceId("d" * 32), interviewer=StaffId("5" * 32), order="0" * 32, wave=Wave.ONE,
        council_reference=ONE.council_reference, letter_sent_on=None, details=ONE.details, safety_note=None, notes=(),
        attempts=(past,), appointments=(), consents=(stands,), interviews=(), selections=(), observations=(),
        handed_over_from=None, lease_until_ms=None,
    )  # fmt: skip
    told = json.loads(acts.dump(present))
    del told["consents"][0]["capacity_concern"]
    assert acts.parse("family_allocated", 2, canonical.dumps(told)) == present
    for name in ("interviews", "selections", "observations"):
        del told[name]
    for name in ("met", "respondents"):
        del told["attempts"][0][name]

    assert acts.parse("family_allocated", 1, canonical.dumps(told)) == present


def held_by_another(exchange: Exchange, *attempts: acts.AttemptRecorded) -> Laptop:
    """Return a second laptop that has the family as well, once the first one told of these attempts."""
    with exchange.laptop.open() as store:
        store.record(*attempts)
    exchange.sync()
    other = exchange.another("other")
    exchange.give(FAMILIES[:1], other)
    exchange.sync()
    return other


def test_an_attempt_that_was_taken_back_or_told_anew_is_so_for_whoever_else_has_the_family(exchange: Exchange) -> None:
    never, wrong = doings.attempt(ONE.family), doings.attempt(ONE.family, at_ms=NINE_MS + HOUR_MS, note="Blue door.")
    other = held_by_another(exchange, never, wrong)
    with exchange.laptop.open() as store:
        right = wrong.told.model_copy(update={"note": "Green door."})
        store.record(doings.told_anew(never, None), doings.told_anew(wrong, right))

    exchange.sync()

    with other.open() as store:
        known = {each.attempt: each for each in file(store).attempts}
        assert [(each.attempts_count, each.visits_count) for each in lines_of(store)] == [(1, 1)]
    assert known[never.attempt].is_taken_back
    assert (known[wrong.attempt].note, known[wrong.attempt].is_taken_back) == ("Green door.", False)
    with exchange.laptop.open() as store:  # who made it knows it as it was told there
        mine = {each.attempt: each for each in file(store).attempts}
    assert (mine[wrong.attempt].note, mine[wrong.attempt].is_from_before) == ("Green door.", False)
    assert exchange.sync_base().sent_count == 0
    exchange.hold_all()


def test_what_was_taken_back_and_is_told_again_as_it_was_stands_again(exchange: Exchange) -> None:
    made = doings.attempt(ONE.family)
    other = held_by_another(exchange, made)

    def seen() -> list[bool]:
        with other.open() as store:
            return [each.is_taken_back for each in file(store).attempts]

    for now, is_taken_back in ((None, True), (made.told, False)):
        with exchange.laptop.open() as store:
            store.record(doings.told_anew(made, now))
        exchange.sync()
        assert seen() == [is_taken_back]
    exchange.hold_all()


def test_an_attempt_of_both_is_told_anew_where_the_other_one_went_there_too(exchange: Exchange) -> None:
    """What base tells of an attempt is heard beside what was done here, also where the family comes once more."""
    made = doings.attempt(ONE.family)
    other = held_by_another(exchange, made)
    with other.open() as store:
        store.record(doings.attempt(ONE.family, at_ms=NINE_MS + HOUR_MS))
    with exchange.laptop.open() as store:
        store.record(doings.told_anew(made, None))
    exchange.sync()
    exchange.give(FAMILIES[:1], other)
    exchange.sync()

    with other.open() as store:
        assert [each.is_taken_back for each in file(store).attempts] == [True, False]
    exchange.hold_all()


def test_who_made_an_attempt_and_told_it_anew_once_more_is_not_told_the_former_telling(exchange: Exchange) -> None:
    made = doings.attempt(ONE.family)
    with exchange.laptop.open() as store:
        store.record(made)
    exchange.sync()
    exchange.give(FAMILIES[:1], exchange.another("other"))
    exchange.sync()
    with exchange.laptop.open() as store:
        store.record(doings.told_anew(made, None))
    exchange.sync_laptop()
    exchange.sync_base()
    with exchange.laptop.open() as store:
        store.record(doings.told_anew(made, made.told))

    exchange.sync_laptop()

    with exchange.laptop.open() as store:
        assert [each.is_taken_back for each in file(store).attempts] == [False]
    exchange.sync()
    exchange.hold_all()

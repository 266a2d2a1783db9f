"""A family's page: what stands on it, in which words, and what never does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from store.agreement.lifetime import TermEnd
from store.agreement.loading import agreement_bytes, agreement_from
from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.fieldwork.calls import Owed
from store.fieldwork.family import (
    Address,
    Appointment,
    Consent,
    FamilyFile,
    Lock,
    Note,
    RespondentOutcome,
    SafetyNote,
    SetOutcome,
)
from store.fieldwork.family_people import Email
from store.fieldwork.lines import Standing
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode, AttemptResult, NoInterviewReason, Wave
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import FamilyLockCause, PersonEnd
from tests.tui.families import CARER, SOME_MS, STAFF, YOUNG, made_attempt, made_family, made_person, made_phone
from tui.field.family_page import Reading, family_page, owed_words, ways_of
from tui.field.lock_words import CAUSES
from tui.widgets.cells import wrapped
from tui.widgets.page import Tint

AGREED = agreement_from(agreement_bytes(None))
CALLS, OUTCOMES = AGREED.calls, AGREED.outcomes
NOW = datetime(2015, 11, 3, 10, 30, tzinfo=UTC)


def page(file: FamilyFile, width: int = 80) -> str:
    lines = family_page(file, Reading(NOW, date(2015, 11, 3), CALLS, width, OUTCOMES))
    return "\n".join(line.text for line in lines)


def test_a_page_says_who_lives_where_and_what_is_owed() -> None:
    said = page(made_family())

    assert "Ewa Kowalska   ECC-00001" in said
    assert "12 Lapwing Reach, Chelmsford, CM1 9AL" in said
    assert "Jarek Kowalska, young person, 14 on 1 Oct 2015" in said
    assert "Still owed: 4 visits, 1 in the evening, 1 at the week-end" in said


def test_a_confidential_number_is_counted_and_never_shown() -> None:
    person = made_person(phones=(made_phone(), made_phone(number="07700 900999", is_confidential=True)))

    said = page(made_family(people=(person,)))

    assert "07700 900123" in said
    assert "900999" not in said
    assert "1 confidential contact" in said


def test_attempts_stand_newest_first_with_what_became_of_them() -> None:
    first = made_attempt(is_taken_back=True)
    second = made_attempt(
        at_ms=SOME_MS + 86_400_000,
        result=AttemptResult.CONTACT_RESPONDENT,
        reason=NoInterviewReason.APPOINTMENT,
        is_late=True,
        note="Come after six.",
    )

    said = page(made_family(attempts=(first, second)))

    assert said.index("Tue 3 Nov 2015 18:30  visit: appointment [recorded later]") < said.index(
        "Mon 2 Nov 2015 18:30  visit: no contact [taken back]"
    )
    assert "    Come after six." in said
    assert "1 of 4 visits" in said


def test_an_attempt_says_whom_it_ended_otherwise_for() -> None:
    interviewed = made_attempt(
        result=AttemptResult.COMPLETE_INTERVIEW,
        household_code="110",
        respondents=(
            RespondentOutcome(CARER, "110", OutcomeGroup.COMPLETE),
            RespondentOutcome(YOUNG, "431", OutcomeGroup.REFUSAL),
        ),
    )

    said = page(made_family(attempts=(interviewed,)))

    assert [line for line in said.splitlines() if line.strip().startswith("Jarek") and "431" in line]
    assert said.count("110") == 0


def test_what_was_kept_though_it_looks_wrong_says_so_where_it_is_dialled_or_written() -> None:
    odd = made_phone(number="07700 90012", is_odd=True)
    secret = made_phone(number="07700 9001", is_odd=True, is_confidential=True)
    mail = Email("e1" * 16, "ewa at home", is_confidential=False, is_odd=True, corrections=())
    person = made_person(phones=(odd, made_phone(), secret), emails=(mail,))
    address = made_family().address

    said = page(made_family(people=(person,), address=replace(address, postcode="CM1 9A")))

    assert "07700 90012 (mobile) [looks wrong; kept as it was told]" in said
    assert "ewa at home [looks wrong; kept as it was told]" in said
    assert "CM1 9A [the postcode looks wrong]" in said
    assert said.count("looks wrong") == 3
    assert ways_of(person, is_confidential=True) == ["07700 9001 (mobile) [looks wrong; kept as it was told]"]


def test_a_language_has_its_name() -> None:
    said = page(made_family(people=(made_person(language="ar"),), language="pl"))

    assert "Language: Polish" in said
    assert "language: Arabic" in said


def test_a_past_appointment_asks_what_came_of_it_where_that_can_be_said() -> None:
    def made(at_ms: int, end: AppointmentChange | None, *, is_told_on: bool = False) -> Appointment:
        return Appointment(
            "b0" * 16, CARER, STAFF, at_ms, 0, 60, AttemptMode.VISIT, is_firm=False, note=None, end=end,
            is_from_before=False, is_told_on=is_told_on,
        )  # fmt: skip

    said = page(made_family(appointments=(made(SOME_MS, None), made(SOME_MS, AppointmentChange.KEPT))), width=120)

    assert "Mon 2 Nov 2015 18:30, 60 min, not firm with Ewa Kowalska [past: say what came of it]" in said
    assert "with Ewa Kowalska [kept]" in said
    elsewhere = page(made_family(appointments=(made(SOME_MS, None, is_told_on=True),)), width=120)
    assert "with Ewa Kowalska, another laptop's [past: say what came of it]" in elsewhere
    at_base = Reading(NOW, date(2015, 11, 3), CALLS, 120, OUTCOMES, is_base=True)
    told = "\n".join(line.text for line in family_page(made_family(appointments=(made(SOME_MS, None),)), at_base))
    assert "Ewa Kowalska [past: nobody said yet what came of it]" in told


def test_what_is_locked_says_so_in_words_and_not_only_in_colour() -> None:
    lock = Lock(CARER, FamilyLockCause.CONTACT_WISH, is_pause=False, since_ms=SOME_MS, by=None)

    lines = family_page(
        made_family(standing=Standing.LOCKED, locks=(lock,)), Reading(NOW, date(2015, 11, 3), CALLS, 80, OUTCOMES)
    )

    warned = [line.text for line in lines if line.tint is Tint.WARNING]
    assert warned[0] == "LOCKED: do not visit, do not ring"
    assert warned[1].startswith("Ewa Kowalska is not to be contacted: a wish about contact, since Mon 2 Nov")


def test_what_the_office_ended_stands_at_the_top_for_the_family_and_for_whoever_it_is_of() -> None:
    died, ill, before = (
        SetOutcome(Wave.ONE, None, "790", OutcomeGroup.NOT_ELIGIBLE),
        SetOutcome(Wave.ONE, YOUNG, "532", OutcomeGroup.OTHER),
        SetOutcome(Wave.TWO, CARER, "542", OutcomeGroup.OTHER),
    )

    lines = family_page(
        made_family(standing=Standing.DONE, outcomes=(ill, died, before)),
        Reading(NOW, date(2015, 11, 3), CALLS, 200, OUTCOMES),
    )

    assert [line.text for line in lines if line.tint is Tint.WARNING] == [
        "The family is not visited any more, says the office: other ineligible (790); the history (h) says more.",
        "Jarek Kowalska is not visited any more, says the office: unable (532); the history (h) says more.",
    ]


def test_consents_stand_in_words_by_person() -> None:
    consent = Consent(
        "cc" * 16,
        CARER,
        Purpose.LINKAGE,
        None,
        ConsentDecision.REFUSED,
        None,
        None,
        None,
        SOME_MS,
        is_from_before=False,
    )

    said = page(made_family(consents=(consent,)))

    assert "Ewa Kowalska: linkage NO" in said
    assert "Jarek Kowalska: nothing asked yet" in said
    assert "understand" not in said


def test_a_doubt_whether_somebody_understands_stands_at_the_top() -> None:
    doubted = Consent(
        "cc" * 16,
        CARER,
        Purpose.TAKE_PART,
        None,
        ConsentDecision.NOT_ASKED,
        None,
        None,
        None,
        SOME_MS,
        is_from_before=False,
        is_doubted=True,
    )

    said = page(made_family(consents=(doubted,)), width=120).splitlines()

    assert said[2] == "Ewa Kowalska: it was not clear whether they understand what is asked; the history (h) says more."
    assert sum("understand" in line for line in said) == 1

    elsewhere = page(made_family(consents=(replace(doubted, is_from_before=True),)), width=120).splitlines()

    assert elsewhere[2].endswith("; your supervisor knows more.")


def test_a_safety_note_is_announced_and_its_text_is_not_there() -> None:
    note = SafetyNote("dd" * 16, "A dog that bites.", "council", None, is_acknowledged=True)

    said = page(made_family(safety_note=note))

    assert "There is a safety note" in said
    assert "bites" not in said


def test_a_note_that_expired_is_not_shown() -> None:
    notes = (
        Note("d1" * 16, "Use the side door.", "council", "2015-11-03"),
        Note("d2" * 16, "On holiday.", "council", "2015-11-02"),
    )

    said = page(made_family(notes=notes))

    assert "Use the side door. (council)" in said
    assert "On holiday" not in said


def test_whoever_left_is_still_told_of() -> None:
    said = page(made_family(people=(made_person(left=PersonEnd.MOVED_OUT),)))

    assert "Ewa Kowalska, main carer, 34 on 1 Oct 2015  (left: moved out)" in said


@pytest.mark.parametrize("width", [20, 80, 120])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    address = Address(("12 " + "Lapwing Reach " * 20, "Łódź 日本語" * 10), None, "Left. " * 40, (), is_moved=True)

    lines = family_page(made_family(address=address), Reading(NOW, date(2015, 11, 3), CALLS, width, OUTCOMES))

    from rich.cells import cell_len

    told = [line for line in lines if "Lapwing" in line.text or "Left." in line.text or "日本" in line.text]
    assert len(told) > 5
    assert all(cell_len(line.text) <= width - 2 for line in told)


def test_what_a_terminal_obeys_is_not_let_through() -> None:
    said = page(made_family(people=(made_person(surname="\x1b]52;c;evil\x07[/]"),)))

    assert "\x1b" not in said
    assert "\x07" not in said
    assert "[/]" in said


@pytest.mark.parametrize(
    ("still", "said"),
    [
        (Owed(0, 0, 0, None, 0), "All visits the agreement asks for are made."),
        (Owed(1, 0, 0, date(2015, 11, 16), 13), "Still owed: 1 visit, on Mon 16 Nov 2015 or later"),
        (Owed(0, 1, 1, None, 0), "Still owed: 1 visit, in the evening, at the week-end"),
        (Owed(1, 2, 0, None, 0), "Still owed: 2 visits, 2 in the evening"),
        (
            Owed(3, 1, 0, date(2015, 11, 16), 13),
            "Still owed: 3 visits, 1 in the evening, 1 on Mon 16 Nov 2015 or later",
        ),
    ],
)
def test_what_is_owed_is_one_sentence(still: Owed, said: str) -> None:
    assert owed_words(still) == said


def test_wrapped_text_loses_nothing_and_indents_what_follows() -> None:
    lines = wrapped("one two three four five", 9, "  ")

    assert lines == ["one two", "  three", "  four", "  five"]


def test_every_cause_of_a_lock_has_words() -> None:
    assert set(CAUSES) == {*FamilyLockCause, *TermEnd}

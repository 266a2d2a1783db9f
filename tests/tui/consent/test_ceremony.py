"""Asking somebody at the door: the screen is theirs alone, and each answer is kept before the next question."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.purposes import Purpose
from store.agreement.wordings import WordingForm, newest
from store.fieldwork.consents.receipt_code import code_of
from store.keeping.acts import CeremonyClosed, InterviewMarked
from store.keeping.acts.terms.attempts import Presence
from store.keeping.acts.terms.consents import (
    CeremonyEnd,
    ConsentDecision,
    ConsentMode,
    Interpreting,
    InterviewState,
    NotAskedReason,
    Relationship,
)
from tests.agreement.edited import packaged
from tests.made import MachineTime
from tests.tui.consent.asking import (
    ALOUD,
    CARER,
    CARER_ASKED,
    CHILD,
    CHILD_ASKED,
    NAMES,
    digest,
    records,
    said,
    seen_after,
)
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.consent.asking_screen import AskingScreen

KEYS_AT_MOST = 12


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_three_consents_of_the_carer_with_linkage_refused_take_twelve_keys(sitting: Sitting) -> None:
    keys = (*CARER_ASKED, "y", "c", "n", "y")

    *_, receipt = seen_after(sitting, "enter", *keys)

    assert len(keys) <= KEYS_AT_MOST
    assert "Copy this onto the leaflet" in receipt
    assert said(sitting) == [("take-part", "given"), ("linkage", "refused"), ("re-contact", "given")]
    assert [each.state for each in sitting.told(InterviewMarked) if isinstance(each, InterviewMarked)] == [
        InterviewState.COMPLETE
    ]
    first = records(sitting)[0]
    assert (first.person, first.mode, first.others_present) == (CARER.person, ConsentMode.READ_ALOUD, ())
    assert first.privacy_offered
    assert first.wording is not None
    assert first.wording.read_to_end


def test_while_somebody_is_asked_nothing_of_the_family_is_on_the_screen(sitting: Sitting) -> None:
    *_, wording, pause, linkage, recontact, receipt = seen_after(sitting, "enter", *CARER_ASKED, "y", "c", "n", "y")

    assert "Are you willing to take part in this survey?" in wording
    assert "Now comes the interview" in pause
    for screen in (wording, pause, linkage, recontact, receipt):
        assert not [name for name in NAMES if name in screen]


def test_a_parent_permits_and_the_fourteen_year_old_declines_for_themselves(sitting: Sitting) -> None:
    *_, permission, assent, receipt = seen_after(sitting, "enter", *CHILD_ASKED, "y", "n")

    assert CHILD.first_names is not None
    assert CHILD.first_names in permission
    assert not [name for name in NAMES - {CHILD.first_names} if name in permission]
    assert not [name for name in NAMES if name in assent + receipt]
    assert said(sitting) == [
        ("parental-permission", "given"),
        ("young-persons-assent", "refused"),
        ("linkage", "not_asked"),
        ("re-contact", "not_asked"),
    ]
    permitted, declined, *_ = records(sitting)
    assert permitted.guardian is not None
    assert (permitted.guardian.person, permitted.guardian.relationship) == (CARER.person, Relationship.PARENT)
    assert (declined.guardian, declined.permission, declined.age_years) == (None, permitted.record, 14)


def test_back_at_the_family_the_outcome_of_that_person_alone_is_proposed(sitting: Sitting) -> None:
    *_, family = seen_after(sitting, "enter", *CHILD_ASKED, "y", "n", "enter")

    assert "this person: refusal by respondent, 431." in family
    assert "LOCKED" not in family


def test_the_receipt_code_is_shown_large_and_is_that_of_the_records(sitting: Sitting) -> None:
    *_, receipt = seen_after(sitting, "enter", *CARER_ASKED, "n")

    code = records(sitting)[0].receipt_code
    assert code is not None
    assert "  ".join(code.partition("-")[0]) in receipt
    assert receipt.count("█") > len(code) * 5
    (closed,) = sitting.told(CeremonyClosed)
    assert isinstance(closed, CeremonyClosed)
    assert (code_of(closed.ceremony), closed.end) == (code, CeremonyEnd.FINISHED)


@pytest.mark.parametrize("key", ["enter", "escape", "space", "1"])
def test_no_key_but_its_own_answers(sitting: Sitting, key: str) -> None:
    sitting.press("enter", *CARER_ASKED, key)

    assert said(sitting) == []


def test_a_long_text_is_read_to_its_end_before_its_keys_open(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", *CARER_ASKED, "y"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))
        await pilot.press("end", "y")
        await settled(app, pilot)

    seen: list[str] = []
    sitting.play(play, (80, 14))

    assert "Please read to the end first" in seen[0]
    assert "y and n open at the end" in seen[0]
    assert said(sitting) == [("take-part", "given")]


def test_a_text_in_polish_says_that_a_translator_has_to_check_it_and_is_kept_as_it_was_shown(sitting: Sitting) -> None:
    *_, polish, easy, _ = seen_after(sitting, "enter", *CARER_ASKED, "l", "e", "n")

    assert "polski, full text; needs a translator's check" in polish
    assert "easy read" in easy
    wording = newest(packaged().wordings, Purpose.TAKE_PART, None, "pl", WordingForm.EASY_READ)
    assert wording is not None
    shown = records(sitting)[0].wording
    assert shown is not None
    assert (shown.language, shown.digest, shown.shown_digest) == ("pl", wording.sha256, digest(wording.text))


def test_the_card_of_languages_is_a_key_away(sitting: Sitting) -> None:
    *_, card, back = seen_after(sitting, "enter", *CARER_ASKED, "g", "f3")

    assert "polski" in card
    assert "Are you willing to take part" in back


def test_a_permission_is_kept_with_the_text_as_it_was_shown_with_the_childs_name(sitting: Sitting) -> None:
    sitting.press("enter", *CHILD_ASKED, "y")

    wording = newest(packaged().wordings, Purpose.PARENTAL_PERMISSION, None, "en", WordingForm.FULL)
    assert wording is not None
    shown = records(sitting)[0].wording
    assert shown is not None
    assert shown.shown_digest == digest(wording.text.replace("«young person»", CHILD.first_names or ""))


def test_seconds_are_counted_by_the_stores_clock_while_the_text_is_in_sight(
    sitting: Sitting, machine_time: MachineTime
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key, seconds in [
            *((key, 1) for key in ("enter", *CARER_ASKED[:-1])),
            ("enter", 40),
            ("f1", 500),
            ("f3", 2),
            ("n", 0),
        ]:
            await pilot.press(key)
            await settled(app, pilot)
            machine_time.move(seconds=seconds)

    sitting.play(play)

    shown = records(sitting)[0].wording
    assert shown is not None
    assert shown.shown_s == 42


def test_at_sixteen_they_answer_for_themselves(sitting: Sitting) -> None:
    sixteen = ("c", "2", *"16", "enter", "1", *ALOUD)

    *_, asked = seen_after(sitting, "enter", *sixteen)

    assert "Are you willing to take part in this survey?" in asked


def test_an_age_that_is_not_the_one_known_is_said_twice(sitting: Sitting) -> None:
    """It says whether a parent is asked first: a slip would pass them by."""
    *_, asked, held = seen_after(sitting, "enter", "c", "3", *"21", "enter", "enter")

    assert "yes, they are 21 now; known is young person, 14" in asked
    assert "“Sure of it” has to be answered." in held


@pytest.mark.parametrize("age", ["3", "10", "22", "131"])
def test_an_age_that_is_not_interviewed_is_refused_before_anything_else_is_asked(sitting: Sitting, age: str) -> None:
    *_, refused = seen_after(sitting, "enter", "c", "2", *age, "enter")

    assert f"Nobody aged {age} is interviewed in that part of the survey." in refused
    assert "> Age" in refused


def test_a_doubt_whether_they_understand_is_told_to_whoever_opens_the_family_next_and_to_nobody_who_is_asked(
    sitting: Sitting,
) -> None:
    doubted = ("c", "1", "1", "enter", "1", "3", "enter", *"lost", "enter")

    *shown, back, history = seen_after(sitting, "enter", *doubted, "enter", "y", "x", "6", "enter", "h")

    before, held = shown[len(doubted)], shown[len(doubted) + 2]
    assert "With that doubt no yes is taken: press x (Not asked) there" in before
    assert "A yes is not taken in this asking." in held
    assert "doubt" not in held
    assert "understand" not in held
    assert "it was not clear whether they understand what is asked; the history (h)" in " ".join(back.split())
    assert "lost" not in back
    assert "it was in doubt whether they understood what was asked: “lost”" in " ".join(history.split())
    assert said(sitting)[0] == ("take-part", "not_asked")


def test_not_asked_says_why(sitting: Sitting) -> None:
    sitting.press("enter", *CARER_ASKED, "y", "c", "x", "3")

    *_, linkage = records(sitting)
    assert (linkage.purpose, linkage.decision) == (Purpose.LINKAGE, ConsentDecision.NOT_ASKED)
    assert linkage.not_asked_reason is NotAskedReason.NOT_PRIVATE


def test_a_partial_interview_leaves_the_rest_not_asked_and_a_later_visit_asks_it(sitting: Sitting) -> None:
    sitting.press("enter", *CARER_ASKED, "y", "p", "enter", *CARER_ASKED, "c", "y", "y")

    assert said(sitting) == [
        ("take-part", "given"),
        ("linkage", "not_asked"),
        ("re-contact", "not_asked"),
        ("linkage", "given"),
        ("re-contact", "given"),
    ]


def test_who_is_there_and_who_interprets_is_kept_and_may_change_meanwhile(sitting: Sitting) -> None:
    before = ("c", "1", "2", "7", "enter", "2", "1", "enter", "1", *"ann", "enter", "enter")
    meanwhile = ("h", "1", "enter", "1", "enter", "enter")

    sitting.press("enter", *before, "y", "c", *meanwhile, "y")

    first, second = records(sitting)
    assert (first.mode, first.others_present) == (ConsentMode.READ_BY_RESPONDENT, (Presence.PARTNER,))
    assert (first.interpreting, first.interpreter_name) == (Interpreting.PROFESSIONAL, "ann")
    assert not first.privacy_offered
    assert (second.mode, second.others_present, second.interpreting) == (
        ConsentMode.READ_ALOUD,
        (),
        Interpreting.NONE,
    )


@pytest.mark.parametrize("key", ["4", "5"])
def test_neither_a_partner_nor_a_child_interprets(sitting: Sitting, key: str) -> None:
    *_, said_so = seen_after(sitting, "enter", "c", "1", "1", "enter", "1", "1", "enter", key, *"sam", "enter")

    assert "A child or a partner cannot interpret a consent." in said_so


def test_a_power_cut_between_two_answers_leaves_the_first_and_asks_the_second_again(
    sitting: Sitting, tmp_path: Path
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", *CARER_ASKED, "y", "c", "n"):
            await pilot.press(key)
            await settled(app, pilot)
        shutil.copytree(sitting.folder, tmp_path / "as it was")

    sitting.play(play)
    after = Sitting.__new__(Sitting)
    after.folder = tmp_path / "as it was"

    *_, asked = seen_after(after, "enter", *CARER_ASKED)

    assert "contact you again" in asked
    assert said(after) == [("take-part", "given"), ("linkage", "refused")]
    ends = [each.end for each in after.told(CeremonyClosed) if isinstance(each, CeremonyClosed)]
    assert ends == [CeremonyEnd.INTERRUPTED]


def test_idle_time_locks_nothing_away_while_a_wording_is_in_sight(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", *CARER_ASKED):
            await pilot.press(key)
            await settled(app, pilot)
        held.append(app.may_lock())
        await pilot.press("f9")
        covered.append(screen_text(app))
        await pilot.press("y")
        held.append(isinstance(app.screen, AskingScreen))

    held: list[bool] = []
    covered: list[str] = []
    sitting.play(play)

    assert held[0] is False
    assert "willing" not in covered[0]
    assert said(sitting) == []


def test_breaking_off_says_why_and_what_was_answered_stays(sitting: Sitting) -> None:
    *_, receipt, family = seen_after(sitting, "enter", *CARER_ASKED, "y", "f3", "1", "enter")

    assert "Copy this onto the leaflet" in receipt
    assert "the rest can be asked at a later visit" in family
    assert said(sitting) == [("take-part", "given"), ("linkage", "not_asked"), ("re-contact", "not_asked")]


def test_whoever_answered_everything_is_not_asked_again(sitting: Sitting) -> None:
    *_, again = seen_after(sitting, "enter", *CARER_ASKED, "n", "enter", *CARER_ASKED)

    assert "This person said no to taking part, so they are not asked again." in again


def test_a_child_who_is_not_permitted_keeps_nobody_else_from_being_asked(sitting: Sitting) -> None:
    sitting.press("enter", *CHILD_ASKED, "n", "enter", "c", "1", *ALOUD, "y")

    assert said(sitting) == [
        ("parental-permission", "refused"),
        ("young-persons-assent", "not_asked"),
        ("linkage", "not_asked"),
        ("re-contact", "not_asked"),
        ("take-part", "given"),
    ]

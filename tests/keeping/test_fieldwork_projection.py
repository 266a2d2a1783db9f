"""What follows from work at the door: the same tables by every way there, and the list says what stands."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from store.agreement.purposes import Purpose
from store.fieldwork.calls import tally
from store.fieldwork.lines import Line, Standing, read_lines
from store.ids import FamilyId, PersonId
from store.keeping import acts, database, follows_details, tables_fieldwork
from store.keeping.acts import Act
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    NoInterviewReason,
    SelectionMethod,
    Wave,
)
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    FamilyLock,
    PersonEnd,
    PersonRole,
    RecallCause,
    WishDecision,
    WishReach,
)
from store.keeping.acts.terms.store import StoreRole
from store.keeping.database import Connection
from store.keeping.journal import Journal
from store.keeping.projection import Projection
from store.keeping.schema import create_tables
from store.keeping.taking import Intake
from store.keeping.ways import ways_in
from tests import made
from tests.agreement.edited import packaged
from tests.fieldwork import doings
from tests.fieldwork.doings import HOUR_MS, NINE_MS
from tests.keeping.test_acts import sample
from tests.keeping.test_journal import AT_MS, JOURNAL, KEY, PERSON
from tests.keeping.test_tables import MODELS
from tests.keeping.test_taken import (
    DELIVERED,
    FAMILIES,
    IDS,
    JOURNALS,
    LAPTOPS,
    Life,
    MadeUp,
    accepted,
    an_example,
    append,
    projected,
    received,
)

ONE = DELIVERED[0]
CARER, CHILD = (person.person for person in ONE.details.people[:2])
ON = date(2015, 11, 2)
ABOUT_DOORS = [str(name) for name, model in MODELS.items() if model.__module__ == tables_fieldwork.__name__]


@pytest.fixture(scope="module", autouse=True)
def _examples_made() -> None:
    """Before the property asks for one: making one is a property of its own."""
    for act_type in acts.CATALOGUE.values():
        an_example(act_type)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with closing(database.create(tmp_path / "journal.db", KEY)) as made:
        create_tables(made)
        made.execute("INSERT INTO localnote (name, value) VALUES ('projection', '1')")
        made.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
        yield made


@pytest.fixture
def journal(connection: Connection) -> Journal:
    """A base's, where one family was delivered."""
    journal = Journal(connection, JOURNAL, 0)
    opened = an_example(acts.StoreOpenedFirst).model_copy(update={"role": StoreRole.BASE})
    append(journal, connection, opened, accepted(0), accepted(1), ONE)
    return journal


def line(connection: Connection, family: FamilyId = ONE.family) -> Line:
    (found,) = [each for each in read_lines(connection, None, ON) if each.family == family]
    return found


def standing(connection: Connection) -> str:
    return line(connection).standing


def rows(connection: Connection, text: str) -> list[Any]:
    return list(connection.execute(text).fetchall())


# -- the line


def test_a_delivered_family_is_to_do_and_found_by_everything_about_it(connection: Connection, journal: Journal) -> None:
    del journal
    carer = ONE.details.people[0]

    found = line(connection)

    assert found.name == f"{carer.first_names} {carer.surname}"
    assert (found.street, found.postcode) == (ONE.details.address.lines[0], ONE.details.address.postcode)
    assert (found.reference, found.standing) == (ONE.council_reference, Standing.TO_DO)
    assert (found.next_at_ms, found.attempts_count, found.visits_count, found.last, found.consents) == (
        None, 0, 0, "", ""
    )  # fmt: skip
    assert not found.is_note_unread
    bare = found.postcode.replace(" ", "").casefold()
    number = carer.phones[0].number.replace(" ", "")
    for sought in (bare, number, f"44{number[1:]}", found.reference.casefold().replace("-", " ")):
        assert sought in found.folded


def test_a_family_comes_to_the_same_rows_whether_anything_of_it_is_looked_up_or_not(
    connection: Connection, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("person", "family", "contactline")
    told = made.families(8, seed=7)
    append(journal, connection, *told)
    quick = [rows(connection, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    assert all(quick)
    for table in tables:
        connection.execute(f"DELETE FROM {table} WHERE family <> ?", (ONE.family,))

    monkeypatch.setattr(follows_details, "_are_apart", lambda _: False)
    append(journal, connection, *told)

    assert [rows(connection, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables] == quick


def test_an_attempt_counts_until_it_is_taken_back(connection: Connection, journal: Journal) -> None:
    first = doings.attempt(ONE.family)
    later = doings.attempt(
        ONE.family,
        AttemptResult.CONTACT_RESPONDENT,
        at_ms=NINE_MS + HOUR_MS,
        reason=NoInterviewReason.APPOINTMENT,
        household_code="450",
    )
    append(journal, connection, first, later)
    assert line(connection)[8:11] == (2, 2, "appointment")

    append(journal, connection, doings.told_anew(later, None))

    assert line(connection)[8:11] == (1, 1, "no_contact")
    append(journal, connection, doings.told_anew(later, later.told))
    assert line(connection).attempts_count == 2


def test_a_line_counts_the_visits_that_the_agreement_counts(connection: Connection, journal: Journal) -> None:
    attempts = [
        doings.attempt(ONE.family, at_ms=NINE_MS + n * HOUR_MS, mode=mode) for n, mode in enumerate(AttemptMode)
    ]

    append(journal, connection, *attempts)

    found = line(connection)
    calls = packaged().calls
    assert found.visits_count == tally((each.told for each in attempts), calls).visits
    assert 0 < found.visits_count < found.attempts_count == len(AttemptMode)


def test_an_interview_marked_in_error_stays_so_whatever_it_is_marked_as_after(
    connection: Connection, journal: Journal
) -> None:
    marked = sample(acts.InterviewMarked).model_copy(update={"family": ONE.family, "person": CARER})
    error, complete = (
        marked.model_copy(update={"state": state})
        for state in (InterviewState.ENTERED_IN_ERROR, InterviewState.COMPLETE)
    )

    append(journal, connection, complete, error, complete)

    assert rows(connection, "SELECT state FROM interview") == [(InterviewState.ENTERED_IN_ERROR.value,)]


def test_what_is_kept_at_one_stroke_writes_a_familys_line_once(connection: Connection, journal: Journal) -> None:
    written: list[str] = []
    connection.set_trace_callback(written.append)

    append(journal, connection, *(doings.attempt(ONE.family, at_ms=NINE_MS + hour * HOUR_MS) for hour in range(4)))

    connection.set_trace_callback(None)
    assert line(connection).attempts_count == 4
    assert sum("contactline" in each.lower() and not each.startswith("SELECT") for each in written) == 1


def test_the_next_appointment_is_the_earliest_that_nothing_came_of(connection: Connection, journal: Journal) -> None:
    missed, ahead = doings.appointment(ONE.family, NINE_MS), doings.appointment(ONE.family, NINE_MS + 5 * HOUR_MS)
    append(journal, connection, ahead, missed)
    assert line(connection).next_at_ms == NINE_MS

    append(journal, connection, doings.changed(missed, AppointmentChange.BROKEN_BY_RESPONDENT))
    assert line(connection).next_at_ms == NINE_MS + 5 * HOUR_MS

    append(journal, connection, doings.changed(ahead, AppointmentChange.MOVED, NINE_MS + 9 * HOUR_MS))
    assert line(connection).next_at_ms == NINE_MS + 9 * HOUR_MS
    append(journal, connection, doings.changed(ahead, AppointmentChange.KEPT))
    assert line(connection).next_at_ms is None


def test_a_safety_note_waits_until_it_is_read_or_its_time_is_over(connection: Connection, journal: Journal) -> None:
    note = doings.safety_note(ONE.family, expires_on="2015-11-02")
    append(journal, connection, note)
    assert line(connection).is_note_unread
    (over,) = read_lines(connection, None, date(2015, 11, 3))
    assert not over.is_note_unread

    append(journal, connection, doings.note_read(note))

    assert not line(connection).is_note_unread
    append(journal, connection, doings.safety_note(ONE.family))
    assert line(connection).is_note_unread


def test_consents_stand_by_purpose_and_a_childs_yes_counts_under_a_permission_alone(
    connection: Connection, journal: Journal
) -> None:
    assent = doings.consent(ONE.family, CHILD, Purpose.YOUNG_PERSONS_ASSENT, ConsentDecision.GIVEN, age_years=14)
    permission = doings.consent(ONE.family, CHILD, Purpose.PARENTAL_PERMISSION, ConsentDecision.GIVEN, age_years=14)
    own = doings.consent(ONE.family, CARER, Purpose.TAKE_PART, ConsentDecision.GIVEN)
    append(journal, connection, own, assent)
    live = "SELECT purpose FROM consent WHERE is_live ORDER BY purpose"
    assert rows(connection, live) == [("take-part",)]

    append(journal, connection, permission)

    assert rows(connection, live) == [("parental-permission",), ("take-part",), ("young-persons-assent",)]
    assert line(connection).consents == "take-part:given parental-permission:given young-persons-assent:given"
    error = doings.consent(
        ONE.family, CHILD, Purpose.PARENTAL_PERMISSION, ConsentDecision.ENTERED_IN_ERROR, follows=permission.record
    )
    append(journal, connection, error)
    assert rows(connection, live) == [("take-part",)]
    assert "parental-permission:never_asked" in line(connection).consents


# -- where it stands


def test_a_lock_comes_before_a_pause_and_a_pause_before_what_was_done(connection: Connection, journal: Journal) -> None:
    done = doings.refusal(ONE.family, CARER)
    paused = doings.wish(ONE.family, WishDecision.PAUSED)
    append(journal, connection, done)
    assert standing(connection) == Standing.DONE

    append(journal, connection, paused)
    assert standing(connection) == Standing.PAUSED

    append(journal, connection, doings.lock(ONE.family))
    assert standing(connection) == Standing.LOCKED
    append(journal, connection, doings.lock(ONE.family, FamilyLock.OPEN))
    assert standing(connection) == Standing.PAUSED
    append(journal, connection, doings.wish(ONE.family, WishDecision.LIFTED, follows=paused.wish))
    assert standing(connection) == Standing.DONE


def test_who_wants_no_contact_locks_the_family_or_closes_themselves(connection: Connection, journal: Journal) -> None:
    people = [person.person for person in ONE.details.people]
    for person in people[:-1]:
        append(
            journal,
            connection,
            doings.wish(ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=person),
        )
    assert standing(connection) == Standing.TO_DO

    append(
        journal,
        connection,
        doings.wish(ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=people[-1]),
    )
    assert standing(connection) == Standing.DONE

    append(journal, connection, doings.wish(ONE.family, WishDecision.NO_CONTACT))
    assert standing(connection) == Standing.LOCKED


def test_the_offices_outcome_ends_the_work_and_can_be_taken_back(connection: Connection, journal: Journal) -> None:
    office = acts.OutcomeSet(
        family=ONE.family, wave=Wave.ONE, person=None, code="410", group=None, reason="Called the office."
    )
    append(journal, connection, office)
    assert (standing(connection), line(connection).last) == (Standing.DONE, "410")

    append(journal, connection, office.model_copy(update={"code": None}))

    assert (standing(connection), line(connection).last) == (Standing.TO_DO, "")
    interview = doings.attempt(ONE.family, AttemptResult.COMPLETE_INTERVIEW, met=(CARER,), household_code="110")
    append(journal, connection, office, interview)
    assert line(connection).last == "complete_interview"


# -- details


def test_every_detail_can_be_corrected_and_what_cannot_be_read_changes_nothing(
    connection: Connection, journal: Journal
) -> None:
    family, phone = ONE.family, ONE.details.people[0].phones[0].entry
    fresh = doings.correction(family, DetailField.EMAIL, "a@example.org", person=CARER)
    append(
        journal,
        connection,
        doings.correction(family, DetailField.ADDRESS, "Flat 2\n9 Cinder Ash Row"),
        doings.correction(family, DetailField.POSTCODE, "CM1 9ZY"),
        doings.correction(family, DetailField.DIRECTIONS, "Behind the chapel."),
        doings.correction(family, DetailField.LANGUAGE, "pl"),
        doings.correction(family, DetailField.LANGUAGE, "so", person=CARER),
        doings.correction(family, DetailField.FIRST_NAMES, "Zoë", person=CARER),
        doings.correction(family, DetailField.KNOWN_AS, "Zed", person=CARER),
        doings.correction(family, DetailField.AGE, "44", person=CARER),
        doings.correction(family, DetailField.AGE, "forty", person=CARER),
        doings.correction(family, DetailField.ROLE, "adult", person=CARER),
        doings.correction(family, DetailField.ROLE, "captain", person=CARER),
        doings.correction(family, DetailField.PHONE, "07700 900999", person=CARER, entry=phone, is_odd=True),
        doings.correction(family, DetailField.CONFIDENTIALITY, "confidential", person=CARER, entry=phone),
        fresh,
    )

    assert rows(connection, "SELECT lines, postcode, directions, language FROM family") == [
        ("Flat 2\n9 Cinder Ash Row", "CM1 9ZY", "Behind the chapel.", "pl")
    ]
    told = "SELECT first_names, known_as, age_years, age_on, role, language FROM person"
    assert rows(connection, f"{told} WHERE person = '{CARER}'") == [("Zoë", "Zed", 44, "2015-11-02", "adult", "so")]
    ((said,),) = rows(connection, "SELECT ways FROM family")
    ways = {each.entry: each[2:] for each in ways_in(said)}
    assert ways[phone] == ("mobile", "07700 900999", True, True)
    assert ways[fresh.correction] == ("", "a@example.org", False, False)
    found = line(connection)
    assert all(sought in found.folded for sought in ("07700900999", "zed", "cinder ash row"))
    append(journal, connection, doings.correction(family, DetailField.PHONE, None, person=CARER, entry=phone))
    assert "07700900999" not in line(connection).folded


def test_people_come_and_go_and_whoever_left_is_not_looked_for(connection: Connection, journal: Journal) -> None:
    somebody = doings.member(PersonRole.MAIN_CARER, first_names="Agnieszka")
    append(journal, connection, doings.left(ONE.family, CARER, PersonEnd.DECEASED), doings.added(ONE.family, somebody))

    assert line(connection).name == "Agnieszka Grzelak"
    assert "07700900777" in line(connection).folded
    append(journal, connection, doings.left(ONE.family, somebody.person))
    assert "agnieszka" not in line(connection).folded


def test_a_household_that_splits_off_is_a_family_of_its_own_that_goes_by_its_own_acts(
    connection: Connection, journal: Journal
) -> None:
    new, old = FAMILIES[3], ONE.details.address
    somebody = doings.member(PersonRole.MAIN_CARER, person=CARER)
    append(
        journal,
        connection,
        acts.FamilySplit(
            family=ONE.family, new_family=new, people=(CARER,), split_on=None, source=DetailSource.RESPONDENT
        ),
        doings.moved(new, old, doings.address("3 Pightle Way")),
        doings.added(new, somebody),
    )

    assert line(connection, new)[1:5] == ("Wiktoria Grzelak", "3 Pightle Way", "CM1 9ZZ", "")
    assert rows(connection, f"SELECT left_how FROM person WHERE family = '{ONE.family}' AND person = '{CARER}'") == [
        ("moved_out",)
    ]


def test_a_family_that_was_erased_leaves_no_row_anywhere(connection: Connection, journal: Journal) -> None:
    note, made = doings.safety_note(ONE.family), doings.appointment(ONE.family)
    append(
        journal,
        connection,
        note,
        made,
        doings.refusal(ONE.family, CARER),
        doings.wish(ONE.family, WishDecision.PAUSED),
        doings.lock(ONE.family),
        doings.selection(ONE.family, CARER),
        doings.consent(ONE.family, CARER, Purpose.LINKAGE, ConsentDecision.GIVEN),
        *(an_example(kind).model_copy(update={"family": ONE.family}) for kind in
          (acts.LoneVisitStarted, acts.InterviewMarked, acts.CeremonyOpened, acts.NoteCleared)),
        an_example(acts.OutcomeSet).model_copy(update={"family": ONE.family, "code": "410"}),
    )  # fmt: skip
    assert not [table for table in ABOUT_DOORS if not rows(connection, f"SELECT 1 FROM {table}")]

    journal.erase([ONE.family], [], lambda _: [], Projection(connection), PERSON, AT_MS)

    assert not [table for table in ABOUT_DOORS if rows(connection, f"SELECT 1 FROM {table}")]
    assert read_lines(connection, None, ON) == []


# -- from laptops, at base


def heard(journal: Journal, connection: Connection, laptop: MadeUp, number: int, *said: Act) -> None:
    run = laptop.run(list(said))
    append(journal, connection, received(run, number), intake=Intake([run], []))


@pytest.fixture
def laptops() -> list[MadeUp]:
    return [MadeUp(journal, device) for journal, device in zip(JOURNALS, LAPTOPS, strict=True)]


def test_what_a_laptop_did_takes_effect_at_base(
    connection: Connection, journal: Journal, laptops: list[MadeUp]
) -> None:
    heard(
        journal, connection, laptops[0], 1,
        doings.attempt(ONE.family),
        doings.appointment(ONE.family),
        doings.correction(ONE.family, DetailField.FIRST_NAMES, "Zoë", person=CARER),
        doings.consent(ONE.family, CARER, Purpose.RECONTACT, ConsentDecision.GIVEN),
    )  # fmt: skip

    found = line(connection)

    assert (found.attempts_count, found.next_at_ms, found.consents) == (1, NINE_MS, "re-contact:given")
    assert found.name.startswith("Zoë")


def test_of_answers_given_at_once_the_withdrawal_stands_and_of_locks_the_lock(
    connection: Connection, journal: Journal, laptops: list[MadeUp]
) -> None:
    given, taken_back = (
        doings.consent(ONE.family, CARER, Purpose.LINKAGE, decision)
        for decision in (ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN)
    )
    heard(journal, connection, laptops[0], 1, taken_back, doings.lock(ONE.family))

    heard(journal, connection, laptops[1], 2, given, doings.lock(ONE.family, FamilyLock.OPEN))

    assert line(connection).consents == "linkage:withdrawn"
    assert standing(connection) == Standing.LOCKED
    append(journal, connection, doings.lock(ONE.family, FamilyLock.OPEN))  # base has seen all of that
    assert standing(connection) == Standing.TO_DO


def test_what_only_base_may_say_is_not_believed_of_a_laptop(
    connection: Connection, journal: Journal, laptops: list[MadeUp]
) -> None:
    refused = doings.wish(ONE.family, WishDecision.NO_CONTACT)
    heard(
        journal, connection, laptops[0], 1,
        refused,
        doings.wish(ONE.family, WishDecision.LIFTED, follows=refused.wish),
        acts.OutcomeSet(family=ONE.family, wave=Wave.ONE, person=None, code="110", group=None, reason="?"),
        DELIVERED[1],
    )  # fmt: skip

    assert (standing(connection), line(connection).last) == (Standing.LOCKED, "")
    assert len(read_lines(connection, None, ON)) == 1


def test_of_corrections_made_at_once_one_stands_until_a_supervisor_has_settled_it(
    connection: Connection, journal: Journal, laptops: list[MadeUp]
) -> None:
    first, second = (
        doings.correction(ONE.family, DetailField.FIRST_NAMES, name, person=CARER) for name in ("Ewa", "Eva")
    )
    heard(journal, connection, laptops[0], 1, first)

    heard(journal, connection, laptops[1], 2, second)

    assert line(connection).name.startswith("Eva ")
    found = acts.ConflictFound(
        conflict=IDS[0], family=ONE.family, person=CARER, field=DetailField.FIRST_NAMES, entry=None,
        first_at=acts.EntryPlace(journal=JOURNALS[0], branch=0, index=0), first="Ewa",
        second_at=acts.EntryPlace(journal=JOURNALS[1], branch=0, index=0), second="Eva",
    )  # fmt: skip
    settled = acts.ConflictSettled(
        conflict=IDS[0], family=ONE.family, person=CARER, choice=ConflictChoice.OURS, value=None, reason=None
    )
    append(journal, connection, found, settled)
    assert line(connection).name.startswith("Ewa ")


def test_a_laptop_does_not_open_what_it_locked_itself(
    connection: Connection, journal: Journal, laptops: list[MadeUp]
) -> None:
    """Clauses 7.2a, 10: what is locked is opened at base alone."""
    heard(journal, connection, laptops[0], 1, doings.lock(ONE.family), doings.lock(ONE.family, FamilyLock.OPEN))

    assert standing(connection) == Standing.LOCKED


# -- every way to the same tables


PEOPLE = [person.person for each in DELIVERED for person in each.details.people[:2]]
families, people = st.sampled_from(FAMILIES), st.sampled_from(PEOPLE)


@st.composite
def done_at_the_door(draw: st.DrawFn) -> Act:
    """Something that is done about one of four families, often about the same attempt, time or person as before."""
    family, person, one = draw(families), draw(people), draw(st.sampled_from(IDS[:2]))
    at_ms = NINE_MS + draw(st.integers(0, 3)) * HOUR_MS
    match draw(st.integers(0, 15)):
        case 0:
            return doings.attempt(family, draw(st.sampled_from(AttemptResult)), attempt=one, at_ms=at_ms)
        case 1:
            now = draw(st.sampled_from([None, doings.told(AttemptResult.COMPLETE_INTERVIEW, household_code="110")]))
            return acts.AttemptCorrected(attempt=one, family=family, told=now, reason=None)
        case 2:
            return doings.appointment(family, at_ms, appointment=one)
        case 3:
            made = doings.appointment(family, appointment=one)
            return doings.changed(made, draw(st.sampled_from(AppointmentChange)), at_ms)
        case 4:
            follows = draw(st.sampled_from([*IDS[:3], None]))
            reach = draw(st.sampled_from(WishReach))
            decision = draw(st.sampled_from(WishDecision))
            return doings.wish(family, decision, wish=draw(st.sampled_from(IDS[:3])), follows=follows, reach=reach)
        case 5:
            return doings.lock(family, draw(st.sampled_from(FamilyLock)))
        case 6 | 7:
            field = draw(st.sampled_from(DetailField))
            new = draw(st.sampled_from(["44", "adult", "confidential", "07700 900111", "2 Pightle Way\nEast", None]))
            whose = draw(st.sampled_from([person, None]))
            return doings.correction(family, field, new, person=whose, entry=draw(st.sampled_from([one, None])))
        case 8:
            return doings.added(family, doings.member(draw(st.sampled_from(PersonRole)), person=person))
        case 9:
            return doings.left(family, person)
        case 10:
            new_home = draw(st.sampled_from([None, doings.address("9 Lantern Court")]))
            return doings.moved(family, ONE.details.address, new_home)
        case 11 | 12:
            return doings.consent(
                family,
                person,
                draw(st.sampled_from(Purpose)),
                draw(st.sampled_from(ConsentDecision)),
                record=draw(st.sampled_from(IDS)),
                follows=draw(st.sampled_from([*IDS, None])),
                age_years=draw(st.sampled_from([14, 40, None])),
            )
        case 13:
            return doings.safety_note(family, draw(st.sampled_from(["A dog.", None])), note=one)
        case 14:
            return acts.SafetyNoteAcknowledged(family=family, note=one, shown_s=1)
        case _:
            return doings.selection(family, person)


@st.composite
def given_by_base(draw: st.DrawFn) -> Act:
    """A family as base gives it to a laptop, or takes it back."""
    family = draw(families)
    if draw(st.integers(0, 4)) == 0:
        return acts.FamilyRecalled(
            family=family, device=LAPTOPS[0], order=IDS[0], cause=RecallCause.REALLOCATED, reason=None
        )
    return allocated(family, draw(st.booleans()))


def allocated(family: FamilyId, is_full: bool) -> acts.FamilyAllocated:
    (delivered,) = [each for each in DELIVERED if each.family == family]
    past = acts.PastAttempt(
        attempt=IDS[0], at_ms=NINE_MS, mode=AttemptMode.VISIT, result=AttemptResult.NO_CONTACT, reason=None,
        household_code="310", household_group=None, interviewer=PERSON.staff, met=(), respondents=(), note="Nobody in.",
    )  # fmt: skip
    planned = acts.PlannedAppointment(
        appointment=IDS[0], person=None, at_ms=NINE_MS + HOUR_MS, duration_min=30, note=None
    )
    stands = acts.StandingConsent(
        record=IDS[0], person=PersonId(PEOPLE[0]), purpose=Purpose.TAKE_PART, target=None,
        decision=ConsentDecision.GIVEN, wording="take-part", wording_version=1, at_ms=NINE_MS,
        capacity_concern=True,
    )  # fmt: skip
    person = PersonId(PEOPLE[0])
    marked = acts.PastInterview(
        interview=IDS[0], person=person, wave=Wave.ONE, state=InterviewState.PARTIAL, began_at_ms=NINE_MS,
        ended_at_ms=NINE_MS,
    )  # fmt: skip
    picked = acts.PastSelection(
        wave=Wave.ONE, at_ms=NINE_MS, method=SelectionMethod.RANDOM, candidates=(person,), selected=(person,)
    )
    return acts.FamilyAllocated(
        family=family,
        device=LAPTOPS[0],
        interviewer=PERSON.staff,
        order=IDS[0],
        wave=Wave.ONE,
        council_reference=delivered.council_reference,
        letter_sent_on=None,
        details=delivered.details,
        safety_note=doings.note("A dog.") if is_full else None,
        notes=(doings.note("Ring twice."),) if is_full else (),
        attempts=(past,) if is_full else (),
        appointments=(planned,) if is_full else (),
        consents=(stands,) if is_full else (),
        interviews=(marked,) if is_full else (),
        selections=(picked,) if is_full else (),
        observations=(),
        handed_over_from=None,
        lease_until_ms=None,
    )


steps = st.lists(
    st.one_of(
        st.tuples(st.just("own"), st.lists(done_at_the_door(), min_size=1, max_size=4)),
        st.tuples(st.just("heard"), st.integers(0, 1), st.lists(done_at_the_door(), min_size=1, max_size=4)),
        st.tuples(st.just("given"), st.lists(given_by_base(), min_size=1, max_size=3)),
        st.tuples(st.just("erase"), st.sets(families, min_size=1, max_size=2), st.integers(0, 2)),
        st.tuples(st.just("tree"), st.none()),
    ),
    max_size=16,
)


@pytest.mark.parametrize("role", StoreRole)
@settings(
    max_examples=60,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=steps)
def test_a_replay_gives_the_same_families_whoever_wrote_about_them_and_whatever_was_erased(
    connection: Connection, role: StoreRole, history: list[tuple[Any, ...]]
) -> None:
    life = Life(connection, role)
    if role is StoreRole.BASE:
        life.append(*DELIVERED)
    for step in history:
        match step:
            case ("own", said):
                life.append(*said)
            case ("heard", place, said) if role is StoreRole.BASE:
                life.take(life.sides[place], said, frozenset())
            case ("given", said) if role is StoreRole.FIELD:
                life.take(life.sides[0], said, frozenset())
            case ("erase", chosen, floor):
                life.erase(sorted(chosen), floor)
            case ("tree", _):
                life.go_on()
            case _:
                pass
    live = projected(connection)

    life.journal.replay(Projection(connection), life.trees[:-1])

    assert projected(connection) == live

"""What a screen asks of the store while somebody is asked: each deed keeps what came of it before it returns.

Owns putting reading, rules and keeping together, in the thread that writes. Refuses to own the rules themselves.

A deed that raises changed nothing: the ceremony handed in still stands, and the same question comes next.
"""

from datetime import date

from store.agreement.london import london_day
from store.clock import Instant
from store.errors import PersonUnknownError
from store.fieldwork.after_the_end import hold_fieldwork
from store.fieldwork.ages import YOUNG_ROLES, exact_years
from store.fieldwork.consents.asking import answer, break_off, mark_interview
from store.fieldwork.consents.ceremony import Ceremony, close_interrupted, open_ceremony
from store.fieldwork.consents.known import Known, left_open, read_known
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.saying import Around, Said
from store.fieldwork.consents.texts import in_use
from store.fieldwork.family import FamilyFile
from store.ids import PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import InterviewState, NotAskedReason
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from store.keeping.term import end_told


def respondent_of(file: FamilyFile, person: PersonId, on: date, age_said: int | None = None) -> Respondent:
    """Return somebody of a family as whoever asks them needs them.

    Args:
        file: The family's.
        person: Who.
        on: London day.
        age_said: What they or their parent say now. Where nobody has said it, an age that is known exactly counts;
            otherwise a young person's has to be asked first.

    Raises:
        PersonUnknownError: Nobody of that id belongs to the household.
    """
    found = file.person(person)
    if found is None or found.left is not None:
        raise PersonUnknownError
    return Respondent(
        family=file.family,
        person=person,
        called=found.known_as or found.first_names or found.surname or "",
        age_years=age_said if age_said is not None else exact_years(found, on),
        is_young_person=found.role in YOUNG_ROLES,
    )


def taker_of(store: Store) -> Taker:
    """Return who asks: whoever is signed in, under the training of theirs that is live today, if one is known here."""
    staff, today = store.keys.person.staff, london_day(store.now()).isoformat()
    rows = store.rows(
        "SELECT credential FROM credential WHERE staff = ? AND (has_begun OR from_on <= ?) AND expires_on >= ?"
        " AND NOT is_ended ORDER BY expires_on DESC, credential LIMIT 1",
        (staff, today, today),
    )
    return Taker(staff, rows[0][0] if rows else None, agreement_of(store), end_told(store))


def close_left_open(store: Store) -> int:
    """Say that askings which a power cut or a lock left open are over; done once after coming in.

    Returns:
        How many there were.

    Raises:
        StoreError: As `Store.record`.
    """
    acts = close_interrupted(Known((), None, None, tuple(left_open(store.rows))))
    if acts:
        store.record(*acts)
    return len(acts)


def turn_to(store: Store, respondent: Respondent, wave: Wave) -> Ceremony:
    """Begin asking somebody.

    Raises:
        FieldworkOverError: The agreement has ended.
        StoreError: As `open_ceremony` and `Store.record`; nobody is asked then.
    """
    hold_fieldwork(store)
    now, taker = store.now(), taker_of(store)
    known = read_known(store.rows, respondent.family, respondent.person, wave)
    texts = in_use(store, taker.agreement, london_day(now))
    ceremony, acts = open_ceremony(respondent, wave, known, texts, taker, now)
    store.record(*acts)
    return ceremony


def keep_answer(store: Store, ceremony: Ceremony, asked: Asked, said: Said) -> Ceremony:
    """Keep one answer, durably, and return the ceremony as it is then.

    Where somebody confirmed that the clock is right (`Store.is_clock_accepted`), one that fell back is taken as it is.

    Raises:
        StoreError: As `answer` and `Store.record`.
    """
    moved, acts = answer(ceremony, asked, said, store.now(), is_clock_right=store.is_clock_accepted)
    store.record(*acts)
    return moved


def keep_mark(store: Store, ceremony: Ceremony, state: InterviewState, began_at: Instant, around: Around) -> Ceremony:
    """Keep that the interview was marked, and return the ceremony as it is then.

    Raises:
        StoreError: As `mark_interview` and `Store.record`.
    """
    moved, acts = mark_interview(ceremony, state, began_at, store.now(), around)
    store.record(*acts)
    return moved


def keep_break_off(store: Store, ceremony: Ceremony, why: NotAskedReason | None, around: Around) -> Ceremony:
    """Keep that an asking was broken off, and why; return it as it is then.

    Raises:
        StoreError: As `break_off` and `Store.record`.
    """
    moved, acts = break_off(ceremony, why, around, store.now())
    store.record(*acts)
    return moved

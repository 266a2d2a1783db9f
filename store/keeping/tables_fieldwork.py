"""What is known of families and done at their doors: each row comes from one family's bodies, and goes with them.

Owns their columns. Refuses to own what fills them (follows_*), and whatever nobody asks of many families at once: that
is read from a family's own entries when its file is opened.
"""

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from store.keeping.tables import AboutFamily

_KEYED: dict[str, object] = {"sqlite_with_rowid": False}


class Family(AboutFamily, table=True):
    """A family as it is known now.

    `lines` are those of its address, under each other; `ways` are its numbers and mail addresses (`ways`).
    `recall` says why base takes it back from here.
    """

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    council_reference: str = Field(repr=False)
    postcode: str | None = Field(default=None, repr=False)
    lines: str = Field(repr=False)
    ways: str = Field(repr=False)
    directions: str | None = Field(default=None, repr=False)
    language: str | None = Field(default=None, repr=False)
    wave: str
    letter_sent_on: str | None = None
    is_moved: bool = False
    recall: str | None = None


class Person(AboutFamily, table=True):
    """A member of a family; `place` is the order in which they became known."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    place: int
    role: str
    title: str | None = Field(default=None, repr=False)
    first_names: str | None = Field(default=None, repr=False)
    surname: str | None = Field(default=None, repr=False)
    known_as: str | None = Field(default=None, repr=False)
    born_on: str | None = Field(default=None, repr=False)
    age_years: int | None = Field(default=None, repr=False)
    age_on: str | None = Field(default=None, repr=False)
    language: str | None = Field(default=None, repr=False)
    left_how: str | None = None
    left_on: str | None = None
    is_added: bool = False


class FamilyNote(AboutFamily, table=True):
    """A note of the council's: held, shown or struck out."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    note: str = Field(primary_key=True)
    text: str = Field(repr=False)
    source: str = Field(repr=False)
    expires_on: str | None = None
    state: str


class SafetyNote(AboutFamily, table=True):
    """The note that is read before a first visit, and whether somebody here has read it."""

    family: str = Field(primary_key=True)
    note: str
    text: str = Field(repr=False)
    source: str = Field(repr=False)
    expires_on: str | None = None
    is_read: bool


class LockSet(AboutFamily, table=True):
    """Whether a family is locked, and what that rests on; `entry` is the key of the entry that says so."""

    family: str = Field(primary_key=True)
    lock: str
    cause: str
    follows_from: str | None = None
    entry: int


class Wish(AboutFamily, table=True):
    """What somebody wishes about being contacted; only base's word takes one back, and `counts` says which is."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    wish: str = Field(primary_key=True)
    follows: str | None = None
    reach: str
    person: str | None = None
    decision: str
    by: str
    by_person: str | None = None
    by_description: str | None = Field(default=None, repr=False)
    at_ms: int
    reason: str | None = Field(default=None, repr=False)
    counts: bool


class Attempt(AboutFamily, table=True):
    """An attempt as it is told last.

    Ids stand apart by blanks, so does who else was there; each respondent is `person:code:group`. What base told of is
    from before; told on, too, where another laptop made it since the family was given.
    """

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    attempt: str = Field(primary_key=True)
    wave: str
    number: int
    interviewer: str
    at_ms: int
    utc_offset_min: int
    mode: str
    result: str
    reason: str | None = None
    household_code: str
    household_group: str | None = None
    met: str
    met_description: str | None = Field(default=None, repr=False)
    others_present: str
    respondents: str
    next_appointment: str | None = None
    sheet: str | None = None
    note: str | None = Field(default=None, repr=False)
    is_late: bool
    is_corrected: bool
    is_taken_back: bool
    is_from_before: bool
    is_told_on: bool


class SetOutcome(AboutFamily, table=True):
    """A final outcome that the office gave; `person` is empty for the household's."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    wave: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    code: str
    group: str | None = None


class Selection(AboutFamily, table=True):
    """Whom a wave is to interview, where several qualify; ids stand apart by blanks."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    wave: str = Field(primary_key=True)
    selected: str


class Appointment(AboutFamily, table=True):
    """A time that was agreed, as it stands now; `end` is null while nothing came of it. Marked as an attempt is."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    appointment: str = Field(primary_key=True)
    person: str | None = None
    interviewer: str
    at_ms: int
    utc_offset_min: int
    duration_min: int
    mode: str | None = None
    is_firm: bool
    note: str | None = Field(default=None, repr=False)
    end: str | None = None
    is_from_before: bool
    is_told_on: bool


class LoneVisit(AboutFamily, table=True):
    """Somebody went in alone; `end` is null while they are there: those few are in an index of their own."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("lonevisit_open", "expected_back_at_ms", sqlite_where=text('"end" IS NULL')),
        _KEYED,
    )

    family: str = Field(primary_key=True)
    visit: str = Field(primary_key=True)
    interviewer: str
    expected_back_at_ms: int
    end: str | None = None
    back_at_ms: int | None = None


class Consent(AboutFamily, table=True):
    """Where one question to one person stands; `record` is null where every record of it was entered in error."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    purpose: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    state: str
    is_live: bool
    record: str | None = None
    wave: str | None = None
    not_asked: str | None = None
    age_years: int | None = Field(default=None, repr=False)
    wording: str | None = None
    wording_version: int | None = None
    at_ms: int | None = None
    is_doubted: bool = Field(repr=False)
    is_from_before: bool


class Interview(AboutFamily, table=True):
    """How far the interview of one person got, as it was marked last."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    interview: str = Field(primary_key=True)
    person: str
    wave: str
    state: str
    began_at_ms: int
    ended_at_ms: int


class Ceremony(AboutFamily, table=True):
    """An asking that was opened; `end` is null until it is closed."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    ceremony: str = Field(primary_key=True)
    person: str
    wave: str
    end: str | None = None


class ContactLine(AboutFamily, table=True):
    """One family's line in the list, written anew whenever what it shows changes (`store.fieldwork.lines`).

    `note_until` is the last day on which an unread safety note is to be shown, empty where there is none.
    Rows lie in the order in which families came, which is the list's among equals.
    """

    family: str = Field(primary_key=True)
    name: str = Field(repr=False)
    street: str = Field(repr=False)
    postcode: str = Field(repr=False)
    reference: str = Field(repr=False)
    folded: str = Field(repr=False)
    standing: str
    next_at_ms: int | None = None
    attempts_count: int
    visits_count: int
    last: str
    consents: str
    note_until: str

"""Incidents, requests, notices and the clocks that run for them; sheets of paper.

Owns their columns. Refuses to own what fills them (follows_clocks) and the rules of any clock (agreement). `told_by`
is the laptop whose journal told it, empty where it is this store's own; ids stand apart by blanks.
"""

from typing import ClassVar

from sqlmodel import Field

from store.keeping.tables import AboutFamily, Projected

_KEYED: dict[str, object] = {"sqlite_with_rowid": False}


class Incident(Projected, table=True):
    """Something that went wrong, as it is known now; `end` is null while it is open."""

    incident: str = Field(primary_key=True)
    told_by: str
    incident_kind: str
    what: str = Field(repr=False)
    place: str | None = Field(default=None, repr=False)
    happened_at_ms: int | None = None
    identified_at_ms: int
    aware_at_ms: int
    raised_by: str
    devices: str
    families: str
    families_count: int
    risk: str
    root_cause: str | None = Field(default=None, repr=False)
    end: str | None = None
    agreed_by: str | None = Field(default=None, repr=False)


class IncidentNews(Projected, table=True):
    """What somebody added to an incident later, in words; and how many families it concerned before and since.

    Both counts are null where they did not change.
    """

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    incident: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    text: str = Field(repr=False)
    count_before: int | None = None
    count_since: int | None = None


class CorrectiveAction(Projected, table=True):
    """What was agreed, or done, so that an incident does not happen again."""

    action: str = Field(primary_key=True)
    told_by: str
    incident: str
    what: str = Field(repr=False)
    owner: str
    agreed_by: str | None = Field(default=None, repr=False)
    due_on: str | None = None
    done_on: str | None = None


class Notice(Projected, table=True):
    """A notice that was drafted, and once it was sent: to whom, how and when."""

    notice: str = Field(primary_key=True)
    told_by: str
    matter: str
    about: str
    recipient: str | None = None
    sha256: str | None = None
    told: str | None = Field(default=None, repr=False)
    channel: str | None = None
    at_ms: int | None = None
    clock: str | None = None


class DutyClock(Projected, table=True):
    """A clock under the rule it was started with; `end` is null while it runs, `asked_on` while it does not stand."""

    clock: str = Field(primary_key=True)
    told_by: str
    clock_kind: str
    about: str
    about_id: str
    rule: str
    for_clause: str
    citation: str = Field(repr=False)
    law: str
    law_citation: str = Field(repr=False)
    unit: str
    amount: int
    rolls: bool
    may_pause: bool
    started_at_ms: int
    due_on: str
    due_at_ms: int
    asked_on: str | None = None
    end: str | None = None
    stopped_at_ms: int | None = None
    is_in_time: bool | None = None


class ClockPause(Projected, table=True):
    """Days that a clock does not count, both of them among these."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    clock: str = Field(primary_key=True)
    asked_on: str = Field(primary_key=True)
    answered_on: str


class Request(AboutFamily, table=True):
    """What somebody asked for, as one entry tells it; `family` is empty where it is of none that is known."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    request: str = Field(index=True)
    told_by: str
    request_kind: str
    person: str | None = None
    requester: str | None = Field(default=None, repr=False)
    requester_contact: str | None = Field(default=None, repr=False)
    text: str = Field(repr=False)
    channel: str
    received_at_ms: int
    received_by: str
    locks_family: bool
    sheet: str | None = None


class RequestNews(AboutFamily, table=True):
    """A step of a request, or its end: one of the two is null."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    request: str = Field(index=True)
    told_by: str
    step: str | None = None
    end: str | None = None
    at_ms: int
    instruction: str | None = None
    note: str | None = Field(default=None, repr=False)


class Sheet(Projected, table=True):
    """A numbered sheet of paper: issued, returned or shredded; how many families stood on it outlives each of them."""

    sheet: str = Field(primary_key=True)
    state: str
    families_count: int
    issued_at_ms: int
    holder: str
    why_necessary: str = Field(repr=False)
    level: str | None = None
    shredded_by: str | None = None
    witness: str | None = Field(default=None, repr=False)
    recycler: str | None = Field(default=None, repr=False)
    shredded_at_ms: int | None = None


class SheetFamily(AboutFamily, table=True):
    """A family whose data is printed on a sheet."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    sheet: str = Field(primary_key=True, index=True)

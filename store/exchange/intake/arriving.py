"""A delivery arrives: who may take it in, whether it is awaited, whether it can be read, or why it is turned away.

Owns every refusal before the first row, and the acts that tell of it. Refuses to own the rows (taking_in, refusing).

Source: agreement 3.1, 7.2b, 7.2c, 8.3, 8.4.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NoReturn

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind
from store.agreement.lifetime import Work
from store.agreement.london import london_day
from store.agreement.purposes import DatasetKind
from store.agreement.windows import batch_on, supply_closes_on
from store.clock import from_ms, to_ms
from store.custody.clocks import clocks_about, starting
from store.errors import (
    ContainerCrowdedError,
    ContainerError,
    ContainerTooLargeError,
    ContainerUnencryptedError,
    ContainerWeakError,
    CouncilNearError,
    CouncilUnknownError,
    DeliveryQuarantinedError,
    DeliveryUnreadableError,
    IntakeError,
    KindNotTakenInError,
    RecordsTooEarlyError,
    StoreError,
    TermEndedError,
)
from store.exchange.containers import Opened, needs_passphrase, open_container
from store.exchange.eligibility.keepers import hold_keeper
from store.exchange.intake import notices
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import are_near, council_id
from store.exchange.intake.openpgp_key import key_of
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.wave_two.choosing import Chosen
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import Channel, Container, DeliveryFault, QuarantineCause, RowDecision
from store.keeping.acts.terms.incidents import ClockAbout
from store.keeping.agreed import agreement_of
from store.keeping.follows_deliveries import ARRIVING, QUARANTINED, TAKEN_IN, UNREADABLE
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from store.keeping.term import term_stands

_LATER: Final = {
    DatasetKind.FIELDWORK: "it does not come from a council",
    DatasetKind.LINKAGE: "it does not come from a council",
}

_ANY_DAY: Final = frozenset({DatasetKind.REFUSALS, DatasetKind.UPDATES})

_BEGUN: Final = frozenset({ARRIVING, TAKEN_IN})
"""States that a failed second attempt, with a mistyped passphrase say, leaves as they are."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much; 0 where nobody knows that yet."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a council states of a whole batch.

    Attributes:
        collected_from_on: The London day from which on its records were collected.
        digest: SHA-256 of the document that says so, hex.

    Source:
        Agreement 7.2a.
    """

    collected_from_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be taken in.

    Attributes:
        raw: The whole file, as it came.
        kind: What it is said to hold.
        council: Whose it is.
        passphrase: Asked for once it is needed.
        letters_sent_on: When the letters of the whole batch went; None where every row says so itself.
        statement: What its council states of the batch; None where no statement came with it.
        told: What was said of its columns, by heading or number.
        is_headed: Whether its first line is headings; None where nobody said so.
        channel: By what road it came.
        out_of_schedule: Why it is taken in outside every agreed batch; None where nobody agreed to that.
        joined: Why another council's families come under this one's name; None where nobody said that they may.
        gone: What becomes of families that it no longer names; None to be asked.
        second: Asks the second person for their passphrase; told of which families are of wave 2, and which are
            destroyed. Updates alone need one.
    """

    raw: bytes = field(repr=False)
    kind: DatasetKind
    council: str
    passphrase: Callable[[], Passphrase] = field(repr=False)
    letters_sent_on: date | None = None
    statement: Statement | None = None
    told: dict[str, Field] = field(default_factory=dict)
    is_headed: bool | None = None
    channel: Channel = Channel.TRANSFER_SITE
    out_of_schedule: str | None = None
    joined: str | None = None
    gone: RowDecision | None = None
    second: Callable[[Chosen], Passphrase] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery that may be opened.

    Attributes:
        sha256: Of the file.
        delivery: Its id: the one it had, if it was here before.
        state: Where it stood, as `follows_deliveries` names it; empty for one that is new.
        agreement: What it is held against.
    """

    asked: Asked
    sha256: str
    delivery: str
    state: str
    agreement: Agreement = field(repr=False)


def arrive(store: Store, asked: Asked) -> Arrival:
    """Return a delivery that is awaited; nothing of it was opened yet.

    Raises:
        NotBaseError, NotASupervisorError, NotAKeeperError: Who asks may not.
        LineFormError: The council's name is none.
        CouncilUnknownError: As `council_in_doubt`, and nobody said that it is a new one.
        KindNotTakenInError, TermEndedError, DeliveryQuarantinedError: It is not opened; the trail says so.
        RecordsTooEarlyError: Nor is one whose council states that.
    """
    if asked.kind is DatasetKind.ELIGIBILITY:
        hold_keeper(store)
    else:
        hold_supervisor_of_base(store)
    hold_line(asked.council)
    if asked.kind in _LATER:
        raise KindNotTakenInError(asked.kind, _LATER[asked.kind])
    sha256 = hashlib.sha256(asked.raw).hexdigest()
    delivery, state = _was_here(store, asked.council, sha256) or (new_id(), "")
    arrival = Arrival(asked, sha256, delivery, state, agreement_of(store))
    # Whom to leave in peace can always be said, whatever has ended and whenever it comes.
    if asked.kind is not DatasetKind.REFUSALS:
        if not term_stands(store).lets(Work.LOAD):
            turn_away(store, arrival, Container.UNKNOWN, TermEndedError())
        if arrival.state not in _BEGUN:
            _hold_scheduled(store, arrival)
    records_from, statement = arrival.agreement.windows.records_from, asked.statement
    if statement is not None and statement.collected_from_on < records_from:
        refusal = RecordsTooEarlyError(statement.collected_from_on, records_from)
        turn_away(store, arrival, Container.UNKNOWN, refusal)
    _hold_council_known(store, asked)
    return arrival


def opened(store: Store, arrival: Arrival) -> Opened:
    """Open a delivery in memory.

    Raises:
        ContainerError: It is protected too weakly, and was turned away whole (clause 8.3).
        DeliveryUnreadableError: It cannot be opened; the week for telling the council runs (clause 8.4).
    """
    try:
        raw = arrival.asked.raw
        return open_container(raw, arrival.asked.passphrase() if needs_passphrase(raw) else None, key_of(store))
    except ContainerError as refusal:
        container = Container(refusal.container)
        if refusal.is_unreadable:
            cannot_read(store, arrival, container, refusal)
        turn_away(store, arrival, container, refusal)


def turn_away(store: Store, arrival: Arrival, container: Container, refusal: StoreError) -> NoReturn:
    """Tell that a delivery is turned away whole, and raise why; a refusal that only asks for more is not told of."""
    fault, clause = _fault_of(refusal)
    if fault is not None and arrival.state not in _BEGUN:
        store.record(
            acts.DeliveryRejected(
                delivery=arrival.delivery,
                council=arrival.asked.council,
                container=container,
                fault=fault,
                for_clause=clause,
                sha256=arrival.sha256,
                size_bytes=len(arrival.asked.raw),
            )
        )
    raise refusal


def cannot_read(store: Store, arrival: Arrival, container: Container, why: StoreError) -> NoReturn:
    """Tell that a delivery cannot be read, once; its week begins with the first time.

    Raises:
        DeliveryUnreadableError: Always, but for one that was read before: why it cannot be this time is raised.

    Source:
        Agreement 8.4.
    """
    if arrival.state in _BEGUN:
        raise why
    begun = clocks_about(store, arrival.delivery)
    running = [each for each in begun if each.end is None]
    if arrival.state == UNREADABLE and begun and not running:
        raise why  # its council was told
    if arrival.state == UNREADABLE and running:
        due_on = running[0].due_on
        raise DeliveryUnreadableError(why, due_on.isoformat(), _drafted_again(store, arrival, why, due_on))
    now, asked = store.now(), arrival.asked
    (clock,) = starting(arrival.agreement, ClockKind.UNREADABLE, now, ClockAbout.DELIVERY, arrival.delivery)
    draft = notices.unreadable(
        asked.council,
        arrival.delivery,
        arrival.sha256,
        why.message,
        london_day(now),
        london_day(from_ms(clock.due_at_ms - 1)),
    )
    store.record(
        acts.DeliveryUnreadable(
            delivery=arrival.delivery,
            council=asked.council,
            container=container,
            sha256=arrival.sha256,
            size_bytes=len(asked.raw),
            first_failed_at_ms=to_ms(now),
            clock=clock.clock,
        ),
        clock,
        draft.act(),
    )
    raise DeliveryUnreadableError(why, clock.due_on, draft.text)


def _drafted_again(store: Store, arrival: Arrival, why: StoreError, due_on: date) -> str:
    """Return the notice to a council whose week runs; told of again only where something else is wrong by now."""
    ((first_at_ms,),) = store.rows("SELECT at_ms FROM delivery WHERE delivery = ?", (arrival.delivery,))
    draft = notices.unreadable(
        arrival.asked.council,
        arrival.delivery,
        arrival.sha256,
        why.message,
        london_day(from_ms(first_at_ms)),
        due_on,
    )
    told = draft.act()
    before = (held.act for held in acts_of(store, acts.NoticeDrafted))
    if not any(isinstance(act, acts.NoticeDrafted) and act.sha256 == told.sha256 for act in before):
        store.record(told)
    return draft.text


def quarantine(store: Store, arrival: Arrival, cause: QuarantineCause, refusal: IntakeError) -> NoReturn:
    """Tell, once, that a delivery waits apart, and raise why."""
    if arrival.state != QUARANTINED and arrival.state not in _BEGUN:
        store.record(
            acts.DeliveryQuarantined(
                delivery=arrival.delivery, council=arrival.asked.council, cause=cause, sha256=arrival.sha256
            )
        )
    raise refusal


def settled(arrival: Arrival, cause: QuarantineCause | None) -> Iterator[acts.Act]:
    """Yield what lets a delivery go on that waited apart, or would have to but for what was said of it at once.

    Args:
        arrival: About to be taken in.
        cause: Why it would have to wait; None where nothing keeps it.

    Source:
        Agreement 7.2b: what was agreed stands in the trail, whenever it was said.
    """
    asked = arrival.asked
    if arrival.state != QUARANTINED:
        if cause is None:
            return
        yield acts.DeliveryQuarantined(
            delivery=arrival.delivery, council=asked.council, cause=cause, sha256=arrival.sha256
        )
    said = "It was said what becomes of the families it does not name." if asked.gone else "Its batch is open now."
    yield acts.QuarantineSettled(
        delivery=arrival.delivery,
        decision=RowDecision.RELEASE,
        document_digest=None,
        reason=asked.out_of_schedule or said,
    )


def _was_here(store: Store, council: str, sha256: str) -> tuple[str, str] | None:
    """Return the id and the state of a council's delivery that was here before; under another name it is another."""
    rows = store.rows("SELECT delivery, state, council FROM delivery WHERE sha256 = ? ORDER BY rowid DESC", (sha256,))
    own = council_id(council)
    return next(((delivery, state) for delivery, state, of in rows if of is None or council_id(of) == own), None)


def _hold_council_known(store: Store, asked: Asked) -> None:
    """Make sure that nobody wrote a council's name another way than before, unless somebody says that it is another.

    Raises:
        CouncilUnknownError: As `council_in_doubt`.
    """
    refusal = council_in_doubt(store, asked)
    if refusal is not None and not asked.out_of_schedule:
        raise refusal


def council_in_doubt(store: Store, asked: Asked) -> CouncilUnknownError | None:
    """Return why somebody has to say that a council is a new one; None where nobody has to.

    A list of refusals bears the name its families came under, but the first of all, which may come before any: under
    another name it protects nobody. Whatever else comes bears none that is nearly another's.
    """
    rows = store.rows(
        "SELECT council FROM delivery WHERE state = ? AND council IS NOT NULL ORDER BY rowid", (TAKEN_IN,)
    )
    known = {council_id(each): each for (each,) in rows}
    if not known or council_id(asked.council) in known:
        return None
    if asked.kind is DatasetKind.REFUSALS:
        return CouncilUnknownError(list(known.values()))
    near = [each for each in known.values() if are_near(each, asked.council)]
    return CouncilNearError(near) if near else None


def _hold_scheduled(store: Store, arrival: Arrival) -> None:
    cause = _off_schedule(store, arrival)
    if cause is not None and not arrival.asked.out_of_schedule:
        quarantine(store, arrival, cause, DeliveryQuarantinedError())


def why_apart(store: Store, arrival: Arrival) -> QuarantineCause | None:
    """Return why a delivery is taken in by somebody's word alone; None where it needs no word of anybody."""
    cause = _off_schedule(store, arrival)
    if cause is None and council_in_doubt(store, arrival.asked) is not None:
        return QuarantineCause.UNSCHEDULED  # no batch was agreed with a council that nobody knows
    return cause


def _off_schedule(store: Store, arrival: Arrival) -> QuarantineCause | None:
    """Return why a delivery is of no agreed batch; None where it is, or where nobody asks.

    Refusals come any day, and updates answer what base sent: both are of no batch.
    """
    today, agreement = london_day(store.now()), arrival.agreement
    if arrival.asked.kind in _ANY_DAY or batch_on(agreement.batches, today) is not None:
        return None
    return QuarantineCause.LATE if today > supply_closes_on(agreement.windows) else QuarantineCause.UNSCHEDULED


def _fault_of(refusal: StoreError) -> tuple[DeliveryFault | None, str]:
    match refusal:
        case IntakeError():
            return None if refusal.fault is None else DeliveryFault(refusal.fault), refusal.for_clause
        case ContainerUnencryptedError():
            return DeliveryFault.UNENCRYPTED, "8.3"
        case ContainerWeakError():
            return DeliveryFault.WEAK_ENCRYPTION, "8.3"
        case ContainerTooLargeError():
            return DeliveryFault.CAPACITY, "8.1"
        case ContainerCrowdedError():
            return DeliveryFault.COLUMNS_UNKNOWN, "8.1"
        case _:
            return None, "8.1"

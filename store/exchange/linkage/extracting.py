"""Sending a linkage extract, or a stop-list: sealed for the one recipient, told before it is there.

Owns both deeds, and confirming that a recipient has one. Refuses to own the tables and who may be sent what
(recipients).

Source: agreement 4.2, 7.1, 8.1-8.3, 9.1d; clauses "Consent": whoever withdrew is out of the next extract.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from store.agreement.purposes import Purpose
from store.clock import to_ms
from store.errors import LinkageFileUnknownError, NobodyLinkedError, NobodyStoppedError, WhichRecordsError
from store.exchange.back_checks import checks
from store.exchange.letting_out import SealedFor
from store.exchange.linkage.known import Sent, open_files, owed_stops, sent, unwilling_people
from store.exchange.linkage.tables import Linked, linkage_table, stop_table
from store.exchange.recipients import hold_may_receive
from store.exchange.sealed_exports import Told, leave_told, write_sealed
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.back_checks import suspended_people
from store.ids import PersonId, new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import Channel, ExportPurpose, MovementEnd, Shipment
from store.keeping.acts.values import IDS_COUNT
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.store import Store


def people_to_link(store: Store, records: str) -> Iterator[Linked]:
    """Yield exactly the people with a live yes to being linked with some named records, as it stands now.

    Args:
        store: Base's; nothing is written until the last of them was taken.
        records: Which, as the agreement calls them.

    Yields:
        Each once, in the order of their ids.

    Source:
        Agreement 4.2. Somebody of whom a back-check failed waits until it is settled.
    """
    suspended = suspended_people(checks(store))
    with store.looking() as connection:
        found = connection.execute(_LIVE, (Purpose.LINKAGE, records))
        while rows := found.fetchmany(_AT_ONCE):
            yield from (Linked(*row) for row in rows if row[0] not in suspended)


_AT_ONCE: Final = 1_000
_LIVE: Final = (
    "SELECT consent.person, coalesce(first_names, ''), coalesce(surname, ''), coalesce(born_on, ''),"
    " coalesce(postcode, '') FROM consent JOIN person USING (family, person) JOIN family USING (family)"
    " WHERE is_live AND purpose = ? AND target = ? ORDER BY consent.person"
)


def extract_linkage(store: Store, path: Path, sealed_for: SealedFor, records: str | None = None) -> Sent:
    """Send the people who may be linked to whoever links them.

    Args:
        store: Base's.
        path: Where the file is written; what is there already is replaced.
        sealed_for: The recipient, and the road.
        records: Which records they are linked with; None where the agreement names only one.

    Returns:
        What was sent; its recipient has to confirm having it.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        WhichRecordsError: The agreement names others, or several.
        NobodyLinkedError: Nobody agreed, or everybody took it back.
        StoreError: As `hold_may_receive` and `leave_told`.
    """
    hold_supervisor_of_base(store)
    meant = _records(store, records)
    ids: list[PersonId] = []
    content = linkage_table(_noted(people_to_link(store, meant), ids))
    if not ids:
        raise NobodyLinkedError
    extract, movement = new_id(), new_id()
    parts = [tuple(ids[start : start + IDS_COUNT]) for start in range(0, len(ids), IDS_COUNT)]

    def made(sha256: str) -> list[acts.Act]:
        return [
            acts.LinkageExtractMade(
                extract=extract,
                movement=movement,
                recipient=sealed_for.whom.recipient,
                part=number,
                parts_count=len(parts),
                people=part,
                people_count=len(ids),
                records=meant,
                sha256=sha256,
            )
            for number, part in enumerate(parts, start=1)
        ]

    _leave(store, path, content, sealed_for, movement, len(ids), Shipment.LINKAGE_EXTRACT, made)
    whom = sealed_for.whom.recipient
    return Sent(extract, None, movement, whom, frozenset(ids), MovementEnd.DONE, is_acknowledged=False, records=meant)


def _noted(people: Iterator[Linked], ids: list[PersonId]) -> Iterator[Linked]:
    """Yield people as they come, and note the id of each."""
    for each in people:
        ids.append(each.person)
        yield each


def extract_stops(store: Store, path: Path, sealed_for: SealedFor) -> list[Sent]:
    """Tell a recipient whom to take out of what it was sent: everybody who took it back and was not told of yet.

    Returns:
        One for each extract that names some of them; each has to be confirmed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        NobodyStoppedError: Nobody in what they were sent took it back since they were last told.
        StoreError: As `hold_may_receive` and `leave_told`.

    Source:
        Agreement 4.2, 10; clauses "Consent", the table of withdrawals.
    """
    hold_supervisor_of_base(store)
    theirs = [each for each in sent(store) if each.recipient == sealed_for.whom.recipient]
    owed = owed_stops(theirs, unwilling_people(store))
    if not owed:
        raise NobodyStoppedError
    movement = new_id()
    whom = sealed_for.whom.recipient
    revisions = {extract: new_id() for extract in owed}

    def told(_: str) -> list[acts.Act]:
        return [
            acts.LinkageListRevised(
                revision=revisions[extract],
                extract=extract,
                movement=movement,
                recipients=(whom,),
                people=tuple(ids[start : start + IDS_COUNT]),
            )
            for extract, ids in ((extract, sorted(people)) for extract, people in owed.items())
            for start in range(0, len(ids), IDS_COUNT)
        ]

    records = {each.extract: each.records for each in theirs if each.revision is None}
    lines = {(person, records[extract] or "") for extract, of in owed.items() for person in of}
    _leave(store, path, stop_table(lines), sealed_for, movement, len(lines), Shipment.STOP_LIST, told)
    return [
        Sent(
            extract,
            revisions[extract],
            movement,
            whom,
            of,
            MovementEnd.DONE,
            is_acknowledged=False,
            records=records[extract],
        )
        for extract, of in owed.items()
    ]


def acknowledge(store: Store, named: str, by: str, channel: Channel, document_digest: str | None = None) -> Sent:
    """Record that a recipient confirmed having an extract or a stop-list.

    Args:
        store: Base's.
        named: The beginning of its id, as the list has it.
        by: Who said so.
        channel: By what road.
        document_digest: SHA-256 of what they wrote, hex, where they did.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        LineFormError: The name cannot be kept and shown.
        LinkageFileUnknownError: No open one is called that, or several are.
    """
    hold_supervisor_of_base(store)
    hold_line(by)
    found = _open_file(store, named)
    now_ms = to_ms(store.now())
    store.record(
        *(
            acts.LinkageAcknowledged(
                extract=each.extract,
                revision=each.revision,
                recipient=each.recipient,
                acknowledged_by=by,
                channel=channel,
                at_ms=now_ms,
                document_digest=document_digest,
            )
            for each in open_files(sent(store))
            if each.movement == found.movement  # a stop-list for several extracts is one file
        )
    )
    return found


def never_left(store: Store, named: str, reason: str) -> Sent:
    """Record that a file which was broken off never left: nobody has to confirm it.

    Raises:
        NotBaseError, NotASupervisorError, LineFormError, LinkageFileUnknownError: As `acknowledge`; a file of which it
            was told that it is there has left.
    """
    hold_supervisor_of_base(store)
    hold_line(reason)
    found = _open_file(store, named)
    if found.end is not None:
        raise LinkageFileUnknownError
    ended = acts.MovementEnded(
        movement=found.movement,
        end=MovementEnd.FAILED,
        at_ms=to_ms(store.now()),
        acknowledged_by=None,
        reason=reason,
    )
    store.record(ended)
    return found


def _open_file(store: Store, named: str) -> Sent:
    begun = [each for each in open_files(sent(store)) if named and (each.revision or each.extract).startswith(named)]
    if len(begun) != 1:
        raise LinkageFileUnknownError
    return begun[0]


def _records(store: Store, named: str | None) -> str:
    """Return which records are meant: those that are named, or the only ones there are.

    Raises:
        WhichRecordsError: The agreement names others, or several.
    """
    terms = [term for term in agreement_of(store).purposes if term.id is Purpose.LINKAGE]
    known = [target.id for term in terms for target in term.targets]
    chosen = [each for each in known if named in (None, each)]
    if len(chosen) != 1:
        raise WhichRecordsError(known)
    return chosen[0]


def _leave(
    store: Store,
    path: Path,
    content: bytes,
    sealed_for: SealedFor,
    movement: str,
    rows_count: int,
    shipment: Shipment,
    also: Callable[[str], Sequence[acts.Act]],
) -> None:
    """Seal a table and leave it; `also` takes the digest of the file."""
    whom = sealed_for.whom
    grant = hold_may_receive(store, whom, shipment, ExportPurpose.LINKAGE)
    raw = write_sealed(content, whom, movement, store.keys.device.signing, is_practice=store.sidecar.is_practice)
    told = Told(
        movement,
        grant,
        shipment,
        ExportPurpose.LINKAGE,
        sealed_for.channel,
        "4.2",
        families=(),  # the act beside it names the people
        rows_count=rows_count,
    )
    leave_told(store, path, raw, whom, told, also(hashlib.sha256(raw).hexdigest()))

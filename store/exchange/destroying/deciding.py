"""Deciding a destruction: what is meant, by whom, on whose word; from then on it only goes on.

Owns the decision and its two people. Refuses to own carrying it out (doing).

Source: agreement 7.2e, 7.2f, 13.3, 13.5, A2, A11; design 7: a group, a wave, a dataset or everything needs two people.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from store.errors import (
    AcknowledgementFirstError,
    InstructionMissingError,
    LinkageFirstError,
    NoRoomToDestroyError,
    NothingToDestroyError,
    ResupplyFirstError,
    StopListFirstError,
    StoreError,
    YesSinceError,
)
from store.exchange.destroying.giving_up import OF_NOT_AGREEING, give_up, hold_nobody_agrees, overtaken
from store.exchange.destroying.instructed import ON_REQUEST, hold_instructed, instructed
from store.exchange.destroying.known import note_of
from store.exchange.destroying.lists import SALT_BYTES, Listed
from store.exchange.destroying.resupplied import resupplied_at
from store.exchange.destroying.room import hold_room
from store.exchange.eligibility.file import path_of
from store.exchange.instructions import resting_on
from store.exchange.linkage.known import hold_linked_first, hold_stops_told, open_files, sent
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.reach import read_reach
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts, approvals, canonical
from store.keeping.acts.terms.destruction import DestructionScope, SanitisationMethod
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.agreed import agreement_of
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store

Second = Callable[[], Passphrase]
"""Asks the second person for their passphrase; not called where one person is enough."""


class Gate(StrEnum):
    """What has to be so before something is destroyed."""

    ACKNOWLEDGED = "acknowledged"
    HELD = "held"
    INSTRUCTED = "instructed"
    NOBODY_AGREES = "nobody_agrees"
    RESUPPLY = "resupply"
    ROOM = "room"
    STOP_LIST = "stop_list"


_SHUT = (
    AcknowledgementFirstError,
    InstructionMissingError,
    LinkageFirstError,
    NoRoomToDestroyError,
    NothingToDestroyError,
    ResupplyFirstError,
    StopListFirstError,
    YesSinceError,
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be destroyed.

    Attributes:
        families: Which; empty for a dataset and for everything.
        device: The laptop, where only what lies there is meant.
        is_again: Whether a certificate says that it was destroyed before.
    """

    scope: DestructionScope
    families: Sequence[FamilyId] = ()
    device: DeviceId | None = None
    is_again: bool = False


def of_families(families: Sequence[FamilyId]) -> Meant:
    """Return one family, or a group, on every device and at base."""
    scope = DestructionScope.FAMILY if len(families) == 1 else DestructionScope.GROUP
    return Meant(scope, tuple(sorted(set(families))))


def of_device(store: Store, device: DeviceId) -> Meant:
    """Return whatever base gave to a laptop."""
    return Meant(DestructionScope.DEVICE, tuple(_given(store, device)), device)


def everything(store: Store) -> Meant:
    """Return every family of which anything can be read."""
    rows = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
    return Meant(DestructionScope.WHOLE, tuple(FamilyId(family) for (family,) in rows))


def not_recontactable(store: Store) -> list[FamilyId]:
    """Return every family without a live yes to being contacted again, the never-reached too, by id.

    One whose yes is in doubt, for a back-check failed, stays until that is settled: nobody brings a family back.

    Source:
        Agreement 7.2e; clauses, "Faults": only a live "given" keeps a family.
    """
    with store.reader() as connection:
        kept = read_reach(connection).families
    rows = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
    return [family for (family,) in rows if family not in kept]


ORIGINAL_DATASET = Meant(DestructionScope.DATASET)
"""What councils delivered, as it came, and eligibility."""

_OF_FAMILIES = frozenset({DestructionScope.FAMILY, DestructionScope.GROUP})

ALONE = frozenset({DestructionScope.FAMILY, DestructionScope.DEVICE})
"""What one supervisor destroys."""


def holders_of(store: Store, meant: Meant) -> list[DeviceId]:
    """Return the laptops that have anything of what is meant, revoked ones too, by id."""
    if meant.scope is DestructionScope.DATASET:
        return []
    rows = store.rows("SELECT family, device FROM allocation WHERE state IN (?, ?) ORDER BY device", (GIVEN, HELD))
    sought = set(meant.families)
    found = {device for family, device in rows if family in sought and meant.device in (None, device)}
    return sorted(map(DeviceId, found))


def decide(
    store: Store,
    meant: Meant,
    second: Second,
    *,
    for_clause: str = "7.2f",
    told_with: Callable[[str], Sequence[acts.Act]] = lambda _: (),
) -> str:
    """Decide a destruction; return its id. Nothing is destroyed yet: `doing.go_on` does it.

    Args:
        store: Base's.
        meant: What.
        second: Asked where the scope needs two people.
        for_clause: The clause it is done under.
        told_with: Takes its id and returns what is told at once with it: either all of that is decided, or none.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base decides that.
        NothingToDestroyError: Nothing of it is held.
        InstructionMissingError: Somebody asked for it, and the department instructed nothing in writing.
        ResupplyFirstError: The original dataset was not sent back for updating yet.
        AcknowledgementFirstError, LinkageFirstError: Something sent for linkage is not confirmed, or somebody who
            agreed to it was never sent, and everything is meant: `hold_linkage_over`.
        StopListFirstError: Somebody took linkage back, and whoever has them would never hear of it.
        YesSinceError, LinkageFirstError: It is for not agreeing to be contacted again (7.2e), and somebody does, or
            agreed to linkage and is in no extract.
        NoRoomToDestroyError: The disk is too full to do it.
        ApprovalError: The second person cannot approve.
        StoreError: As `Store.record`; nothing is decided.
    """
    for refusal in gates(store, meant, for_clause=for_clause).values():
        if refusal is not None:
            raise refusal
    order, listed = new_id(), Listed(os.urandom(SALT_BYTES), meant.families)
    here = [] if meant.scope is DestructionScope.DEVICE else [DeviceId(store.sidecar.store)]
    devices = (*holders_of(store, meant), *here)
    digest = listed.digest if meant.families else None
    approving = []
    if meant.scope not in ALONE:
        proposed = {"clause": for_clause, "list": digest, "order": order, "scope": meant.scope.value}
        signed = hashlib.sha256(canonical.dumps(proposed)).digest()
        approving.append(approvals.approve(store, second(), ApprovalMatter.DESTRUCTION, signed))
    for each in overtaken(store, _OF_FAMILIES) if _is_for_not_agreeing(meant, for_clause) else ():
        give_up(store, each)
    rests_on = instructed(store, meant.families, for_clause)
    agreed = agreement_of(store).destruction
    said = {"salt": listed.salt.hex(), "families": list(meant.families)}
    store.notebook.write_note(
        note_of(order), json.dumps(said)
    )  # before the act: a crash leaves a list that means nothing
    store.record(
        *approving,
        acts.DestructionOrdered(
            order=order,
            scope=meant.scope,
            families_count=len(meant.families),
            salted_list_digest=digest,
            datasets=_datasets(store) if meant.scope in (DestructionScope.DATASET, DestructionScope.WHOLE) else (),
            devices=devices,
            for_clause=for_clause,
            instruction=None if rests_on is None else rests_on.instruction,
            standard=f"{agreed.media_standard} {agreed.media_version}",
            technique=agreed.media_method,
            method=SanitisationMethod.CRYPTOGRAPHIC_ERASE,
            approvals=tuple(each.approval for each in approving),
        ),
        *told_with(order),
    )
    return order


def gates(store: Store, meant: Meant, *, for_clause: str = "7.2f") -> dict[Gate, StoreError | None]:
    """Return what has to be so before it is decided, in the order of a checklist, and what says that it is not.

    Args:
        store: Base's.
        meant: What.
        for_clause: The clause it is done under.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base asks.
    """
    hold_supervisor_of_base(store)
    holds: dict[Gate, Callable[[], None]] = {Gate.HELD: lambda: _hold_something(store, meant)}
    if for_clause in ON_REQUEST:
        holds[Gate.INSTRUCTED] = lambda: hold_instructed(store, meant.families, for_clause)
    if meant.scope is DestructionScope.DATASET and not meant.is_again:
        holds[Gate.RESUPPLY] = lambda: _hold_resupplied(store)
    if meant.scope is DestructionScope.WHOLE:
        holds[Gate.ACKNOWLEDGED] = lambda: hold_linkage_over(store, meant.families)
    if meant.scope is not DestructionScope.DEVICE:
        holds[Gate.STOP_LIST] = lambda: hold_stops_told(store, meant.families)
    if _is_for_not_agreeing(meant, for_clause):
        holds[Gate.NOBODY_AGREES] = lambda: hold_nobody_agrees(store, for_clause, meant.families)
        holds[Gate.ACKNOWLEDGED] = lambda: hold_linked_first(store, meant.families)
    holds[Gate.ROOM] = lambda: hold_room(store)
    return {gate: _refusal(hold) for gate, hold in holds.items()}


def _is_for_not_agreeing(meant: Meant, for_clause: str) -> bool:
    """Return whether it is for not agreeing to be contacted again; where an update's families go, that holds itself."""
    return for_clause == OF_NOT_AGREEING and meant.scope in _OF_FAMILIES


def _refusal(hold: Callable[[], None]) -> StoreError | None:
    try:
        hold()
    except _SHUT as refusal:
        return refusal
    return None


def _hold_resupplied(store: Store) -> None:
    if resupplied_at(store) is None:
        raise ResupplyFirstError


def hold_linkage_over(store: Store, families: Sequence[FamilyId]) -> None:
    """Make sure that linkage is over before everything is destroyed: made, sent, and confirmed.

    Where the department instructed in writing to destroy, nobody waits for an extract that was never made.

    Raises:
        AcknowledgementFirstError: Something that was sent is not confirmed.
        LinkageFirstError: Somebody agreed to linkage, and is in no extract that was confirmed.

    Source:
        Agreement 4.2, 7.2f, 3.2.
    """
    if waiting := open_files(sent(store)):
        raise AcknowledgementFirstError(len(waiting))
    if resting_on(store, InstructionMatter.DESTROY) is None:
        hold_linked_first(store, families)


def _hold_something(store: Store, meant: Meant) -> None:
    match meant.scope:
        case DestructionScope.DATASET:
            if not store.rows("SELECT 1 FROM localoriginal LIMIT 1") and not path_of(store).exists():
                raise NothingToDestroyError
        case DestructionScope.WHOLE:
            kept = "SELECT 1 FROM localoriginal UNION ALL SELECT 1 FROM localsecret LIMIT 1"
            if not meant.families and not store.rows(kept) and not path_of(store).exists():
                raise NothingToDestroyError
        case DestructionScope.DEVICE | DestructionScope.FAMILY | DestructionScope.GROUP | DestructionScope.WAVE:
            known = {family for (family,) in store.rows("SELECT DISTINCT family FROM familyentry")}
            if not meant.families or not known & set(meant.families):
                raise NothingToDestroyError


def _datasets(store: Store) -> tuple[str, ...]:
    return tuple(delivery for (delivery,) in store.rows("SELECT delivery FROM delivery ORDER BY delivery"))


def _given(store: Store, device: DeviceId) -> list[FamilyId]:
    rows = store.rows(
        "SELECT family FROM allocation WHERE device = ? AND state IN (?, ?) ORDER BY family", (device, GIVEN, HELD)
    )
    return [FamilyId(family) for (family,) in rows]

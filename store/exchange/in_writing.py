"""What was said in writing: the department's instructions, what it granted, and disclosures that it or a law has made.

Owns reading all three together, what may go to somebody today, and that a grant is over. Refuses to own what a document
lets go (recipients, disclosures), recording an instruction (instructions), and the documents: their digests are kept.

Source: agreement 2.1, 9.1d, 9.1f, A1, A5, A6, A7.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from store.agreement.london import london_day
from store.clock import from_ms
from store.custody.trail import reference_of
from store.errors import GrantUnknownError, StoreError
from store.exchange.recipients import Recipient, hold_may_receive, recipients
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping import acts
from store.keeping.acts.terms.exchange import (
    DisclosureAuthority,
    ExportPurpose,
    GrantMatter,
    InstructionMatter,
    Shipment,
)
from store.keeping.kinds import acts_of
from store.keeping.store import Store

LEAVES: Final = {
    Shipment.AUDIT_PACK: ExportPurpose.AUDIT,
    Shipment.BACKUP: ExportPurpose.BACKUP,
    Shipment.CONSENT_PROOF: ExportPurpose.EVIDENCE,
    Shipment.CONTACTS: ExportPurpose.FIELDWORK,
    Shipment.EVIDENCE: ExportPurpose.EVIDENCE,
    Shipment.FIELDWORK_REPORT: ExportPurpose.RESEARCH_OUTPUT,
    Shipment.INCIDENT_RECORD: ExportPurpose.INCIDENT,
    Shipment.LINKAGE_EXTRACT: ExportPurpose.LINKAGE,
    Shipment.PERSON_PACK: ExportPurpose.DATA_SUBJECT,
    Shipment.RESUPPLY: ExportPurpose.RESUPPLY,
    Shipment.STOP_LIST: ExportPurpose.LINKAGE,
}
"""What can leave base for a recipient, and what for."""


class Kind(StrEnum):
    """What was said."""

    DISCLOSURE = "disclosure"
    GRANT = "grant"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Written:
    """One thing that was said in writing.

    Attributes:
        id: Its id.
        about: The name of whom it is about, of families what their council calls them; empty for an instruction that is
            about nobody.
        by: Who signed it, or where a law stands.
        text: What an instruction says; empty where the rest says it all.
        document_digest: SHA-256 of the document, hex; None where a law needs none.
        on: The London day it came, or from which a grant lasts.
        until_on: The last London day of a grant; None while it lasts, and for anything else.
        is_over: Whether a grant has ended.
    """

    kind: Kind
    id: str
    matter: InstructionMatter | GrantMatter | DisclosureAuthority
    about: str = field(repr=False)
    by: str = field(repr=False)
    text: str = field(repr=False)
    shipments: Sequence[Shipment]
    document_digest: str | None
    on: date
    until_on: date | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one kind of file may go to somebody today.

    Attributes:
        refusal: Why it may not; None where it may.
    """

    shipment: Shipment
    refusal: StoreError | None


def answers(store: Store, whom: Recipient) -> list[Answer]:
    """Return of every kind of file whether it may go to a recipient today, as sending it would answer.

    Args:
        store: Base's.
        whom: One on the register.
    """
    found = []
    for shipment, purpose in LEAVES.items():
        try:  # a council without a key gets a file under a passphrase
            hold_may_receive(store, whom, shipment, purpose, has_own_seal=shipment is not Shipment.RESUPPLY)
        except StoreError as refusal:
            found.append(Answer(shipment, refusal))
        else:
            found.append(Answer(shipment, None))
    return found


def in_writing(store: Store) -> list[Written]:
    """Return everything that was said in writing, the newest first."""
    names = {each.recipient: each.name for each in recipients(store)}
    grants = {grant.grant: grant for each in recipients(store) for grant in each.grants}
    today, found = london_day(store.now()), list[Written]()
    for held in acts_of(store, acts.InstructionRecorded, acts.GrantRecorded, acts.DisclosureRecorded):
        match held.act:
            case acts.InstructionRecorded() as told:
                found.append(
                    Written(
                        Kind.INSTRUCTION, told.instruction, told.matter,
                        ", ".join(reference_of(store, each) or each[:8] for each in told.families),
                        told.instructed_by, told.text, (),
                        told.document_digest, london_day(from_ms(told.received_at_ms)), None, is_over=False,
                    )
                )  # fmt: skip
            case acts.GrantRecorded() as told:
                until = grants[told.grant].until_on
                found.append(
                    Written(
                        Kind.GRANT, told.grant, told.matter, names.get(told.recipient, ""), told.granted_by, "",
                        told.shipments, told.document_digest, date.fromisoformat(told.from_on), until,
                        is_over=until is not None and until < today,
                    )
                )  # fmt: skip
            case acts.DisclosureRecorded() as told:
                found.append(
                    Written(
                        Kind.DISCLOSURE, told.disclosure, told.authority, names.get(told.recipient, ""), told.citation,
                        "", told.shipments, None, london_day(from_ms(told.at_ms)), None, is_over=False,
                    )
                )  # fmt: skip
            case _:
                continue
    return found[::-1]


def end_grant(store: Store, grant: str, document_digest: str | None = None) -> None:
    """Record that what was allowed in writing is allowed no longer, from today on.

    Args:
        store: Base's.
        grant: Its id; the beginning is enough.
        document_digest: SHA-256 of the document that says so, hex, where there is one.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        GrantUnknownError: None that still lasts has that id, or several.
    """
    hold_supervisor_of_base(store)
    today = london_day(store.now())
    lasting = [
        each
        for whom in recipients(store)
        for each in whom.grants
        if grant and each.grant.startswith(grant) and (each.until_on is None or each.until_on >= today)
    ]
    if len(lasting) != 1:
        raise GrantUnknownError
    store.record(acts.GrantEnded(grant=lasting[0].grant, ended_on=today.isoformat(), document_digest=document_digest))

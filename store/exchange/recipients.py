"""The register of recipients: who may be sent what, for what, and on whose word in writing.

Owns it and the one rule that lets something go. Refuses to own sealing (sealed_exports) and the documents, of which the
digests are kept.

Source: agreement 7.1, 9.1d, 9.1f, A5, A6, A7; where 9.1d and A7 disagree on affiliates, the stricter holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from store.agreement.london import london_day
from store.agreement.safeguards import may_hold_in
from store.errors import (
    GrantSpanError,
    NotGrantedError,
    PlaceNotAllowedError,
    PurposeNotCoveredError,
    RecipientEndedError,
    RecipientKeyMissingError,
    RecipientNameTakenError,
    RecipientUnknownError,
)
from store.exchange.certificates import Certificate
from store.exchange.disclosures import is_covered
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import ExportPurpose, GrantMatter, RecipientKind, Shipment
from store.keeping.agreed import agreement_of
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store

BY_THE_AGREEMENT: Final[Mapping[RecipientKind, frozenset[ExportPurpose]]] = MappingProxyType(
    {
        RecipientKind.DEPARTMENT: frozenset(
            {
                ExportPurpose.AUDIT,
                ExportPurpose.DATA_SUBJECT,
                ExportPurpose.EVIDENCE,
                ExportPurpose.INCIDENT,
                ExportPurpose.LINKAGE,
                ExportPurpose.RESEARCH_OUTPUT,
            }
        ),
        RecipientKind.COUNCIL: frozenset({ExportPurpose.RESUPPLY}),
        RecipientKind.ONS: frozenset({ExportPurpose.LINKAGE}),
        RecipientKind.INFORMATION_COMMISSIONER: frozenset({ExportPurpose.INCIDENT}),
    }
)
"""What the agreement itself sends to whom; anything else needs a document of the department.

Source:
    Agreement 4.2, 7.1, 7.2e, 10, 14.1, A10, A12. A council never learns who took part.
"""

_LETS_OTHERS: Final = frozenset({GrantMatter.SUB_CONTRACTOR, GrantMatter.AFFILIATE})


@dataclass(frozen=True, slots=True)
class Grant:
    """A document of the department that allows something.

    Attributes:
        country: Where it lets data go, for a place outside the EEA; None otherwise.
        from_on, until_on: London dates, both included; None while it lasts.
    """

    grant: str
    matter: GrantMatter
    country: str | None
    shipments: frozenset[Shipment]
    granted_by: str = field(repr=False)
    document_digest: str
    from_on: date
    until_on: date | None

    def holds(self, shipment: Shipment, on: date) -> bool:
        """Say whether it covers one kind of file on a day."""
        return shipment in self.shipments and self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom something may be sent.

    Attributes:
        country: ISO 3166-1 alpha-2.
        sealing_key: Public half, hex; None where none is known.
        openpgp: The OpenPGP key of one that has it.
        grants: What was allowed in writing, oldest first; those that ended are cut before that day.
        is_ended: Whether nothing goes to them any more.
    """

    recipient: str
    kind: RecipientKind
    name: str = field(repr=False)
    organisation: str = field(repr=False)
    country: str
    purposes: frozenset[ExportPurpose]
    sealing_key: str | None
    grants: tuple[Grant, ...] = ()
    openpgp: Certificate | None = None
    is_ended: bool = False


def recipients(store: Store) -> list[Recipient]:
    """Return everybody on the register, those whose entry ended too, by name."""
    found: dict[str, Recipient] = {}
    kinds = (acts.RecipientRegistered, acts.RecipientEnded, acts.GrantRecorded, acts.GrantEnded)
    for held in acts_of(store, *kinds):
        match held.act:
            case acts.RecipientRegistered() as told:
                found[told.recipient] = _recipient(told)
            case acts.RecipientEnded() as told if told.recipient in found:
                found[told.recipient] = replace(found[told.recipient], is_ended=True)
            case acts.GrantRecorded() as told if told.recipient in found:
                whom = found[told.recipient]
                found[told.recipient] = replace(whom, grants=(*whom.grants, _grant(told)))
            case acts.GrantEnded() as told:
                for whom in found.values():
                    cut = tuple(
                        replace(each, until_on=date.fromisoformat(told.ended_on) - timedelta(days=1))
                        if each.grant == told.grant
                        else each
                        for each in whom.grants
                    )
                    found[whom.recipient] = replace(whom, grants=cut)
            case _:
                continue
    return sorted(found.values(), key=lambda each: (each.name, each.recipient))


def recipient_named(store: Store, name: str) -> Recipient:
    """Return the one of that name to whom something may still go.

    Raises:
        RecipientUnknownError: Nobody is called that.
        RecipientEndedError: Their entry was ended.
    """
    named = [each for each in recipients(store) if each.name == name]
    live = [each for each in named if not each.is_ended]
    if live:
        return live[0]
    raise RecipientEndedError if named else RecipientUnknownError


def register(
    store: Store,
    name: str,
    organisation: str,
    kind: RecipientKind,
    country: str,
    purposes: frozenset[ExportPurpose],
    sealing_key: bytes | None,
    openpgp: Certificate | None = None,
) -> Recipient:
    """Put somebody on the register.

    Args:
        store: Base's.
        name: What they are called on the command line; nobody else live has it.
        organisation: Whose they are.
        kind: What they are.
        country: ISO 3166-1 alpha-2, capitals; a place outside the EEA can be registered, and nothing goes there
            before a document allows it.
        purposes: What for, at least one.
        sealing_key: Their public key; None where nothing is to be sealed for them.
        openpgp: The OpenPGP key of a council that has one, for its resupply.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        LineFormError: A name cannot be kept and shown.
        RecipientNameTakenError: Somebody has that name.
    """
    hold_supervisor_of_base(store)
    for line in (name, organisation):
        hold_line(line)
    if any(each.name == name and not each.is_ended for each in recipients(store)):
        raise RecipientNameTakenError
    told = acts.RecipientRegistered(
        recipient=new_id(),
        recipient_kind=kind,
        name=name,
        organisation=organisation,
        country=country,
        purposes=tuple(sorted(purposes)),
        sealing_key=None if sealing_key is None else sealing_key.hex(),
        openpgp_fingerprint=None if openpgp is None else openpgp.fingerprint,
        openpgp_key=None if openpgp is None else openpgp.text,
        grant=None,
    )
    store.record(told)
    return _recipient(told)


def end(store: Store, name: str, reason: str) -> None:
    """Let nothing go to somebody any more.

    Raises:
        NotBaseError, NotASupervisorError, RecipientUnknownError, RecipientEndedError, LineFormError: As above.
    """
    hold_supervisor_of_base(store)
    hold_line(reason)
    store.record(acts.RecipientEnded(recipient=recipient_named(store, name).recipient, reason=reason))


def record_grant(
    store: Store,
    name: str,
    matter: GrantMatter,
    shipments: frozenset[Shipment],
    granted_by: str,
    document_digest: str,
    from_on: date,
    until_on: date | None,
) -> None:
    """Record that the department allowed something in writing.

    Args:
        store: Base's.
        name: Whom it is about.
        matter: What it allows; a place outside the EEA is the recipient's own country.
        shipments: For which kinds of file, at least one.
        granted_by: Who signed it.
        document_digest: SHA-256 of the document, hex.
        from_on: First London day.
        until_on: Last one; None while it lasts.

    Raises:
        NotBaseError, NotASupervisorError, RecipientUnknownError, RecipientEndedError, LineFormError: As above.
        GrantSpanError: It would end before it begins.
    """
    hold_supervisor_of_base(store)
    hold_line(granted_by)
    whom = recipient_named(store, name)
    if until_on is not None and until_on < from_on:
        raise GrantSpanError
    store.record(
        acts.GrantRecorded(
            grant=new_id(),
            matter=matter,
            recipient=whom.recipient,
            country=whom.country if matter is GrantMatter.OUTSIDE_EEA else None,
            shipments=tuple(sorted(shipments)),
            granted_by=granted_by,
            document_digest=document_digest,
            from_on=from_on.isoformat(),
            until_on=None if until_on is None else until_on.isoformat(),
        )
    )


def hold_may_receive(
    store: Store, whom: Recipient, shipment: Shipment, purpose: ExportPurpose, *, has_own_seal: bool = True
) -> str | None:
    """Make sure that something may go to somebody, sealed for them, today.

    Args:
        store: Base's.
        whom: To whom.
        shipment: What.
        purpose: What for.
        has_own_seal: Whether it is sealed with the key the register has of them, and not otherwise protected.

    Returns:
        The grant it rests on; None where the agreement itself sends it there.

    Raises:
        RecipientEndedError, RecipientKeyMissingError: Nothing goes to them, or nothing can be sealed.
        PurposeNotCoveredError: They are not registered for that.
        PlaceNotAllowedError: They are outside the United Kingdom and the EEA, and no document allows it.
        NotGrantedError: Neither the agreement nor a document, a direction or a law that is on the register of
            disclosures, lets it go to them.
    """
    today = london_day(store.now())
    if whom.is_ended:
        raise RecipientEndedError
    if has_own_seal and whom.sealing_key is None:
        raise RecipientKeyMissingError
    if purpose not in whom.purposes:
        raise PurposeNotCoveredError
    live = [each for each in whom.grants if each.holds(shipment, today)]
    place = next((each for each in live if each.country == whom.country), None)
    if place is None and not may_hold_in(agreement_of(store).places, whom.country, today):
        raise PlaceNotAllowedError
    allowed = next((each for each in live if each.matter in _LETS_OTHERS), None)
    is_agreed = purpose in BY_THE_AGREEMENT.get(whom.kind, frozenset())
    if allowed is None and not is_agreed and not is_covered(store, whom.recipient, shipment):
        raise NotGrantedError
    return allowed.grant if allowed is not None else place.grant if place is not None else None


def _recipient(told: acts.RecipientRegistered) -> Recipient:
    return Recipient(
        recipient=told.recipient,
        kind=told.recipient_kind,
        name=told.name,
        organisation=told.organisation,
        country=told.country,
        purposes=frozenset(told.purposes),
        sealing_key=told.sealing_key,
        openpgp=None
        if told.openpgp_key is None or told.openpgp_fingerprint is None
        else Certificate(told.openpgp_fingerprint, told.openpgp_key),
    )


def _grant(told: acts.GrantRecorded) -> Grant:
    return Grant(
        grant=told.grant,
        matter=told.matter,
        country=told.country,
        shipments=frozenset(told.shipments),
        granted_by=told.granted_by,
        document_digest=told.document_digest,
        from_on=date.fromisoformat(told.from_on),
        until_on=None if told.until_on is None else date.fromisoformat(told.until_on),
    )

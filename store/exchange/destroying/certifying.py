"""A certificate of one destruction, and how it leaves.

Owns putting together what it says from the acts, and vouching for it. Refuses to own the file's form (keeping,
attested) and its page (printed).

Source: NIST SP 800-88 Rev. 2, sample certificate of sanitization; agreement 13.4, 13.7, A2, A11.
"""

from collections.abc import Mapping
from typing import Any

from store.agreement.london import london_day
from store.clock import from_ms, to_ms
from store.custody.destruction.left_undone import SAID
from store.custody.destruction.write_offs import devices_off, written_off
from store.custody.naming import staff_names
from store.custody.register import Device, devices
from store.errors import DestructionOpenError
from store.exchange.destroying import again
from store.exchange.destroying.known import Destruction
from store.exchange.destroying.since import so_far
from store.exchange.evidence import proof_of
from store.exchange.instructions import instructions
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.terms.destruction import Medium, NotDone, WriteOffMatter
from store.keeping.agreed import agreement_of
from store.keeping.attested import digest_of, write_attested
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store
from store.release import RELEASE

Said = dict[str, Any]


def certify(store: Store, destruction: Destruction) -> bytes:
    """Vouch for a certificate of a destruction that is done, and return the file; each time a new one.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base certifies.
        DestructionOpenError: A holder has not done its part.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    off = devices_off(written_off(store))
    missing = [each for each in destruction.missing if each not in off]
    if missing:
        raise DestructionOpenError(len(missing))
    certificate = new_id()
    said = _said(store, destruction, certificate)
    asked = destruction.asked
    told = acts.CertificateIssued(
        certificate=certificate,
        orders=(destruction.order,),
        medium=Medium.JSON,
        sha256=digest_of(said),
        families_count=asked.families_count,
        salted_list_digest=asked.salted_list_digest,
        movements=tuple(said["movements"]),
        closed_holdings_count=len(said["holders"]),
        destroyed_keys_count=len(said["destroyed_keys"]),
        left_undone=tuple(NotDone(each["point"]) for each in said["not_done"]),
        signed_by=store.keys.person.staff,
    )
    places = store.record(told)
    here = Held(store.journal.journal, store.journal.branch, places[-1], store.keys.person.staff, told)
    return write_attested("certificate", said, proof_of(store, here))


def _said(store: Store, destruction: Destruction, certificate: str) -> Said:
    """Return what a certificate says; it names no family."""
    asked = destruction.asked
    names, register = staff_names(store), {each.device: each for each in devices(store)}
    off = [
        each
        for each in written_off(store)
        if each.matter is WriteOffMatter.DEVICE and each.device in destruction.missing
    ]
    undone = {each for part in destruction.parts for each in part.left_undone}
    if off:
        undone.add(NotDone.DEVICE_NEVER_RETURNED)
    agreement = agreement_of(store)
    return {
        "certificate": certificate,
        "agreement": agreement.title,
        "agreement_digest": agreement.digest,
        "practice": store.sidecar.is_practice,
        "order": destruction.order,
        "scope": asked.scope.value,
        "clause": asked.for_clause,
        "instruction": asked.instruction,
        "instructed": _instructed(store, asked.instruction),
        "datasets": list(asked.datasets),
        "movements": _movements(store, asked.datasets),
        "families_count": asked.families_count,
        "salted_list_digest": asked.salted_list_digest,
        "epoch": store.sidecar.epoch,
        "so_far": so_far(own_parts(store)),
        "marks": again.marks_of(store, destruction.order),
        "standard": asked.standard,
        "technique": asked.technique.value,
        "method": asked.method.value,
        "tool": f"Doorstep {RELEASE}, SQLCipher cryptographic erase",
        "decided_at_ms": destruction.at_ms,
        "approved_by": approvers(store, asked.approvals, names),
        "holders": [_holder(part, register.get(part.device), names) for part in destruction.parts],
        "written_off": [
            {
                "device": each.device,
                "name": register[each.device].name if each.device in register else each.device,
                "incident": each.incident,
                "reason": each.reason,
            }
            for each in off
            if each.device is not None
        ],
        "destroyed_keys": sorted({key for part in destruction.parts for key in part.destroyed_key_fingerprints}),
        "not_done": [{"point": each.value, "said": SAID[each]} for each in sorted(undone)],
        "certified_by": names.get(store.keys.person.staff, store.keys.person.staff),
        "certified_as": "supervisor",
        "certified_at_ms": to_ms(store.now()),
        "certified_on": london_day(store.now()).isoformat(),
        "base": store.sidecar.name,
    }


def _instructed(store: Store, instruction: str | None) -> Said | None:
    """Return what the department can find its own document by; None where the destruction rests on none."""
    found = (each for each in instructions(store) if instruction is not None and each.instruction == instruction)
    return next(
        (
            {
                "by": each.instructed_by,
                "on": london_day(from_ms(each.received_at_ms)).isoformat(),
                "document_sha256": each.document_digest,
            }
            for each in found
        ),
        None,
    )


def own_parts(store: Store) -> list[acts.DestructionExecuted]:
    """Return what base's own station did in destructions, oldest first."""
    here = DeviceId(store.sidecar.store)
    done = (each.act for each in acts_of(store, acts.DestructionExecuted))
    return [act for act in done if isinstance(act, acts.DestructionExecuted) and act.device == here]


def _holder(part: acts.DestructionExecuted, device: Device | None, names: Mapping[str, str]) -> Said:
    """Return what SP 800-88 asks of one medium: what it is, what was done to it, how that was verified, by whom."""
    told = device.particulars if device is not None else None
    return {
        "device": part.device,
        "name": part.device if device is None else device.name,
        "media_type": "unknown" if device is None else device.kind.value,
        "maker": told and told.maker,
        "model": told and told.model,
        "serial": told and told.serial,
        "owner_tag": told and told.owner_tag,
        "families_count": part.families_count,
        "technique": part.technique.value,
        "method": part.method.value,
        "verified_by": part.verified_by,
        "old_epoch": part.old_epoch,
        "new_epoch": part.new_epoch,
        "destroyed_keys": list(part.destroyed_key_fingerprints),
        "executed_by": names.get(part.executed_by, part.executed_by),
        "executed_at_ms": part.executed_at_ms,
        "executed_on": london_day(from_ms(part.executed_at_ms)).isoformat(),
        "receipt_digest": part.receipt_digest,
        "receipt_signature": part.receipt_signature,
        "after": "stays in use",
    }


def _movements(store: Store, datasets: tuple[str, ...]) -> list[str]:
    rows = store.rows("SELECT delivery, movement FROM delivery WHERE movement IS NOT NULL")
    return sorted(movement for delivery, movement in rows if delivery in datasets)


def approvers(store: Store, approvals: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    """Return who approved, by name."""
    return [
        names.get(act.approver, act.approver)
        for held in acts_of(store, acts.ApprovalRecorded)
        if isinstance(act := held.act, acts.ApprovalRecorded) and act.approval in approvals
    ]

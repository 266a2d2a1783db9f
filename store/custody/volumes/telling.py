"""Telling of volumes: what the journal keeps of what was found, and of who vouched for it.

Owns the acts, and reading the last attestation back. Refuses to own what was found (examining) and whether it is good
enough (gate).
"""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import from_ms, to_ms
from store.custody.volumes.gate import Attestation, Passage
from store.custody.volumes.verdict import Verdict
from store.errors import AttestationMissingError, NotASupervisorError
from store.ids import DeviceId, StaffId, new_id
from store.keeping.acts.terms.store import StaffRole
from store.keeping.names import hold_line
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act, VolumeAttested
    from store.keeping.acts.terms.devices import VolumeMoment


HOLDS: Final = timedelta(days=30)
"""How long a supervisor's word on a volume that cannot be examined holds."""


def volume_acts(
    verdict: Verdict,
    passage: Passage,
    moment: "VolumeMoment",
    device: DeviceId | None,
    given: Attestation | None,
    kept: "VolumeAttested | None" = None,
) -> "list[Act]":
    """Return what tells of the volumes: the attestation if one was given and needed, and what was found."""
    from store.keeping import acts
    from store.keeping.acts.terms import devices as words

    attested: list[acts.VolumeAttested] = []
    if given is not None and passage.attestation is given:
        attested.append(
            acts.VolumeAttested(
                attestation=given.number or new_id(),
                device=device,
                supervisor=given.attested_by,
                evidence=given.reason,
                expires_at_ms=to_ms(given.until),
            )
        )
    rests_on = None if passage.attestation is None else next(iter(attested), kept)
    seen = tuple(
        acts.VolumeSeen(
            role=words.VolumeRole.STORE if place == 0 else words.VolumeRole.SWAP,
            encrypted=words.Encrypted(finding.encrypted),
            evidence=finding.evidence,
        )
        for place, finding in enumerate(verdict.findings)
    )
    checked = acts.VolumeChecked(
        device=device,
        moment=moment,
        encrypted=words.Encrypted(passage.encrypted),
        volumes=seen,
        attestation=None if rests_on is None else rests_on.attestation,
    )
    return [*attested, checked]


def standing_attestation(store: Store) -> Attestation | None:
    """Return the latest attestation in the journal, lapsed or not, as the gate reads it; loads no catalogue of acts."""
    kept = store.fact("attestation")
    if not kept:
        return None
    told = json.loads(kept)
    return Attestation(StaffId(told["supervisor"]), from_ms(told["expires_at_ms"]), told["evidence"])


def end_attestation(store: Store, reason: str) -> None:
    """Take back a supervisor's word on this machine's volumes: the next unlock asks for another.

    Raises:
        NotASupervisorError: Only a supervisor does.
        LineFormError: The reason cannot be kept.
        AttestationMissingError: There is none.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import VolumeAttestationEnded

    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
    hold_line(reason)
    standing = kept_attestation(store)
    if standing is None:
        raise AttestationMissingError
    me = store.keys.person.staff
    store.record(VolumeAttestationEnded(attestation=standing.attestation, supervisor=me, reason=reason))


def kept_attestation(store: Store) -> "VolumeAttested | None":
    """Return the latest attestation in the journal, lapsed or not."""
    from store.keeping.acts import VolumeAttested, parse

    kept = store.fact("attestation")
    if not kept:
        return None
    told = parse(VolumeAttested.kind, VolumeAttested.version, kept.encode("utf-8"))
    assert isinstance(told, VolumeAttested)
    return told

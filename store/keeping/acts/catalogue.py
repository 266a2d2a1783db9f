"""The closed catalogue: every act there is, and the one way to and from its body.

Owns which kinds and versions are known, how an old version becomes the present one, and how large a body may be.
Refuses to own entries (journal) and what follows from an act (projection).

A changed act gets a new `version` and an entry in `UPCASTS`; bodies already in a journal are never rewritten.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any, Final

from pydantic import ValidationError

from store.errors import ActBodyError, ActTooLargeError, NotCanonicalError, UnknownActError
from store.keeping import canonical
from store.keeping.acts import (
    agreements,
    attempts,
    audits,
    bundles,
    consents,
    deliveries,
    destruction,
    details,
    devices,
    enrolment,
    families,
    family_parts,
    holdings,
    incidents,
    journals,
    movements,
    orders,
    registers,
    requests,
    second_wave,
    staffing,
    stores,
    visits,
)
from store.keeping.acts.act import Act
from store.keeping.acts.unsaid import Spelling, spelling_without_unsaid

MAX_BODY_BYTES: Final = 1 << 20
"""How large a body may be; the longest list of ids takes a third of it."""

MAX_BODY_DEPTH: Final = 8

ROOMS: Final[tuple[ModuleType, ...]] = (
    stores,
    journals,
    agreements,
    staffing,
    devices,
    enrolment,
    registers,
    bundles,
    orders,
    movements,
    deliveries,
    family_parts,
    families,
    details,
    attempts,
    visits,
    consents,
    holdings,
    incidents,
    requests,
    second_wave,
    destruction,
    audits,
)
"""Where acts and their parts are declared, one noun group each."""

_ACTS: Final[tuple[type[Act], ...]] = tuple(act for room in ROOMS for act in getattr(room, "ACTS", ()))

CATALOGUE: Final[Mapping[tuple[str, int], type[Act]]] = MappingProxyType(
    {(act.kind, act.version): act for act in _ACTS}
)
"""Every act by kind and present version."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: Final[dict[tuple[str, int], Upcast]] = {
    (agreements.AgreementExtended.kind, 1): agreements.extended_in_time,
    (deliveries.DeliveryRejected.kind, 1): deliveries.rejected_all_the_same,
    (destruction.CertificateIssued.kind, 1): destruction.left_undone_in_fewer_words,
    (destruction.DestructionExecuted.kind, 1): destruction.left_undone_in_fewer_words,
    (destruction.WriteOffRecorded.kind, 1): destruction.written_off_by_number,
    (enrolment.RecoveryApplied.kind, 1): enrolment.recovered_at_work,
    (families.FamilyAllocated.kind, 1): families.allocated_with_what_was_done,
    (families.FamilyAllocated.kind, 2): families.allocated_with_what_was_doubted,
    (families.FamilyDelivered.kind, 1): families.delivered_all_the_same,
    (registers.InstructionRecorded.kind, 1): registers.instructed_of_nobody,
    (second_wave.LinkageExtractMade.kind, 1): second_wave.linked_with_some_records,
    (staffing.ApprovalRecorded.kind, 1): staffing.approved_all_the_same,
}
"""From a kind and an old version to the fields of the next version, every one of them spelt out."""


def act_type_of(kind: str, version: int) -> type[Act] | None:
    """Return which act a header names, in its present version; None for one of a later release.

    Args:
        kind: As the header names it.
        version: As the header names it: the present one or an older one.
    """
    while (kind, version) in UPCASTS:
        version += 1
    return CATALOGUE.get((kind, version))


def dump(act: Act) -> bytes:
    """Return the canonical JSON body of an act.

    Raises:
        ActTooLargeError: It takes more than `MAX_BODY_BYTES`.

    Source:
        RFC 8785; an act's fields already stand in canonical order (see `Part`).
    """
    body = _spelling_of(type(act)).write(act)
    if len(body) > MAX_BODY_BYTES:
        raise ActTooLargeError(act.kind, len(body), MAX_BODY_BYTES)
    return body


def parse(kind: str, version: int, body: bytes) -> Act:
    """Return the act that a header and a body tell of, in its present version.

    Args:
        kind: As the header names it.
        version: As the header names it; an older one is brought up to date.
        body: Canonical JSON, at most `MAX_BODY_BYTES`.

    Raises:
        UnknownActError: No act of this kind and version is known.
        ActBodyError: The body is not canonical JSON or does not fit; it is not quoted, not even by a cause.
    """
    if (kind, version) in CATALOGUE:
        act = _fit(body, _spelling_of(CATALOGUE[kind, version]))
    elif (kind, version) in UPCASTS:
        act = _upcast(kind, version, body)
    else:
        raise UnknownActError(kind, version)
    if act is None:
        raise ActBodyError(kind)
    return act


def _spelling_of(act_type: type[Act]) -> Spelling:
    return spelling_without_unsaid(act_type) if act_type.leaves_out_unsaid else _spelt_out(act_type)


def _spelt_out(act_type: type[Act]) -> Spelling:
    return Spelling(act_type.__pydantic_validator__.validate_json, act_type.__pydantic_serializer__.to_json)


def _fit(body: bytes, spelling: Spelling) -> Act | None:
    """Return the act, or None; the error of the validator knows the body and must not outlive this call.

    Whatever is not canonical (a name twice, a blank, another order) differs from the act's own spelling.
    """
    if len(body) > MAX_BODY_BYTES:
        return None
    try:
        act: Act = spelling.read(body)
    except ValidationError:
        return None
    return act if spelling.write(act) == body else None


def _upcast(kind: str, version: int, body: bytes) -> Act | None:
    """Return the act an old body tells of, or None if it does not fit."""
    try:
        fields: Any = canonical.loads(body, MAX_BODY_BYTES, MAX_BODY_DEPTH)
        while (kind, version) not in CATALOGUE:
            fields = UPCASTS[kind, version](fields)
            version += 1
        present = canonical.dumps(fields)
    except (NotCanonicalError, KeyError, TypeError, ValueError):
        return None
    return _fit(present, _spelt_out(CATALOGUE[kind, version]))

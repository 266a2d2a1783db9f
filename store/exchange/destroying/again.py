"""Families that were destroyed and are there again: from a laptop that came back after all, or an old copy of base.

Owns knowing them: base keeps a salt and one short digest a family, and so does the certificate, which an old copy of
base is held against. Refuses to own destroying them (doing) and deciding (deciding).

Source: agreement 7.2f, 13.5, A11.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from store.errors import CertificateElsewhereError
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.known import destructions
from store.exchange.destroying.lists import Listed, mark
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionScope
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.attested import Attested
from store.keeping.follows_taken import IN_NO_JOURNAL
from store.keeping.header import unpack
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from store.keeping.taking import N_BITS


def remember(store: Store, order: str, listed: Listed) -> None:
    """Keep what a family is known by again."""
    remember_marks(store, order, {"salt": listed.salt.hex(), "marks": sorted(listed.marks())})


def remember_marks(store: Store, order: str, marks: Mapping[str, Any]) -> None:
    """Keep the salt and the digests of a destruction, as a certificate has them."""
    store.notebook.write_note(_note(order), json.dumps({"salt": marks["salt"], "marks": marks["marks"]}))


def marks_of(store: Store, order: str) -> dict[str, Any] | None:
    """Return the salt and the digests of a destruction that is done; None where it was of no families."""
    kept = store.notebook.note_if_any(_note(order))
    told: dict[str, Any] | None = None if kept is None else json.loads(kept)
    return told


def come_back(store: Store, order: str) -> list[FamilyId]:
    """Return the families of a destruction of which something can be read again, by id.

    One that a council delivered anew since is no longer among them.
    """
    marks = marks_of(store, order)
    if marks is None:
        return []
    done = next(
        held.n
        for held in acts_of(store, acts.DestructionExecuted)
        if isinstance(held.act, acts.DestructionExecuted)
        and held.act.order == order
        and (held.journal, held.act.device) == (store.journal.journal, DeviceId(store.sidecar.store))
    )
    return [family for family in _known_by(store, marks) if not _is_delivered_after(store, family, done)]


def lost_with_base(store: Store) -> list[FamilyId]:
    """Return the families here that a laptop destroyed on the word of a base that was lost since, by id.

    A backup from before brought them back. Whether base itself had destroyed them is not known here: it may have been
    of that laptop alone, so that people decide.
    """
    rows = store.rows(
        "SELECT families FROM fieldorder WHERE base_at = ? AND order_kind = ? AND state = ?",
        (IN_NO_JOURNAL, OrderKind.DESTROY, OrderEnd.DONE),
    )
    gone = {family for (families,) in rows for family in families.split()}
    here = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
    return [FamilyId(family) for (family,) in here if family in gone]


def meant_by(store: Store, certificate: Attested) -> Meant:
    """Return what a certificate says is destroyed and this copy of base still holds; its families may be none.

    Raises:
        CertificateElsewhereError: Another base signed it, or it is no certificate.
    """
    own = store.keys.device.signing.public_key().public_bytes_raw()
    said = certificate.said
    if certificate.document != "certificate" or certificate.entry.log_key != own:
        raise CertificateElsewhereError
    known = any(each.order == said["order"] and each.is_done for each in destructions(store))
    if said["scope"] == DestructionScope.WHOLE and not known:
        rows = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
        return Meant(DestructionScope.WHOLE, tuple(FamilyId(family) for (family,) in rows), is_again=True)
    if said["scope"] == DestructionScope.DATASET and not known:
        return Meant(DestructionScope.DATASET, is_again=True)
    families = _known_by(store, said["marks"]) if said["marks"] else []
    scope = DestructionScope.FAMILY if len(families) == 1 else DestructionScope.GROUP
    return Meant(scope, tuple(families), is_again=True)


def _known_by(store: Store, marks: dict[str, Any]) -> Sequence[FamilyId]:
    salt, sought = bytes.fromhex(marks["salt"]), frozenset(marks["marks"])
    rows = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
    return [FamilyId(family) for (family,) in rows if mark(salt, FamilyId(family)) in sought]


def _is_delivered_after(store: Store, family: FamilyId, n: int) -> bool:
    first, last = store.journal.keys()
    rows = store.rows(
        "SELECT entry, header FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE family = ? AND familyentry.entry BETWEEN ? AND ?",
        (family, first, last),
    )
    return any(
        key & ((1 << N_BITS) - 1) > n and unpack(header).kind == acts.FamilyDelivered.kind for key, header in rows
    )


def _note(order: str) -> str:
    return f"destroyed/{order}"

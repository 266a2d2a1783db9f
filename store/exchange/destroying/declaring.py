"""The two declarations: signed by two people once nothing stands in the way, with every write-off printed on them.

Owns the deed. Refuses to own what stands in the way (custody, destruction, gate) and the page.

Source: agreement 13.3-13.4 (declaration 1: the original dataset), 13.5-13.7, A2, A11 (declaration 2: all copies).
"""

from typing import Any, Final

from store.agreement.london import london_day
from store.clock import to_ms
from store.custody.destruction.gate import OpenPoint, open_points
from store.custody.destruction.gate_words import words_of
from store.custody.destruction.left_undone import SAID
from store.custody.destruction.write_offs import written_off
from store.custody.naming import device_names, staff_names
from store.errors import DeclarationOpenError, NoCertificateError
from store.exchange.destroying.deciding import Second
from store.exchange.destroying.reading import standing_of
from store.exchange.evidence import proof_of
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping import acts, approvals, canonical
from store.keeping.acts.terms.destruction import Declaration
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.agreed import agreement_of
from store.keeping.attested import digest_of, write_attested
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store

CLAUSES: Final = {Declaration.ORIGINAL_DATASET: "13.3, 13.4", Declaration.ALL_COPIES: "13.5, 13.6, 13.7"}
SENTENCES: Final = {
    Declaration.ORIGINAL_DATASET: "The original dataset was destroyed wherever Doorstep knew of it.",
    Declaration.ALL_COPIES: "Every copy of the data of both waves was destroyed wherever Doorstep knew of it.",
}
_SIGNED: Final = b"doorstep-declaration/1\n"


def in_the_way(store: Store, declaration: Declaration) -> list[OpenPoint]:
    """Return what stands in the way of a declaration, in the order of a checklist.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base asks.
    """
    hold_supervisor_of_base(store)
    return open_points(standing_of(store), declaration)


def declare(store: Store, declaration: Declaration, second: Second) -> bytes:
    """Sign a declaration and return the file.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base declares.
        DeclarationOpenError: Something is open; it says what.
        NoCertificateError: Nothing was certified.
        ApprovalError: The second person cannot approve.
        StoreError: As `Store.record`.
    """
    points = in_the_way(store, declaration)
    if points:
        raise DeclarationOpenError(tuple(map(words_of, points)))
    certificates = [each.act for each in acts_of(store, acts.CertificateIssued)]
    if not certificates:
        raise NoCertificateError
    said = _said(store, declaration, certificates)
    digest = digest_of(said)
    approval = approvals.approve(store, second(), ApprovalMatter.DESTRUCTION, bytes.fromhex(digest))
    signature = store.keys.person.signing.sign(_SIGNED + canonical.dumps(said))
    told = acts.DeclarationSigned(
        declaration=declaration,
        certificates=tuple(each["certificate"] for each in said["certificates"]),
        write_offs=tuple(each["write_off"] for each in said["written_off"]),
        sha256=digest,
        signed_by=store.keys.person.staff,
        signed_on=said["signed_on"],
        signature=signature.hex(),
        approvals=(approval.approval,),
    )
    places = store.record(approval, told)
    here = Held(store.journal.journal, store.journal.branch, places[-1], store.keys.person.staff, told)
    return write_attested("declaration", said, proof_of(store, here))


def _said(store: Store, declaration: Declaration, certificates: list[Any]) -> dict[str, Any]:
    agreement, names, staff = agreement_of(store), device_names(store), staff_names(store)
    undone = sorted({point for each in certificates for point in each.left_undone})
    off = written_off(store)
    return {
        "declaration": declaration.value,
        "clauses": CLAUSES[declaration],
        "sentence": SENTENCES[declaration],
        "agreement": agreement.title,
        "agreement_digest": agreement.digest,
        "practice": store.sidecar.is_practice,
        "standard": f"{agreement.destruction.media_standard} {agreement.destruction.media_version}",
        "paper_standard": f"{agreement.destruction.paper_standard} {agreement.destruction.paper_level}",
        "certificates": [
            {
                "certificate": each.certificate,
                "sha256": each.sha256,
                "families_count": each.families_count,
                "closed_holdings_count": each.closed_holdings_count,
            }
            for each in certificates
        ],
        "written_off": [
            {
                "write_off": each.write_off,
                "matter": each.matter.value,
                "what": each.backup or (each.device and names.get(each.device, each.device)) or "paper",
                "sheets": list(each.sheets),
                "incident": each.incident,
                "reason": each.reason,
            }
            for each in off
        ],
        "not_done": [{"point": each.value, "said": SAID[each]} for each in undone],
        "journal": store.journal.head().root.hex(),
        "signed_by": staff.get(store.keys.person.staff, store.keys.person.staff),
        "signed_on": london_day(store.now()).isoformat(),
        "signed_at_ms": to_ms(store.now()),
        "base": store.sidecar.name,
    }

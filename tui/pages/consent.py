"""One page that shows what a consent proof says, for people.

Owns the page, and both leaving base. Refuses to own the proof: the page is made from one that holds, and proves nothing
by itself.
"""

from typing import TYPE_CHECKING, Final

from store.clock import LONDON, from_ms
from store.fieldwork.consents.proof import ProvenConsent, check_consent_proof
from tui.pages.beside import let_out_with_page
from tui.pages.laying import SMALL_PT, TEXT_PT, TITLE_PT, laid_out, plain

if TYPE_CHECKING:
    from pathlib import Path

    from store.exchange.letting_out import SealedFor
    from store.fieldwork.consents.finding import Found
    from store.keeping.acts import ConsentRecorded
    from store.keeping.store import Store

_SMALLEST: Final = 0.45
"""Below this share of its size a text can no longer be read, and what is left is said to stand in the proof."""


def let_out(
    store: "Store", proved: "tuple[Found, bytes, int]", path: "Path", whom: "SealedFor | None", onto: str | None = None
) -> "Path":
    """Leave somebody's proof, and its page beside it; return where the page lies.

    Args:
        store: Base's.
        proved: As `consent_proof` returned it.
        path: Where the proof goes.
        whom: For whom it is sealed; None in clear.
        onto: The drive it goes onto in clear, by its name on the register.

    Raises:
        StoreError: As `let_out`.
    """
    from store.exchange.consent_export import CLAUSE
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment

    found, proof, count = proved
    return let_out_with_page(
        store, path, proof, page_of(proof), whom,
        shipment=Shipment.CONSENT_PROOF, purpose=ExportPurpose.EVIDENCE, clause=CLAUSE,
        families=[found.family], rows_count=count, onto=onto,
    )  # fmt: skip


def page_of(proof: bytes) -> bytes:
    """Return one page as a PDF.

    Args:
        proof: A consent proof that holds; it is checked again.

    Raises:
        ConsentProofError, ProofError: It does not hold.
    """
    code, proven = check_consent_proof(proof)
    lines = _lines(code, proven)
    size = 1.0
    while True:
        page = laid_out(lines, size)
        if page.pages_count == 1:
            return bytes(page.output())
        if size <= _SMALLEST:
            lines = [*lines[: int(len(lines) * 0.8)], (SMALL_PT, "… the rest stands in the proof.")]
        else:
            size *= 0.93


def _lines(code: str, proven: list[ProvenConsent]) -> list[tuple[float, str]]:
    lines = [
        (TITLE_PT, f"Consent, receipt code {code}"),
        (
            TEXT_PT,
            "What was asked and answered, by the proof this page was made from. The proof is the file beside it.",
        ),
    ]
    for each in proven:
        lines += _record(each)
    last = proven[-1].entry
    lines += [
        (TEXT_PT, ""),
        (
            SMALL_PT,
            f"Journal {last.checkpoint.origin}, {last.checkpoint.size} entries, root {last.checkpoint.root.hex()}."
            f" Signed with {last.signer.hex()}; device key {last.log_key.hex()};"
            f" {'countersigned by ' + last.cosigner if last.cosigner else 'not countersigned'}. Check the file with"
            " `doorstep verify FILE`, and compare the keys with base's register. Nothing here proves that somebody said"
            " so: that is the word of whoever signed.",
        ),
    ]
    return plain(lines)


def _record(each: ProvenConsent) -> list[tuple[float, str]]:
    record = each.record
    at = from_ms(record.at_ms).astimezone(LONDON)
    said = record.decision.replace("_", " ")
    if record.not_asked_reason is not None:
        said += f" ({record.not_asked_reason.replace('_', ' ')})"
    target = f" ({record.target})" if record.target else ""
    lines = [
        (TEXT_PT, ""),
        (TEXT_PT + 2, f"{record.purpose.replace('-', ' ')}{target}: {said}"),
        (TEXT_PT, f"{at:%A %d %B %Y, %H:%M} London. {_how(record)}"),
    ]
    if each.shown_text is not None or each.agreed_text is not None:
        lines.append((TEXT_PT, (each.shown_text or each.agreed_text or "").strip()))
    told = record.wording
    if told is not None:
        lines.append(
            (
                SMALL_PT,
                f"Wording {told.wording}, version {told.wording_version}, {told.language},"
                f" SHA-256 as displayed {told.shown_digest}; on the screen for {told.shown_s} s."
                + (f" Leaflet {told.leaflet}, version {told.leaflet_version}." if told.leaflet else ""),
            )
        )
    lines.append(
        (
            SMALL_PT,
            f"Controller: {record.law.controller}. Processor: {record.law.processor}. {record.law.citation}."
            f" {record.law.retention} {record.law.how_to_stop}",
        )
    )
    return lines


def _how(record: "ConsentRecorded") -> str:
    said = f"{record.mode.replace('_', ' ').capitalize()}, keyed by the {record.keyed_by}"
    said += f", expressed by the {record.expressed_by}"
    if record.guardian is not None:
        said += f" ({record.guardian.name}, {record.guardian.relationship.replace('_', ' ')})"
    if record.age_years is not None:
        said += f", aged {record.age_years}"
    if record.interpreter_name is not None:
        said += f", interpreted by {record.interpreter_name} ({record.interpreting.replace('_', ' ')})"
    if record.witness_name is not None:
        said += f", witnessed by {record.witness_name}"
    present = ", ".join(each.replace("_", " ") for each in record.others_present) or "nobody else"
    return f"{said}; present: {present}; privacy {'offered' if record.privacy_offered else 'not offered'}."

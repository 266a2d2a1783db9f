"""The page of a certificate or a declaration, for people.

Owns the words. Refuses to own the document: the page is made from one that holds, and proves nothing by itself.

Source: NIST SP 800-88 Rev. 2, sample certificate of sanitization.
"""

from typing import Any

from store.keeping.attested import Attested, check_attested
from tui import wording
from tui.pages.laying import SMALL_PT, TEXT_PT, TITLE_PT, Line, pdf


def page_of(raw: bytes) -> bytes:
    """Return the pages of a document as PDF.

    Raises:
        AttestedFormError, ProofError: It does not hold.
    """
    return pdf(lines_of(check_attested(raw)))


def document_words(held: Attested) -> str:
    """Return what a document is called."""
    return _words(held.document)


def lines_of(held: Attested) -> list[Line]:
    """Return what a document says, in lines."""
    said = held.said
    match held.document:
        case "certificate":
            lines = _certificate(said)
        case "declaration":
            lines = _declaration(said)
        case _:
            lines = [(TITLE_PT, _words(held.document).capitalize())]
    entry = held.entry
    return [
        *lines,
        (TEXT_PT, ""),
        (
            SMALL_PT,
            f"Entry {entry.header.n} of {entry.checkpoint.origin}, root {entry.checkpoint.root.hex()}. Signed with"
            f" {entry.signer.hex()}; device key {entry.log_key.hex()}. The proof is the file beside this page: check it"
            " with `doorstep verify FILE`, and compare the keys with base's register.",
        ),
    ]


def _certificate(said: dict[str, Any]) -> list[Line]:
    families = wording.counted(said["families_count"], "family", "families")
    practice = "PRACTICE: made-up families. " if said["practice"] else ""
    lines: list[Line] = [
        (TITLE_PT, "Certificate of destruction"),
        (TEXT_PT, f"{practice}{said['agreement']}"),
        (TEXT_PT, f"Certificate {said['certificate']}, of order {said['order']}, under clause {said['clause']}."),
        (TEXT_PT, f"What: {_words(said['scope'])}, {families}."),
        (TEXT_PT, _instructed(said)),
        (SMALL_PT, f"Salted list: {said['salted_list_digest'] or 'none'}"),
        (SMALL_PT, f"Datasets: {', '.join(said['datasets']) or 'none named'}"),
        (SMALL_PT, f"Movements: {', '.join(said['movements']) or 'none named'}"),
        (TEXT_PT, f"Standard: {said['standard']}. Technique: {said['technique']}. Method: {_words(said['method'])}."),
        (TEXT_PT, f"Tool: {said['tool']}."),
        (TEXT_PT, f"Approved by: {', '.join(said['approved_by']) or 'one supervisor; the scope needs no second'}."),
        (TEXT_PT, ""),
        (TEXT_PT, "Holders, each closed:"),
    ]
    for each in said["holders"]:
        lines += _holder(each)
    for each in said["written_off"]:
        off = f"{each['name']}: written off, incident {each['incident'][:8]}. {each['reason']}"
        lines.append((TEXT_PT, off))
    lines += [(TEXT_PT, ""), (TEXT_PT, "Fingerprints of the keys that were destroyed:")]
    lines += [(SMALL_PT, each) for each in said["destroyed_keys"]]
    lines += [(TEXT_PT, ""), (TEXT_PT, "What was not done:")]
    lines += [(TEXT_PT, f"- {each['said']}") for each in said["not_done"]]
    signed = f"Certified by {said['certified_by']} ({said['certified_as']}), {said['certified_on']}, at {said['base']}."
    return [*lines, (TEXT_PT, ""), (TEXT_PT, signed)]


def _instructed(said: dict[str, Any]) -> str:
    """Return on which instruction it rests; a certificate of before told its id alone."""
    told = said.get("instructed")
    if told is None:
        return f"Instruction of the department: {said['instruction'] or 'none is named; the clause alone'}."
    signed = f"signed by {told['by']}, received {wording.day(told['on'])}"
    return f"On the department's instruction, {signed}: its document has SHA-256 {told['document_sha256']}."


def _declaration(said: dict[str, Any]) -> list[Line]:
    practice = "PRACTICE: made-up families. " if said["practice"] else ""
    lines: list[Line] = [
        (TITLE_PT, f"Declaration of destruction: {_words(said['declaration'])}"),
        (TEXT_PT, f"{practice}{said['agreement']}, clauses {said['clauses']}"),
        (TEXT_PT, ""),
        (TEXT_PT, said["sentence"]),
        (TEXT_PT, f"Media: {said['standard']}. Paper: {said['paper_standard']}."),
        (TEXT_PT, ""),
        (TEXT_PT, "Certificates it rests on:"),
    ]
    for each in said["certificates"]:
        families = wording.counted(each["families_count"], "family", "families")
        holders = wording.counted(each["closed_holdings_count"], "holder")
        lines.append((SMALL_PT, f"{each['certificate']}: {families}, {holders}; SHA-256 {each['sha256']}"))
    lines += [(TEXT_PT, ""), (TEXT_PT, "Written off, and so not destroyed by us:")]
    for each in said["written_off"]:
        sheets = f" {', '.join(each['sheets'])}" if each["sheets"] else ""
        lines.append((TEXT_PT, f"- {each['what']}{sheets}: incident {each['incident'][:8]}. {each['reason']}"))
    if not said["written_off"]:
        lines.append((TEXT_PT, "- nothing"))
    lines += [(TEXT_PT, ""), (TEXT_PT, "What was not done:")]
    lines += [(TEXT_PT, f"- {each['said']}") for each in said["not_done"]]
    return [*lines, (TEXT_PT, ""), (TEXT_PT, f"Signed by {said['signed_by']}, {said['signed_on']}, at {said['base']}.")]


def _holder(each: dict[str, Any]) -> list[Line]:
    what = [each[name] for name in ("maker", "model") if each[name]]
    marks = [f"{label} {each[name]}" for label, name in (("serial", "serial"), ("tag", "owner_tag")) if each[name]]
    described = ", ".join([_words(each["media_type"]), *what, *marks])
    families = wording.counted(each["families_count"], "family", "families")
    lines = [
        (TEXT_PT, f"{each['name']} ({described}): {families}, by {each['executed_by']}, {each['executed_on']}."),
        (SMALL_PT, f"{_words(each['method'])}, {each['technique']}; epoch {each['old_epoch']} to {each['new_epoch']}."),
        (SMALL_PT, f"Verified: {each['verified_by']}"),
    ]
    if each["receipt_digest"]:
        lines.append((SMALL_PT, f"Receipt {each['receipt_digest']}, signed {each['receipt_signature']}"))
    return lines


def _words(value: str) -> str:
    return value.replace("_", " ")

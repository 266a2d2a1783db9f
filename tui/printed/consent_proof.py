"""What a consent proof says once it holds: printed by `doorstep verify FILE`, with no store."""

import json

from store.clock import from_ms
from store.fieldwork.consents.proof import ProvenConsent, check_consent_proof
from tui import wording
from tui.printed import paper


def tell(raw: bytes, *, is_json: bool) -> None:
    """Check a consent proof and print what it says.

    Raises:
        ConsentProofError, ProofError: It does not hold.
    """
    code, proven = check_consent_proof(raw)
    if is_json:
        told = {"holds": True, "receipt_code": code, "records": [_told(each) for each in proven]}
        print(json.dumps(told, indent=2))
        return
    paper.say(f"Proved: {wording.counted(len(proven), 'record')} of receipt code {code}.")
    for each in proven:
        paper.say(_sentence(each))
    for signer, log_key in dict.fromkeys((each.entry.signer, each.entry.log_key) for each in proven):
        paper.say(f"Compare with base's register: signed with {signer.hex()}, journal of {log_key.hex()}.")


def _sentence(each: ProvenConsent) -> str:
    record, entry = each.record, each.entry
    why = f" ({record.not_asked_reason.replace('_', ' ')})" if record.not_asked_reason else ""
    target = f" ({record.target})" if record.target else ""
    text = "the text as displayed is in the file" if each.shown_text else "without the text as displayed"
    dated = (
        f"before {wording.moment(entry.cosigned_at)} by the clock of {entry.cosigner}"
        if entry.cosigned_at
        else "a date that rests on the device's clock alone"
    )
    return (
        f"{record.purpose}{target}: {record.decision.replace('_', ' ')}{why}, {wording.moment(from_ms(record.at_ms))};"
        f" {text if record.wording else 'nothing was shown'};"
        f" entry {entry.header.n} of {entry.checkpoint.origin}, {dated}."
    )


def _told(each: ProvenConsent) -> dict[str, object]:
    record, entry = each.record, each.entry
    return {
        "record": record.record,
        "follows": record.follows,
        "purpose": record.purpose.value,
        "target": record.target,
        "decision": record.decision.value,
        "at": from_ms(record.at_ms).isoformat(timespec="milliseconds"),
        "wording": record.wording and record.wording.wording,
        "wording_version": record.wording and record.wording.wording_version,
        "language": record.wording and record.wording.language,
        "agreed_text": each.agreed_text,
        "shown_text": each.shown_text,
        "origin": entry.checkpoint.origin,
        "n": entry.header.n,
        "entries": entry.checkpoint.size,
        "root": entry.checkpoint.root.hex(),
        "body": None if entry.body is None else entry.body.decode("utf-8"),
        "signer": entry.signer.hex(),
        "log_key": entry.log_key.hex(),
        "cosigner": entry.cosigner,
        "cosigned_at": entry.cosigned_at and entry.cosigned_at.isoformat(timespec="seconds"),
    }

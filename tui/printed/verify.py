"""`doorstep verify`: whether everything that is kept holds, or one exported proof."""

import argparse
import json
import sys
from pathlib import Path

from store.clock import from_ms
from store.errors import ProofFileError, ProofFormError
from store.keeping.inspection import Proved
from tui import verify_words, wording
from tui.printed import audit_pack, certificate_page, consent_proof, opened, paper

LARGEST_BYTES = 1 << 24


def run(chosen: argparse.Namespace) -> None:
    """Check the file that was named, or this store."""
    kept = None if chosen.checkpoint is None else _kept(chosen.checkpoint)
    if chosen.file:
        _verify_proof(Path(chosen.file), kept, is_json=chosen.json)
        return
    if kept is not None:
        _compare(chosen, kept)
        return
    from store.keeping.inspection import inspect

    with opened.open_store(chosen, is_only_looking=True) as store:
        progress = _show if sys.stderr.isatty() else None
        try:
            proved = inspect(store, signatures=chosen.signatures, progress=progress)
        finally:
            if progress is not None:
                print("\r\x1b[K", end="", file=sys.stderr)
    if chosen.json:
        print(json.dumps(_told(proved), indent=2))
    else:
        paper.say(verify_words.line(proved))


def _told(proved: Proved) -> dict[str, object]:
    return {
        "holds": True,
        "origin": proved.head.origin,
        "entries": proved.head.size,
        "root": proved.head.root.hex(),
        "bodies_erased": proved.erased,
        "page_bytes": proved.page_bytes,
        "keyring_anchor": proved.is_in_keyring,
        "signatures": proved.signatures,
        "former_entries": proved.former_entries,
        "held_entries": proved.held_entries,
        "held_erased": proved.held_erased,
        "held_trees": proved.held_trees,
        "exchanged_checkpoints": proved.notes,
        "dates_rest_on": "device clock",
    }


def _show(done: int, every: int) -> None:
    print(f"\r{done:,} of {every:,} entries", end="", file=sys.stderr, flush=True)


def _kept(named: str) -> str:
    """Return a checkpoint that somebody kept: the text itself, or that of a file."""
    path = Path(named)
    try:
        return path.read_text("utf-8") if len(named) < 1024 and path.is_file() else named
    except (OSError, ValueError):
        raise ProofFileError from None


def _compare(chosen: argparse.Namespace, kept: str) -> None:
    """Hold a checkpoint that somebody kept against this store's journal."""
    from store.exchange.audit.earlier import compare

    with opened.open_store(chosen) as store:
        compared = compare(store, kept)
    head = compared.kept.head
    if chosen.json:
        told = {
            "holds": compared.holds,
            "origin": head.origin,
            "entries": head.size,
            "root": head.root.hex(),
            "signed": compared.kept.is_signed,
            "present_entries": compared.present.size,
            "present_root": compared.present.root.hex(),
        }
        print(json.dumps(told, indent=2))
    elif compared.holds:
        signed = "signed by this device" if compared.kept.is_signed else "which came without its signature"
        entries = wording.counted(head.size, "entry", "entries")
        paper.say(f"Consistent: of the {entries} that this checkpoint, {signed}, vouched for, nothing was rewritten.")
    else:
        paper.say("Not consistent: this journal does not begin with what the checkpoint vouched for. It was rewritten,")
        paper.say("put back or forked since: keep both as they are, and raise an incident.")


def _handed_over(raw: bytes, *, is_json: bool) -> None:
    """Check every proof of a file that was handed over to the controller."""
    from store.keeping.proof import check_proof

    head, *lines = raw.splitlines()
    proven = [check_proof(each) for each in lines]
    if json.loads(head)["count"] != len(proven):
        raise ProofFormError("it does not hold as many proofs as it says")
    if is_json:
        print(json.dumps({"holds": True, "proofs_count": len(proven)}, indent=2))
        return
    paper.say(f"Proved: {wording.counted(len(proven), 'proof')} of consent, each by itself.")
    for key in dict.fromkeys(each.log_key for each in proven):
        paper.say(f"Compare with base's register: journal of {key.hex()}.")


def _verify_proof(path: Path, kept: str | None, *, is_json: bool) -> None:
    from store.exchange.destroying.handing_evidence import is_handed_over
    from store.fieldwork.consents.proof import is_consent_proof
    from store.keeping.attested import check_attested, is_attested
    from store.keeping.proof import check_proof

    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError:
        raise ProofFileError from None
    if is_consent_proof(raw):
        consent_proof.tell(raw, is_json=is_json)
        return
    if is_handed_over(raw):
        _handed_over(raw, is_json=is_json)
        return
    if is_attested(raw):
        held = check_attested(raw)
        if held.document == "audit_pack":
            audit_pack.tell(held, kept, is_json=is_json)
        else:
            certificate_page.tell(raw, is_json=is_json)
        return
    proven = check_proof(raw)
    at = from_ms(proven.header.at_ms)
    if is_json:
        told = {
            "holds": True,
            "origin": proven.checkpoint.origin,
            "n": proven.header.n,
            "kind": proven.header.kind,
            "at": at.isoformat(timespec="milliseconds"),
            "entries": proven.checkpoint.size,
            "root": proven.checkpoint.root.hex(),
            "body": None if proven.body is None else proven.body.decode("utf-8"),
            "signer": proven.signer.hex(),
            "log_key": proven.log_key.hex(),
            "cosigner": proven.cosigner,
            "cosigned_at": proven.cosigned_at and proven.cosigned_at.isoformat(timespec="seconds"),
        }
        print(json.dumps(told, indent=2))
        return
    dated = (
        f"before {wording.moment(proven.cosigned_at)} by the clock of {proven.cosigner}"
        if proven.cosigned_at
        else "a date that rests on the device's clock alone"
    )
    paper.say(
        f"Proved: entry {proven.header.n} ({proven.header.kind}, {wording.moment(at)}) stands in "
        f"{proven.checkpoint.origin} under head {proven.checkpoint.root.hex()[:16]}, {dated}."
    )
    paper.say(f"Compare with base's register: signed with {proven.signer.hex()}, journal of {proven.log_key.hex()}.")

"""`doorstep recipient`: who may be sent files; and what a recipient does where no store is."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.clock import from_ms
from store.errors import SignedFileMissingError
from store.keeping.files import ready_to_replace
from store.keeping.store import Store
from tui import wording
from tui.documents import certificate_bytes, document_digest
from tui.printed import opened, paper

if TYPE_CHECKING:
    from store.exchange.recipients import Recipient

ID_SHOWN = 8
"""Of an id: enough to name it by."""


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    match chosen.deed:
        case "key":
            _key(chosen)
        case "open":
            _open(chosen)
        case "add":
            _add(chosen)
        case "grant":
            _grant(chosen)
        case "disclose":
            _disclose(chosen)
        case "disclosures":
            with opened.open_store(chosen) as store:
                _disclosures(store, is_json=chosen.json)
        case "in-writing":
            with opened.open_store(chosen) as store:
                _in_writing(store, is_json=chosen.json)
        case "grant-over":
            from store.exchange.in_writing import end_grant

            digest = None if chosen.document is None else document_digest(Path(chosen.document))
            with opened.open_store(chosen) as store:
                end_grant(store, chosen.grant, digest)
            paper.say("Recorded: nothing goes to them on its word any more.")
        case "list":
            with opened.open_store(chosen) as store:
                _list(store, is_json=chosen.json)
        case "end":
            from store.exchange.recipients import end

            with opened.open_store(chosen) as store:
                end(store, chosen.name, chosen.reason)
            paper.say(f"Nothing goes to {chosen.name} any more.")


def _add(chosen: argparse.Namespace) -> None:
    from store.exchange.containers.openpgp_writing import read_certificate
    from store.exchange.recipient_keys import read_aloud, read_public
    from store.exchange.recipients import BY_THE_AGREEMENT, register
    from store.keeping.acts.terms.exchange import ExportPurpose, RecipientKind

    key = None if chosen.key is None else read_public(Path(chosen.key))
    openpgp = None if chosen.openpgp_key is None else read_certificate(certificate_bytes(Path(chosen.openpgp_key)))
    kind, purposes = RecipientKind(chosen.kind), frozenset(map(ExportPurpose, chosen.purpose))
    with opened.open_store(chosen) as store:
        register(store, chosen.name, chosen.organisation, kind, chosen.country, purposes, key, openpgp)
    paper.say(f"{chosen.name} is on the register of recipients.")
    if key is not None:
        paper.say(f"Ring them and compare the key: {read_aloud(key)}")
    if openpgp is not None:
        paper.say(f"Ring them and compare the OpenPGP key: {wording.fingerprint(openpgp.fingerprint)}")
    if purposes - BY_THE_AGREEMENT.get(kind, frozenset()):
        paper.say("The agreement itself does not send them all of that: record the department's document first.")


def _grant(chosen: argparse.Namespace) -> None:
    from store.exchange.recipients import record_grant
    from store.keeping.acts.terms.exchange import GrantMatter, Shipment

    digest = document_digest(Path(chosen.document))
    from_on, until_on = _day(chosen.from_on), _day(chosen.until_on)
    with opened.open_store(chosen) as store:
        record_grant(
            store,
            chosen.name,
            GrantMatter(chosen.matter),
            frozenset(map(Shipment, chosen.shipment)),
            chosen.granted_by,
            digest,
            from_on or london_day(store.now()),
            until_on,
        )
    paper.say(f"What was allowed for {chosen.name} is recorded, with SHA-256 {digest} of the document.")


def _list(store: Store, *, is_json: bool) -> None:
    from store.exchange.recipients import recipients

    known = recipients(store)
    if is_json:
        print(json.dumps([_told(each) for each in known], indent=2))
        return
    if not known:
        paper.say("Nobody is on the register of recipients. Begin with `doorstep recipient add`.")
    for each in known:
        key = "no key" if each.sealing_key is None else f"key {_aloud(each)}"
        if each.openpgp is not None:
            key += f"; OpenPGP key {wording.fingerprint(each.openpgp.fingerprint)}"
        purposes = ", ".join(sorted(wording.words(purpose) for purpose in each.purposes))
        ended = "; ended" if each.is_ended else ""
        said = f"{each.organisation}; {wording.words(each.kind)}; {each.country}; for {purposes}; {key}{ended}"
        paper.say(said, f"{each.name}  ")
        for grant in each.grants:
            until = "" if grant.until_on is None else f" until {wording.day(grant.until_on)}"
            what = ", ".join(sorted(wording.words(shipment) for shipment in grant.shipments))
            span = f"from {wording.day(grant.from_on)}{until}"
            paper.say(f"{wording.words(grant.matter)}: {what}, {span}, by {grant.granted_by}", "    allowed: ")


def _in_writing(store: Store, *, is_json: bool) -> None:
    from store.exchange.in_writing import in_writing

    found = in_writing(store)
    if is_json:
        told = [
            {
                "id": each.id,
                "kind": each.kind.value,
                "matter": each.matter.value,
                "about": each.about or None,
                "by": each.by,
                "text": each.text or None,
                "shipments": [one.value for one in each.shipments],
                "document_digest": each.document_digest,
                "on": each.on.isoformat(),
                "until_on": each.until_on and each.until_on.isoformat(),
                "over": each.is_over,
            }
            for each in found
        ]
        print(json.dumps(told, indent=2))
        return
    if not found:
        paper.say("Nothing was said in writing.")
    for each in found:
        about = f", about {each.about}" if each.about else ""
        what = ", ".join(wording.words(one) for one in each.shipments) or each.text
        over = "; over" if each.is_over else ""
        said = f"{wording.words(each.kind)}, {wording.words(each.matter)}{about}: {what}; {each.by}{over}"
        paper.say(said, f"{each.id[:ID_SHOWN]}  {wording.day(each.on)}  ")


def _told(each: "Recipient") -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "recipient": each.recipient,
        "name": each.name,
        "organisation": each.organisation,
        "kind": each.kind.value,
        "country": each.country,
        "purposes": sorted(each.purposes),
        "key": None if each.sealing_key is None else _aloud(each),
        "openpgp": each.openpgp and each.openpgp.fingerprint,
        "ended": each.is_ended,
        "grants": [
            {
                "grant": grant.grant,
                "matter": grant.matter.value,
                "country": grant.country,
                "shipments": sorted(grant.shipments),
                "granted_by": grant.granted_by,
                "document_digest": grant.document_digest,
                "from_on": grant.from_on.isoformat(),
                "until_on": grant.until_on and grant.until_on.isoformat(),
            }
            for grant in each.grants
        ],
    }


def _aloud(each: "Recipient") -> str:
    from store.exchange.recipient_keys import read_aloud

    return read_aloud(bytes.fromhex(each.sealing_key or ""))


def _key(chosen: argparse.Namespace) -> None:
    from store.exchange.recipient_keys import PRIVATE_NAME, PUBLIC_NAME, make_pair, read_aloud

    folder = opened.existing(chosen.to)
    public = make_pair(folder, opened.new_passphrase(chosen))
    paper.say(f"Keep {folder / PRIVATE_NAME} and its passphrase to yourself: without both nothing can be opened.")
    paper.say(f"Give {folder / PUBLIC_NAME} to base, and compare when they ring: {read_aloud(public)}")


def _open(chosen: argparse.Namespace) -> None:
    from store.exchange.recipient_keys import open_private
    from store.exchange.sealed_exports import MAX_BYTES, open_sealed
    from store.exchange.signed_file import content_of

    raw, to = content_of(Path(chosen.file), MAX_BYTES), Path(chosen.to).absolute()
    if not to.parent.is_dir():
        raise SignedFileMissingError
    found = open_sealed(raw, open_private(Path(chosen.key), opened.passphrase(chosen)))
    with ready_to_replace(found.content, to) as put:
        put()
    made_up = "PRACTICE: everybody in it is made up. " if found.is_practice else ""
    paper.say(f"{made_up}Opened into {to}, in clear: keep it on an encrypted disk.")
    paper.say(f"Base's ledger calls it movement {found.movement}; ask base whether its key begins {found.sender[:16]}.")


def _disclose(chosen: argparse.Namespace) -> None:
    from store.exchange.disclosures import Direction, record_disclosure
    from store.exchange.recipients import recipient_named
    from store.keeping.acts.terms.exchange import DisclosureAuthority, Shipment

    if (chosen.document is None) != (chosen.by is None):
        chosen.parser.error("--document and --by belong together")
    direction = None if chosen.document is None else Direction(chosen.by, document_digest(Path(chosen.document)))
    with opened.open_store(chosen) as store:
        whom, shipments = recipient_named(store, chosen.name), [Shipment(each) for each in chosen.shipment]
        authority = DisclosureAuthority(chosen.authority)
        record_disclosure(store, whom.recipient, authority, chosen.citation, shipments, direction)
    paper.say(f"On the register of disclosures: what {chosen.name} may be sent, and on whose word.")


def _disclosures(store: Store, *, is_json: bool) -> None:
    from store.exchange.disclosures import disclosures
    from store.exchange.recipients import recipients

    names = {each.recipient: each.name for each in recipients(store)}
    found = disclosures(store)
    if is_json:
        told = [
            {
                "disclosure": each.disclosure,
                "name": names.get(each.recipient),
                "authority": each.authority.value,
                "citation": each.citation,
                "instruction": each.instruction,
                "shipments": [one.value for one in each.shipments],
                "at": from_ms(each.at_ms).isoformat(timespec="milliseconds"),
            }
            for each in found
        ]
        print(json.dumps(told, indent=2))
        return
    for each in found:
        what = ", ".join(wording.words(one) for one in each.shipments)
        on = wording.moment(from_ms(each.at_ms))
        paper.say(
            f"{what}, by {wording.words(each.authority)} ({each.citation}), {on}", f"{names.get(each.recipient)}  "
        )
    if not found:
        paper.say("Nothing was disclosed on a direction or a law.")


def _day(text: str | None) -> date | None:
    return None if text is None else london_day(wording.day_or_instant(text, wording.WORK_BEGINS))

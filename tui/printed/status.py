"""`doorstep status`: how this store stands, or the agreement it lives under."""

import argparse
import json
from dataclasses import asdict

from store import door
from store.agreement import Agreement, load_agreement
from store.agreement.description import describe as describe_agreement
from store.agreement.lifetime import EndTold
from store.clock import Instant, from_ms
from store.custody.naming import staff_names
from store.errors import NoMailboxError
from store.keeping.freshness import Frozen
from store.keeping.store import Store
from store.keeping.term import end_told
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Print the store, or with `--agreement` the terms and the faults of the printed agreement."""
    if chosen.agreement:
        _tell_agreement(*_agreement(chosen), is_json=chosen.json)
        return
    with opened.open_store(chosen) as store:
        tell(store, is_json=chosen.json)


def tell(store: Store, *, is_json: bool) -> None:
    """Print how an open store stands."""
    told = describe(store)
    if is_json:
        print(json.dumps(told, indent=2))
        return
    rows = {
        "Store": f"{told['name']} ({told['role']}){', PRACTICE' if told['practice'] else ''} in {told['folder']}",
        "Time here": wording.moment(store.now()),
        "Signed in": f"{told['signed_in']}; {wording.counted(len(store.sidecar.people), 'person', 'people')} can",
        "Protected by": "passphrase and this machine's keyring" if told["keyring"] else "the passphrase alone",
        "Volume": told["volume"],
        "Agreement": told["agreement"],
        "Journal": f"{wording.counted(store.journal.size, 'entry', 'entries')}, epoch {told['epoch']}",
        "Last act": f"{wording.moment(from_ms(store.last_act().at_ms))}, {store.last_act().kind}",
        "Head": told["root"],
        "Exchange": _exchange_line(_exchange(store)),
        **({} if store.sidecar.role != "base" else {"Last backup": _backup_line(store)}),
        "Takes acts": "yes" if store.frozen is None else f"no: {store.frozen.words}",
    }
    indent = max(map(len, rows)) + 2
    for label, value in rows.items():
        paper.say(str(value), f"{label:{indent}}")


def describe(store: Store) -> dict[str, object]:
    """Return how a store stands, as the JSON that README documents."""
    head, last = store.journal.head(), store.last_act()
    me = store.keys.person.staff
    names = staff_names(store)
    return {
        "name": store.sidecar.name,
        "role": store.sidecar.role,
        "practice": store.sidecar.is_practice,
        "store": store.sidecar.store,
        "folder": str(store.folder),
        "now": store.now().isoformat(timespec="seconds"),
        "signed_in": names.get(me, me),  # an older copy that was put back may not know whoever came later
        "people_who_can_sign_in": len(store.sidecar.people),
        "epoch": store.sidecar.epoch,
        "keyring": store.sidecar.keyring and store.sidecar.keyring.value,
        "volume": store.fact("volume") or "not examined: a practice store holds made-up families only",
        "frozen": store.frozen and store.frozen.value,
        "agreement": store.fact("agreement"),
        "agreement_digest": store.fact("agreement_digest"),
        "entries": head.size,
        "root": head.root.hex(),
        "last_act": {"n": last.n, "kind": last.kind, "at": from_ms(last.at_ms).isoformat(timespec="milliseconds")},
        "checkpoint": store.checkpoint().decode("utf-8"),
        "exchange": _exchange(store),
        "last_backup": None if (made := _last_backup(store)) is None else made.isoformat(timespec="milliseconds"),
    }


def _last_backup(store: Store) -> Instant | None:
    """Return when the newest backup was made that was found whole and is still there; None on a laptop."""
    from store.exchange.backup.known import last_made_at

    return None if store.frozen is Frozen.DAMAGED else last_made_at(store)


def _backup_line(store: Store) -> str:
    made = _last_backup(store)
    return "none that holds" if made is None else f"{wording.span(store.now() - made)} ago, {wording.moment(made)}"


def _exchange(store: Store) -> dict[str, object] | None:
    """Return how a store stands with the others; None where its journal cannot be read."""
    from store.exchange import mailboxes, peers, sending

    if store.frozen is Frozen.DAMAGED:
        return None
    is_base = store.sidecar.role == "base"
    others = peers.peers(store)
    try:
        mailbox = mailboxes.known_mailbox(store).address
    except NoMailboxError:
        mailbox = None
    return {
        "mailbox": mailbox,
        "laptops": sum(each.revoked_from is None for each in others) if is_base else None,
        "revoked": sum(each.revoked_from is not None for each in others) if is_base else None,
        "unsent": None if is_base else sending.unsent_count(store),
    }


def _exchange_line(told: dict[str, object] | None) -> str:
    if told is None:
        return "not known: the journal is damaged"
    if told["unsent"] is not None:
        stands = f"{wording.counted(int(str(told['unsent'])), 'act')} unsent"
    else:
        revoked = f" ({told['revoked']} more revoked)" if told["revoked"] else ""
        stands = f"{wording.counted(int(str(told['laptops'])), 'laptop')}{revoked}"
    return f"{stands}; mailbox {told['mailbox'] or 'not named yet'}"


def _agreement(chosen: argparse.Namespace) -> tuple[Agreement, EndTold | None]:
    """Return the agreement of the store that is named, and what was recorded last about its end.

    Where there is no store yet it is the packaged one.
    """
    if not opened.is_there(chosen):
        return load_agreement(), None
    with opened.open_store(chosen) as store:
        return door.agreement_of(store), end_told(store)


def _tell_agreement(agreement: Agreement, told: EndTold | None, *, is_json: bool) -> None:
    sections = describe_agreement(agreement, told)
    if is_json:
        print(json.dumps([asdict(section) for section in sections], indent=2))
        return
    for section in sections:
        print()
        paper.say(section.title)
        for row in section.rows:
            clause = f" [{row.clause}]" if row.clause and row.clause != row.label else ""
            paper.say(f"{row.label}: {row.value}{clause}", "  ")

"""`doorstep backup`: a copy of base under a key of its own, made, verified, put back, destroyed."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper

if TYPE_CHECKING:
    from store.exchange.backup.known import Backup

ITS_OWN = "Passphrase of the backup: "


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    match chosen.deed:
        case "make":
            _make(chosen)
        case "verify":
            _verify(chosen)
        case "list":
            with opened.open_store(chosen) as store:
                _list(store, is_json=chosen.json)


def _make(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.making import make

    folder = opened.existing(chosen.to)
    with opened.open_store(chosen) as store:
        typed = opened.new_passphrase(chosen, "A passphrase for this backup alone: ")
        path = make(store, chosen.device, folder, typed)
    paper.say(f"The backup is written to {path}, and was opened again from there: it holds.")
    paper.say("Keep its passphrase apart from the drive: it opens the backup, and Doorstep keeps it nowhere.")
    paper.say("Laptops give up what was called back once they hear of it: `doorstep sync`.")


def _verify(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.checking import check

    with opened.open_store(chosen) as store:
        known = check(store, Path(chosen.file).absolute(), opened.passphrase(chosen, ITS_OWN))
    families = wording.counted(known.told.families_count, "family", "families")
    paper.say(f"Backup {known.backup[:8]} of {wording.moment(known.made_at)} opens and holds: {families}.")


def _list(store: Store, *, is_json: bool) -> None:
    from store.exchange.backup.known import backups

    found = backups(store)
    if is_json:
        print(json.dumps([_told(each) for each in found], indent=2))
        return
    for each in found:
        families = wording.counted(each.told.families_count, "family", "families")
        made = f"on {each.name}, {families}, made {wording.moment(each.made_at)}: {_stands(each)}"
        paper.say(made, f"{each.backup[:8]}  ")
    if not found:
        paper.say("No backup was ever made here.")


def _stands(each: "Backup") -> str:
    if each.destroyed_at is not None:
        return f"destroyed {wording.moment(each.destroyed_at)}"
    if not each.is_open:
        return "went with its drive"
    if each.is_damaged:
        return "found damaged"
    return "never verified" if each.verified_at is None else f"verified {wording.moment(each.verified_at)}"


def _told(each: "Backup") -> dict[str, object]:
    return {
        "backup": each.backup,
        "device": each.told.device,
        "name": each.name,
        "families": each.told.families_count,
        "size_bytes": each.told.size_bytes,
        "journal_size": each.told.journal_size,
        "made_at": each.made_at.isoformat(timespec="milliseconds"),
        "verified_at": each.verified_at and each.verified_at.isoformat(timespec="milliseconds"),
        "damaged": each.is_damaged,
        "destroyed_at": each.destroyed_at and each.destroyed_at.isoformat(timespec="milliseconds"),
        "open": each.is_open,
    }

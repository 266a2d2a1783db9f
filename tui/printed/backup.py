"""`doorstep backup`: a copy of base under a key of its own, made, verified, put back, destroyed."""

import argparse
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store.clock import from_ms
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from tui import wording
from tui.paths import store_folder
from tui.printed import let_in, opened, paper
from tui.printed.sync import Progress

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
        case "restore":
            _restore(chosen)
        case "destroy":
            _destroy(chosen)
        case "later":
            _later(chosen)
        case "list":
            with opened.open_store(chosen) as store:
                _list(store, is_json=chosen.json)


def _make(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.making import make

    folder = opened.existing(chosen.to)
    with opened.open_store(chosen) as store:
        typed = opened.new_passphrase(chosen, "A passphrase for this backup alone: ")
        with _shown() as progress:
            path = make(store, chosen.device, folder, typed, progress)
    paper.say(f"The backup is written to {path}, and was opened again from there: it holds.")
    paper.say("Keep its passphrase apart from the drive: it opens the backup, and Doorstep keeps it nowhere.")
    paper.say("Laptops give up what was called back once they hear of it: `doorstep sync`.")


def _verify(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.checking import check

    with opened.open_store(chosen) as store:
        typed = opened.passphrase(chosen, ITS_OWN)
        with _shown() as progress:
            known = check(store, Path(chosen.file).absolute(), typed, progress)
    families = wording.counted(known.told.families_count, "family", "families")
    paper.say(f"Backup {known.backup[:8]} of {wording.moment(known.made_at)} opens and holds: {families}.")


def _restore(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.restoring import Wanted, restore
    from store.exchange.still_here import WhoLeft
    from store.keeping.keyrings import find_keyring
    from tui.documents import vouched_for

    folder = store_folder(chosen)
    wanted = Wanted(
        keyring=None if chosen.no_keyring else find_keyring(),
        attesting=chosen.attest_volume,
        destroyed=[vouched_for(Path(each)) for each in chosen.destroyed],
        is_nothing_else=chosen.is_nothing_else,
        staff=WhoLeft(chosen.left, chosen.is_nobody_left),
    )
    with _shown() as progress:

        def ask(asking: str) -> Passphrase:
            progress.end()  # the prompt has the line to itself
            return opened.passphrase(chosen, asking)

        came = restore(
            Path(chosen.file).absolute(),
            folder,
            wanted,
            lambda: ask(ITS_OWN),
            lambda: ask("Passphrase of a supervisor: "),
            lambda: ask("Passphrase of a second supervisor: "),
            progress,
        )
    made = wording.moment(from_ms(came.made_at_ms))
    paper.say(f"Base is back in {folder} as it was {made}, under a new key and a new journal; two people said so.")
    if came.again_count:
        families = wording.counted(came.again_count, "family", "families")
        paper.say(f"What certificates say is destroyed was destroyed again: {families}.")
        paper.say(
            "Each is certified anew from here: `doorstep destruction list`, then `doorstep destruction certificate`."
        )
    else:
        paper.say("Was anything destroyed since? `doorstep destroy --again CERTIFICATE`, before anybody works with it.")
    paper.say("Its laptops send again what it lacks, once they have heard of it: doorstep sync, here first.")
    paper.say("Base lacks what it was told since: take refusals and deliveries in again before anybody is sent out.")
    paper.say("Backups made after it are unknown here: `doorstep backup later`, or no declaration can be signed.")
    let_in.say_closed(wanted.staff)
    paper.say("Nobody may open the base it stands for again, should that be found.")


@contextlib.contextmanager
def _shown() -> "Iterator[Progress]":
    """Show on a terminal how far something is, and leave nothing of it there."""
    progress = Progress()
    try:
        yield progress
    finally:
        progress.end()


def _destroy(chosen: argparse.Namespace) -> None:
    from store.exchange.backup.ending import destroy

    with opened.open_store(chosen) as store:
        known = destroy(store, chosen.backup, Path(chosen.file).absolute())
    paper.say(f"Backup {known.backup[:8]} on {known.name} was overwritten, its key first, and is gone.")
    paper.say("Destroy its passphrase wherever it was written down: flash memory may keep old blocks out of reach.")


def _later(chosen: argparse.Namespace) -> None:
    from store.exchange.backup import later

    if (chosen.file is None) is not chosen.is_all:
        chosen.parser.error("either FILE, with --device, or --none, with --reason")
    if (chosen.is_all and chosen.reason is None) or (chosen.file is not None and chosen.device is None):
        chosen.parser.error("--none goes with --reason, FILE with --device")
    with opened.open_store(chosen) as store:
        if chosen.is_all:
            named = wording.counted(later.say_all_named(store, chosen.reason), "backup")
            paper.say(f"It is kept: {named} named since base was put back, and there is no other one.")
            return
        typed = opened.passphrase(chosen, ITS_OWN)
        with _shown() as progress:
            known = later.name(store, Path(chosen.file).absolute(), chosen.device, typed, progress)
    families = wording.counted(known.told.families_count, "family", "families")
    paper.say(
        f"Backup {known.backup[:8]} on {known.name} is known now: {families}. It stays open until it is destroyed."
    )


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

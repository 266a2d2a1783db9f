"""`doorstep recover`: a way on for a frozen store, and for somebody who forgot their passphrase.

One verb for both, on either side: what a file is says which.
"""

import argparse
from datetime import date
from pathlib import Path

from store.custody.naming import staff_names
from store.errors import NotALaptopError, NotFrozenError
from store.exchange import lifting, recovery, recovery_answer, recovery_files, still_here, succession
from store.exchange.signed_file import content_of
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.ways_on import Way, way_of_answer, way_of_request
from store.ids import StaffId
from store.keeping import approvals
from store.keeping.names import hold_line
from tui import staff_words, wording
from tui.paths import store_folder
from tui.printed import let_in, opened, paper

SECOND = "Passphrase of the second person: "


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    match chosen.deed:
        case "request" if chosen.forgotten:
            _request_forgotten(chosen)
        case "request":
            _request(chosen)
        case "answer":
            _answer(chosen)
        case "apply":
            _apply(chosen)
        case "succeed":
            _succeed(chosen)


def _request(chosen: argparse.Namespace) -> None:
    to = opened.existing(chosen.to)
    with opened.open_store(chosen) as store:
        if store.sidecar.role == "base":
            raise NotALaptopError
        path = lifting.request(store, to)
    paper.say(f"Wrote {path}. Bring it to base, where a supervisor answers it.")


def _request_forgotten(chosen: argparse.Namespace) -> None:
    to, folder = opened.existing(chosen.to), store_folder(chosen)
    staff = None if chosen.staff is None else StaffId(chosen.staff)
    path, words = recovery.request(folder, staff, opened.new_passphrase(chosen, "New passphrase: "), to)
    paper.say(f"Wrote {path}. Bring it to base, and ring there to read these six words aloud:")
    paper.say_words(words)
    paper.say("Remember the new passphrase: it is typed again when base's answer is here.")


def _answer(chosen: argparse.Namespace) -> None:
    raw, to = content_of(Path(chosen.request)), opened.existing(chosen.to)
    if way_of_request(raw) is Way.FORGOTTEN:
        _answer_forgotten(chosen, raw, to)
        return
    if chosen.reason is None:
        chosen.parser.error("--reason is needed here: why may this laptop go on?")
    hold_line(chosen.reason)
    with opened.open_store(chosen) as store:
        path = lifting.answer(store, raw, chosen.reason, to)
    paper.say(f"Wrote {path}, and raised an incident: an older copy of that laptop's store was put back, or worse.")
    paper.say(f"On the laptop: doorstep recover apply --answer {path.name}")


def _answer_forgotten(chosen: argparse.Namespace, raw: bytes, to: Path) -> None:
    with opened.open_store(chosen) as store:
        asked = recovery_answer.asked_by(store, raw)  # before a second person types anything for it
        second = opened.passphrase(chosen, SECOND)
        digest = recovery_files.digest_of(raw)
        approval = approvals.approve(store, second, recovery_answer.MATTER, digest)
        path = recovery_answer.answer(store, raw, chosen.words, approval, to)
        staff = staff_names(store)[asked.request.staff]
    paper.say(f"Wrote {path}. Two people answered, and the trail says so.")
    if asked.left_on is not None:
        laptop, left_on = wording.plain(asked.laptop.name), date.fromisoformat(asked.left_on)
        for sentence in staff_words.let_in(laptop, wording.plain(staff), left_on):
            paper.say(sentence)
    paper.say(f"On the laptop: doorstep recover apply --answer {path.name}")


def _apply(chosen: argparse.Namespace) -> None:
    raw = content_of(Path(chosen.answer))
    if way_of_answer(raw) is Way.FORGOTTEN:
        _apply_forgotten(chosen, raw)
        return
    with opened.open_store(chosen) as store:
        if store.sidecar.role == "base":
            raise NotALaptopError
        lifting.apply(store, raw)
        branch = store.sidecar.branch
    paper.say(f"This store goes on, in branch {branch} of its journal; what it held before is kept as it was.")
    paper.say("Tell base: doorstep sync")


def _apply_forgotten(chosen: argparse.Namespace, raw: bytes) -> None:
    typed = opened.passphrase(chosen, "New passphrase: ")
    recovery.apply(store_folder(chosen), raw, typed, is_clock_right=chosen.clock_is_right)
    with opened.open_store(chosen, typed) as store:
        paper.say("Your new passphrase counts from now on.")
        if store.frozen is None:
            paper.say(f"The store is under a new key (epoch {store.sidecar.epoch}): what base saw opens nothing more.")


def _succeed(chosen: argparse.Namespace) -> None:
    with opened.open_store(chosen) as store:
        hold_supervisor_of_base(store)
        if store.frozen is None:
            raise NotFrozenError  # before a second person types anything for it
        said = still_here.WhoLeft(chosen.left, chosen.is_nobody_left)
        still_here.hold_said(store, said)
        succession.succeed(store, opened.passphrase(chosen, SECOND), left=said.left)
        count = wording.counted(len(store.former_branches()), "former journal")
    paper.say(f"This base goes on under a new journal, after {count}; two people said so.")
    let_in.say_closed(said)
    paper.say("Its laptops send again what it lacks, once they have heard of it: doorstep sync, here first.")

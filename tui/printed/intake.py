"""`doorstep intake`: a council's delivery, opened in memory, taken in or turned away, and what became of its rows."""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from store.agreement.purposes import DatasetKind
from store.errors import DayFormError, DeliveryUnreadableError, SignedFileMissingError
from store.exchange.containers.limits import LIMIT_BYTES
from store.exchange.intake.arriving import Asked
from store.exchange.intake.columns import Columns, read_told
from store.exchange.intake.dates import day_of
from store.exchange.intake.deed import intake, preview
from store.exchange.intake.masking import masked
from store.exchange.intake.outcome import Outcome
from store.keeping.acts.terms.exchange import Channel, HeldReason, RowDecision
from store.keeping.files import disk_refusals
from store.keeping.passphrases import Passphrase, read_passphrase
from tui import wording
from tui.printed import opened, paper
from tui.printed.sync import Progress

SAMPLES: Final = 3

_WHY: Final = {
    HeldReason.ALREADY_HELD: "came in an earlier delivery",
    HeldReason.DOUBLED_ID: "the same id stands in several rows",
    HeldReason.LETTER_DATE_MISSING: "no date of the letter",
    HeldReason.NO_ADDRESS: "no address",
    HeldReason.NO_ID: "no id",
    HeldReason.OPTED_OUT: "the family had refused",
    HeldReason.RECORD_TOO_EARLY: "collected before September 2014",
    HeldReason.TOO_LONG: "a value is too long",
    HeldReason.UNREADABLE: "a date cannot be read, or cells stand beside the table",
    HeldReason.WINDOW_STILL_OPEN: "the two weeks to refuse are not over",
    HeldReason.WINDOW_TOO_SHORT: "the family was given under 14 full days to refuse",
}


def run(chosen: argparse.Namespace) -> None:
    """Take a delivery in, or show its columns."""
    path = Path(chosen.file).absolute()
    letters = _day(chosen.letters_sent)
    told = read_told(chosen.map or [])
    with opened.open_store(chosen) as store:
        asked = Asked(
            raw=_read(path),
            kind=DatasetKind(chosen.kind),
            council=chosen.council,
            passphrase=lambda: _passphrase(chosen),
            letters_sent_on=letters,
            told=told,
            channel=Channel(chosen.by),
            out_of_schedule=chosen.out_of_schedule,
            gone=RowDecision(chosen.gone) if chosen.gone else None,
        )
        if chosen.preview:
            _print_columns(preview(store, asked))
            return
        progress = Progress()
        try:
            outcome = intake(store, asked, progress)
        except DeliveryUnreadableError as refusal:
            progress.end()
            if not chosen.json:
                _print_draft(refusal.notice)
            raise
        finally:
            progress.end()
    if chosen.json:
        print(json.dumps(_told(outcome), indent=2))
        return
    for line in _lines(outcome):
        paper.say(line)
    _print_draft(outcome.report)


def _read(path: Path) -> bytes:
    with disk_refusals():
        if not path.is_file():
            raise SignedFileMissingError
        with path.open("rb") as file:
            return file.read(LIMIT_BYTES + 1)


def _passphrase(chosen: argparse.Namespace) -> Passphrase:
    if chosen.file_passphrase_file is None:
        return opened.passphrase(chosen, "The delivery's passphrase: ")
    path = Path(chosen.file_passphrase_file)
    with disk_refusals():
        if not path.is_file():
            raise SignedFileMissingError
        with path.open("rb") as file:
            return read_passphrase(file.readline(opened.LINE_BYTES))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    found = day_of(text)
    if found is None:
        raise DayFormError
    return found


def _lines(outcome: Outcome) -> Iterator[str]:
    counts = outcome.counts
    rows = wording.counted(counts.mailed, "row")
    if outcome.kind is DatasetKind.REFUSALS:
        new = counts.opted_out - outcome.again_count
        yield f"Taken in: {rows}, {wording.counted(new, 'new refusal')}, {counts.held:,} held back."
        if not outcome.unmatched_count:
            yield "Nobody visits these families any more."
        elif outcome.matched_count:
            are = wording.counted(outcome.matched_count, "family", "families")
            yield f"Nobody visits {are} of it any more."
        if outcome.on_laptops_count:
            on = wording.counted(outcome.on_laptops_count, "family lies", "families lie")
            yield f"{on} on laptops: they are locked there with the next bundle (doorstep sync)."
    else:
        yield (
            f"Taken in: {rows} = {counts.opted_out:,} refused + {counts.held:,} held back"
            f" + {counts.supplied:,} supplied."
        )
    if outcome.unmatched_count:
        never = wording.counted(outcome.unmatched_count, "family", "families")
        is_list = outcome.kind is DatasetKind.REFUSALS
        yield f"{never} of it came in no list of contacts{': are the council and the ids right?' * is_list or '.'}"
    for reason, count in sorted(outcome.reasons.items(), key=lambda each: (-each[1], each[0])):
        yield f"  {count:,} {'left out' if reason is HeldReason.OPTED_OUT else 'held back'}: {_WHY[reason]}"
    if outcome.notes_count:
        notes = wording.counted(outcome.notes_count, "note waits", "notes wait")
        yield f"{notes} until somebody trained has read them (clause 7.2c)."
    if outcome.odd_numbers_count:
        odd = wording.counted(outcome.odd_numbers_count, "telephone number")
        yield f"{odd} cannot be right, kept as delivered: see its column with --preview."


def _print_columns(columns: Columns) -> None:
    """Print what each column would be taken for, with the form of some values and none of them."""
    for column in columns.every:
        shown = dict.fromkeys(masked(value) for value in column.sample if value.strip())
        holds = "not known: say it with --map" if column.holds is None else column.holds.replace("_", " ")
        heading = f" ({column.heading})" if column.heading else ""
        paper.say(f"{holds}: {', '.join(list(shown)[:SAMPLES])}", f"{column.number:>3}{heading}  ")


def _print_draft(text: str) -> None:
    """Print a notice to the council, where one was drafted; the trail holds its digest."""
    if text:
        for line in ("", "--- drafted for the council ---", *text.splitlines(), "--- end ---"):
            print(wording.plain(line))


def _told(outcome: Outcome) -> dict[str, object]:
    """Return it as the JSON that README documents."""
    counts = outcome.counts
    return {
        "delivery": outcome.delivery,
        "kind": outcome.kind,
        "mailed": counts.mailed,
        "refused": counts.opted_out,
        "held": counts.held,
        "supplied": counts.supplied,
        "reasons": dict(sorted(outcome.reasons.items())),
        "notes_waiting": outcome.notes_count,
        "odd_numbers": outcome.odd_numbers_count,
        "on_laptops": outcome.on_laptops_count,
        "known_before": outcome.again_count,
        "unmatched": outcome.unmatched_count,
        "columns": outcome.columns.known(),
        "report": outcome.report,
    }

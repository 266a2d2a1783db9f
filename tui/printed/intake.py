"""`doorstep intake`: a council's delivery, opened in memory, taken in or turned away, and what became of its rows."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Final

from store.agreement.purposes import DatasetKind
from store.errors import DayFormError, DeliveryUnreadableError
from store.exchange.intake.arriving import Asked, Statement
from store.exchange.intake.columns import Columns, read_told
from store.exchange.intake.dates import day_of
from store.exchange.intake.deed import intake, preview
from store.exchange.intake.file import read_delivery
from store.exchange.intake.masking import masked
from store.exchange.intake.outcome import Outcome
from store.exchange.wave_two.choosing import Chosen
from store.keeping.acts.terms.exchange import Channel, RowDecision
from store.keeping.passphrases import Passphrase
from tui import intake_words, wording
from tui.documents import document_digest
from tui.printed import opened, paper
from tui.printed.sync import Progress

SAMPLES: Final = 3


def run(chosen: argparse.Namespace) -> None:
    """Take a delivery in, or show its columns."""
    path = Path(chosen.file).absolute()
    letters, statement = _day(chosen.letters_sent), _statement(chosen)
    told = read_told(chosen.map or [])
    with opened.open_store(chosen) as store:
        asked = Asked(
            raw=read_delivery(path),
            kind=DatasetKind(chosen.kind),
            council=chosen.council,
            passphrase=lambda: _passphrase(chosen),
            letters_sent_on=letters,
            statement=statement,
            told=told,
            channel=Channel(chosen.by),
            out_of_schedule=chosen.out_of_schedule,
            joined=chosen.joined,
            gone=RowDecision(chosen.gone) if chosen.gone else None,
            second=lambda families: _second(chosen, families),
        )
        progress = Progress()
        try:
            if chosen.preview:
                _print_columns(preview(store, asked))
                return
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
    for line in intake_words.outcome_lines(outcome):
        paper.say(line)
    _print_draft(outcome.report)


def _second(chosen: argparse.Namespace, families: Chosen) -> Passphrase:
    """Say what two people approve, and ask the other one."""
    if not chosen.json:
        for line in intake_words.proposed_lines(len(families.selected), len(families.remainder)):
            paper.say(line)
    return opened.passphrase(chosen, "The second person's passphrase, once both have read this: ")


def _passphrase(chosen: argparse.Namespace) -> Passphrase:
    if chosen.file_passphrase_file is None:
        return opened.passphrase(chosen, "The delivery's passphrase: ")
    return opened.passphrase_of_file(Path(chosen.file_passphrase_file))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    found = day_of(text)
    if found is None:
        raise DayFormError
    return found


def _statement(chosen: argparse.Namespace) -> Statement | None:
    """Return what the council states of the batch: the day and the document that says so, or neither."""
    on = _day(chosen.collected_from)
    if (on is None) != (chosen.statement is None):
        chosen.parser.error("--collected-from and --statement go together: the day, and the document that says so")
    return None if on is None else Statement(on, document_digest(Path(chosen.statement)))


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
        "left_out": outcome.left_out_count,
        "moved": outcome.moved_count,
        "called_back": outcome.called_back_count,
        "waiting": list(outcome.waiting),
        "unmatched": outcome.unmatched_count,
        "columns": outcome.columns.known(),
        "report": outcome.report,
    }

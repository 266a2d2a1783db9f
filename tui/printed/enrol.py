"""`doorstep enrol`: base writes tickets, and takes the answers of laptops."""

import argparse
import sys

from store.errors import NoAnswerError, StoreError, WhichAnswerError
from store.exchange.enrolment import Waiting, accept, waiting_answers
from store.exchange.ticket import VALID, issue_ticket
from store.keeping.store import Store
from tui import notices, wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> int | None:
    """Do the deed that was asked for; 1 where some answers were accepted and others were not."""
    match chosen.deed:
        case "ticket":
            _ticket(chosen)
            return None
        case "accept":
            with opened.open_store(chosen) as store:
                return _accept(store, chosen)
    raise AssertionError(chosen.deed)


def _ticket(chosen: argparse.Namespace) -> None:
    to = opened.existing(chosen.to)
    with opened.open_store(chosen) as store:
        path = issue_ticket(store, chosen.name, chosen.staff, to)
        paper.say(f"Wrote {path}, for {chosen.name} and {chosen.staff}.")
        paper.say(
            f"Whoever has it can use it once, until {wording.moment(store.now() + VALID)}: hand it over yourself."
        )
        paper.say(f"On the laptop: doorstep init field --ticket {path.name}")


def _accept(store: Store, chosen: argparse.Namespace) -> int | None:
    folder = opened.existing(chosen.source)
    answers = [each for each in waiting_answers(store, folder) if chosen.name in (None, each.name)]
    if not answers:
        raise NoAnswerError
    if chosen.words is not None and sum(each.fault is None for each in answers) > 1:
        raise WhichAnswerError
    if len(answers) == 1:
        _take(store, answers[0], chosen)
        return None
    refused_count = 0
    for each in answers:
        try:
            _take(store, each, chosen)
        except StoreError as refusal:
            refused_count += 1
            notices.tell(refusal, about=each.path.name)
    return 1 if refused_count else None


def _take(store: Store, waiting: Waiting, chosen: argparse.Namespace) -> None:
    accept(store, waiting, None if waiting.fault is not None else asked_for_words(store, waiting, chosen))
    how = "" if chosen.words or not store.sidecar.is_practice else " (practice: no words were asked for)"
    paper.say(f"{waiting.name} is one of this base's laptops now{how}.")
    paper.say(f'Give it families: doorstep allocate --to "{waiting.name}" --count 10')


def asked_for_words(store: Store, waiting: Waiting, chosen: argparse.Namespace) -> str | None:
    """Return the words as they were read aloud: from the command, or asked for at a terminal where they are needed."""
    if chosen.words is not None or store.sidecar.is_practice or chosen.passphrase_stdin or not sys.stdin.isatty():
        return chosen.words  # type: ignore[no-any-return]  # a namespace's fields have no type
    try:
        return input(f"The six words that {wording.plain(waiting.name or '')} shows: ")
    except EOFError:
        return None

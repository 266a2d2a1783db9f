"""`doorstep council-told`: a council heard that its delivery cannot be read, which stops the week of clause 8.4."""

import argparse

from store.keeping.acts.terms.incidents import NoticeChannel
from tui import wording
from tui.printed import opened, paper
from tui.printed.incident import told_at


def run(chosen: argparse.Namespace) -> None:
    """Record it.

    Raises:
        DayFormError: `--at` is no day and no instant; nobody has signed in then.
    """
    from store.exchange.intake.telling import record_council_told

    if chosen.at is not None:
        wording.day_or_instant(chosen.at, wording.DAY_BEGINS)
    with opened.open_store(chosen) as store:
        when = told_at(store, chosen.at)
        stopped = record_council_told(store, chosen.delivery, chosen.name, NoticeChannel(chosen.by), when)
    paper.say(f"Kept that the council was told. Clock stopped: {stopped.title.lower()} ({stopped.clause}).")

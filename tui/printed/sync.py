"""`doorstep sync`: what waits in the mailbox, what will be done, how far it is, and what came of it."""

import argparse
import json
import sys
from collections.abc import Iterable

from store.errors import StoreError, StoreFrozenError
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import COUNTRY, KnownMailbox, name_mailbox, open_known
from store.exchange.sync import Outcome, plan, sync
from store.keeping.store import Store
from tui import exchanged, wording
from tui.printed import opened, paper

LABEL = 14
"""As wide as the longest label and two spaces."""


class Progress:
    """How far a sync is: shown on a terminal, on standard error, and known where it breaks off."""

    def __init__(self) -> None:
        self.doing, self.done, self.every = "", 0, 0

    def __call__(self, doing: str, done: int, every: int) -> None:
        """Note it, and show it."""
        self.doing, self.done, self.every = doing, done, every
        self._show(wording.how_far(doing, done, every))

    def end(self) -> None:
        """Leave nothing of it on the terminal."""
        self._show("")

    def _show(self, text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def run(chosen: argparse.Namespace) -> None:
    """Sync once.

    Raises:
        StoreFrozenError: The store takes nothing in.
    """
    if chosen.country and not chosen.mailbox:
        chosen.parser.error("--country says where --mailbox lies: give both")
    with opened.open_store(chosen) as store:
        if store.frozen is not None:
            raise StoreFrozenError(store.frozen.words)
        if chosen.mailbox:
            mailbox, known = name_mailbox(store, chosen.mailbox, chosen.country or COUNTRY)
        else:
            mailbox, known = open_known(store)
        with mailbox:
            _sync(store, mailbox, known, is_json=chosen.json)


def _sync(store: Store, mailbox: Mailbox, known: KnownMailbox, *, is_json: bool) -> None:
    planned = plan(store, mailbox)
    if not is_json:
        _print(exchanged.plan_words(planned, known, is_base=_is_base(store)))
    progress = Progress()
    try:
        outcome = sync(store, mailbox, known, progress)
    except StoreError:
        progress.end()
        if not is_json:
            _line("Broke off", exchanged.broken_off_words(progress.doing, progress.done, progress.every))
        raise
    progress.end()
    if is_json:
        print(json.dumps(_told(outcome, known), indent=2))
    else:
        _print(exchanged.outcome_words(outcome, is_base=_is_base(store)))
        _print(_waiting(store))


def _print(told: Iterable[exchanged.Told]) -> None:
    for label, text in told:
        _line(label, text)


def _told(outcome: Outcome, known: KnownMailbox) -> dict[str, object]:
    """Return it as the JSON that README documents."""
    return {
        "mailbox": known.address,
        "received": outcome.taken_count,
        "new_acts": outcome.new_count,
        "nothing_new": outcome.late_count,
        "refused": [
            {
                "bundle": each.name,
                "from": each.sender and each.sender.device,
                "message": each.why.message,
                "hint": each.why.hint,
            }
            for each in outcome.refused
        ],
        "found_twice": outcome.forked_count,
        "sent": outcome.sent_count,
        "sent_acts": outcome.sent_entries_count,
        "waiting_orders": outcome.waiting_orders_count,
        "unsent": outcome.unsent_count,
        "conflicts": outcome.conflicts_count,
    }


def _waiting(store: Store) -> Iterable[exchanged.Told]:
    """Yield what was decided to be destroyed and can be taken further now: a receipt may just have come."""
    if not _is_base(store):
        return
    from store.exchange.destroying.known import destructions

    left = sum(not each.is_done for each in destructions(store))
    if left:
        orders = wording.counted(left, "destruction")
        yield "To destroy", f"{orders} not done: `doorstep destroy --go-on` takes each as far as it goes"


def _is_base(store: Store) -> bool:
    return store.sidecar.role == "base"


def _line(label: str, text: str) -> None:
    paper.say(text, f"{label:{LABEL}}")

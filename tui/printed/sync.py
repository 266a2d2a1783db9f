"""`doorstep sync`: what waits in the mailbox, what will be done, how far it is, and what came of it."""

import argparse
import json
import sys

from store.errors import StoreError, StoreFrozenError
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import COUNTRY, KnownMailbox, name_mailbox, open_known
from store.exchange.sync import Outcome, Plan, Refused, plan, sync
from store.keeping.store import Store
from tui import wording
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
        self._show(f"{doing}: {done:,} of {every:,}")

    def end(self) -> None:
        """Leave nothing of it on the terminal."""
        self._show("")

    def _show(self, text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    @property
    def told(self) -> str:
        """What had been done when it broke off."""
        bundles = f"{self.done} of {wording.counted(self.every, 'bundle')}"
        match self.doing:
            case "":
                return "Nothing had been done yet."
            case "taking in" if not self.done:
                return "Nothing had been done yet."
            case "taking in":
                return f"{bundles} had been looked at; what they brought is kept."
            case "sending":
                return f"Everything waiting had been taken in; {bundles} had been left in the mailbox."
            case _:
                return "Everything waiting had been taken in; nothing had been left in the mailbox."


def run(chosen: argparse.Namespace) -> None:
    """Sync once."""
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
        _tell_plan(planned, known, store)
    progress = Progress()
    try:
        outcome = sync(store, mailbox, known, progress)
    except StoreError:
        progress.end()
        if not is_json:
            _line("Broke off", progress.told)
        raise
    progress.end()
    if is_json:
        print(json.dumps(_told(outcome, known), indent=2))
    else:
        tell(outcome, is_base=_is_base(store))


def tell(outcome: Outcome, *, is_base: bool) -> None:
    """Print what a sync did: sent, received, still unsent, and whatever else somebody has to know."""
    late = f"; {wording.counted(outcome.late_count, 'bundle')} brought nothing new" if outcome.late_count else ""
    received = wording.counted(outcome.taken_count, "bundle") + f" with {wording.counted(outcome.new_count, 'new act')}"
    _line("Received", (received if outcome.taken_count else "nothing") + late)
    for each in outcome.refused:
        _line("Refused", f"{wording.bundle(each.name)}{_sender(each)}. {each.why.message} {each.why.hint}")
    sent = f"{wording.counted(outcome.sent_count, 'bundle')} with {wording.counted(outcome.sent_entries_count, 'act')}"
    _line("Sent", sent if outcome.sent_count else "nothing: nobody has to be told anything")
    if not is_base:
        unsent = f"{wording.counted(outcome.unsent_count, 'act')}, until base's receipt comes with its next bundle"
        _line(
            "Still unsent", unsent if outcome.unsent_count else "nothing: base holds everything that was recorded here"
        )
    if outcome.waiting_orders_count:
        _line("Waiting", f"{wording.counted(outcome.waiting_orders_count, 'order')} of base, until it holds your acts")
    if outcome.conflicts_count:
        found = wording.counted(outcome.conflicts_count, "detail was", "details were")
        _line("To settle", f"{found} set on two devices at once; both values are kept")
    if outcome.forked_count:
        found = wording.counted(outcome.forked_count, "laptop was", "laptops were")
        _line(
            "Found twice",
            f"{found} put back or cloned; both sides are kept, and it is an incident. Ring whoever has it",
        )


def _tell_plan(planned: Plan, known: KnownMailbox, store: Store) -> None:
    _line("Mailbox", f"{known.address} ({known.scheme}, {known.country})")
    if known.host_key:
        _line("Its server", f"shows the key with SHA-256 {known.host_key}")
    waiting = wording.counted(len(planned.waiting), "bundle") + " to take in"
    if _is_base(store):
        names = ", ".join(each.name for each in planned.to_tell)
        _line("To do", f"{waiting}; " + (f"to tell: {names}" if names else "nobody to tell anything yet"))
    else:
        _line("To do", f"{waiting}; {wording.counted(planned.unsent_count, 'act')} base is not known to hold")


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


def _sender(refused: Refused) -> str:
    return "" if refused.sender is None else f" from {refused.sender.name or 'base'}"


def _is_base(store: Store) -> bool:
    return store.sidecar.role == "base"


def _line(label: str, text: str) -> None:
    paper.say(text, f"{label:{LABEL}}")

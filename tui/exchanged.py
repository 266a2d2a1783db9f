"""What a sync will do, does and did, in words. Pure.

Owns the sentences, each with its label, for the command and the screen. Refuses to own syncing, and where they stand.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.errors import StoreError
from tui import staff_words, wording

if TYPE_CHECKING:  # the exchange loads every act, and a screen that waits to be asked for does not
    from store.exchange.mailboxes import KnownMailbox
    from store.exchange.sync import Outcome, Plan, Refused

Told = tuple[str, str]
"""A label and a sentence."""


def plan_words(planned: "Plan", known: "KnownMailbox", *, is_base: bool) -> Iterator[Told]:
    """Yield what a sync will do."""
    yield "Mailbox", f"{known.address} ({known.scheme}, {known.country})"
    if known.host_key:
        yield "Its server", f"shows the key with SHA-256 {known.host_key}"
    waiting = wording.counted(len(planned.waiting), "bundle") + " to take in"
    if is_base:
        names = ", ".join(each.name for each in planned.to_tell)
        yield "To do", f"{waiting}; " + (f"to tell: {names}" if names else "nobody to tell anything yet")
    else:
        yield "To do", f"{waiting}; {wording.counted(planned.unsent_count, 'act')} base is not known to hold"


def broken_off_words(doing: str, done: int, every: int) -> str:
    """Return what had been done when a sync broke off.

    Args:
        doing: As `Progress` tells it; empty where it told nothing yet.
        done: How many of them were done.
        every: How many there are.
    """
    bundles = f"{done} of {wording.counted(every, 'bundle')}"
    match doing:
        case "":
            return "Nothing had been done yet."
        case "taking in" if not done:
            return "Nothing had been done yet."
        case "taking in":
            return f"{bundles} had been looked at; what they brought is kept."
        case "sending":
            return f"Everything waiting had been taken in; {bundles} had been left in the mailbox."
        case _:
            return "Everything waiting had been taken in; nothing had been left in the mailbox."


def outcome_words(
    outcome: "Outcome", *, is_base: bool, hint_of: Callable[[StoreError], str] = lambda refusal: refusal.hint
) -> Iterator[Told]:
    """Yield what a sync did: received, sent, still unsent, and whatever else somebody has to know.

    Args:
        outcome: Of the sync.
        is_base: Whether it was base's.
        hint_of: Says what to do about a refusal; by commands where nothing else is given.
    """
    late = f"; {wording.counted(outcome.late_count, 'bundle')} brought nothing new" if outcome.late_count else ""
    received = wording.counted(outcome.taken_count, "bundle") + f" with {wording.counted(outcome.new_count, 'new act')}"
    yield "Received", (received if outcome.taken_count else "nothing") + late
    for each in outcome.refused:
        yield "Refused", f"{wording.bundle(each.name)}{_sender(each)}. {each.why.message} {hint_of(each.why)}"
    sent = f"{wording.counted(outcome.sent_count, 'bundle')} with {wording.counted(outcome.sent_entries_count, 'act')}"
    yield "Sent", sent if outcome.sent_count else "nothing: nobody has to be told anything"
    if not is_base:
        unsent = f"{wording.counted(outcome.unsent_count, 'act')}, until base's receipt comes with its next bundle"
        nothing = "nothing: base holds everything that was recorded here"
        yield "Still unsent", unsent if outcome.unsent_count else nothing
    if outcome.left_on is not None:
        yield "Hand in", f"{staff_words.left(outcome.left_on)} Once nothing is unsent, hand this laptop in"
    if outcome.has_witness is not None:
        left = (
            "base's checkpoint was left with them" if outcome.has_witness else "could not be reached; tried next time"
        )
        yield "Witness", left
    if outcome.waiting_orders_count:
        yield "Waiting", f"{wording.counted(outcome.waiting_orders_count, 'order')} of base, until it holds your acts"
    if outcome.conflicts_count:
        found = wording.counted(outcome.conflicts_count, "detail was", "details were")
        yield "To settle", f"{found} set on two devices at once; both values are kept"
    if outcome.forked_count:
        found = wording.counted(outcome.forked_count, "laptop was", "laptops were")
        yield (
            "Found twice",
            f"{found} put back or cloned; both sides are kept, and it is an incident. Ring whoever has it",
        )


def _sender(refused: "Refused") -> str:
    return "" if refused.sender is None else f" from {refused.sender.name or 'base'}"

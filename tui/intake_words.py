"""Words for what became of a delivery, printed and on the screen alike. Pure.

Owns the sentences. Refuses to own the counts (store).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from store.agreement.purposes import DatasetKind
from store.exchange.intake.outcome import Outcome
from store.keeping.acts.terms.exchange import HeldReason
from tui import wording

if TYPE_CHECKING:
    from store.exchange.intake.parting import Locked

WHY: Final = {
    HeldReason.ALREADY_HELD: "came in an earlier delivery",
    HeldReason.DOUBLED_ID: "the same id stands in several rows",
    HeldReason.LETTER_DATE_MISSING: "no date of the letter",
    HeldReason.NO_ADDRESS: "no address",
    HeldReason.NO_ID: "no id",
    HeldReason.OPTED_OUT: "the family had refused",
    HeldReason.RECORD_TOO_EARLY: "collected before September 2014",
    HeldReason.TOO_LONG: "a value is too long",
    HeldReason.UNREADABLE: "a date cannot be read or may mean two days, or cells stand beside the table",
    HeldReason.WINDOW_STILL_OPEN: "the two weeks to refuse are not over",
    HeldReason.WINDOW_TOO_SHORT: "the family was given under 14 full days to refuse",
}
"""Why a row waits, or is left out."""


def joined(council: str, other: str) -> str:
    """Return that two councils count as one."""
    return f"{other} comes under {council}: a family is the same under both by its id."


def parted(council: str, other: str, *, are_two: bool) -> str:
    """Return that it was taken back that two councils are one."""
    if are_two:
        return f"{council} and {other} are two councils again; rows that were left out come in with their file."
    return f"Taken back of {council} and {other}; they are one still by way of a third: take that back too."


def locked_lines(found: "Sequence[Locked]") -> Iterator[str]:
    """Yield who is to be looked at once councils were parted, each by its council's id."""
    if not found:
        return
    are = wording.counted(len(found), "family is", "families are")
    yield f"{are} locked for nothing but what was said of another council's. Look at each; nobody is opened by itself."
    for each in found:
        yield f"  {locked_line(each)}"


def locked_line(of: "Locked") -> str:
    """Return one of them, and of whose families it was said."""
    return f"{of.council}, {of.reference}: said of {' and '.join(of.others)}"


def proposed_lines(selected_count: int, others_count: int) -> Iterator[str]:
    """Yield what two people approve before updates are taken in."""
    yield f"Wave 2: {wording.counted(selected_count, 'family', 'families')} with a live yes to being contacted again."
    others = wording.counted(others_count, "other family", "other families")
    yield f"Destroyed: whatever is held of {others} of this council, on every laptop and here, for ever (7.2e)."


def _updates_lines(outcome: Outcome) -> Iterator[str]:
    counts = outcome.counts
    if counts.mailed:
        rows = wording.counted(counts.mailed, "row")
        yield f"Taken in: {rows} = {counts.supplied:,} of wave 2 + {outcome.left_out_count:,} that were never kept."
    if outcome.moved_count:
        moved = wording.counted(outcome.moved_count, "family", "families")
        yield f"{moved} of wave 2 moved: marked for whoever visits."
    if outcome.called_back_count:
        back = wording.counted(outcome.called_back_count, "family", "families")
        yield f"{back} of wave 2 asked back from laptops: given out again once base was backed up and they have synced."
    if outcome.waiting:
        yield f"Laptops that have yet to destroy their part: {', '.join(outcome.waiting)}. Sync, then do this again."
    else:
        yield "Nothing is held any more of the others."


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield what became of a delivery, a sentence a line; nobody is named."""
    counts = outcome.counts
    if outcome.kind is DatasetKind.UPDATES:
        yield from _updates_lines(outcome)
        return
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
            yield f"{on} on laptops: they are locked there with the next bundle."
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
        yield f"  {count:,} {'left out' if reason is HeldReason.OPTED_OUT else 'held back'}: {WHY[reason]}"
    if outcome.notes_count:
        notes = wording.counted(outcome.notes_count, "note waits", "notes wait")
        yield f"{notes} until somebody trained has read them (clause 7.2c)."
    if outcome.odd_numbers_count:
        odd = wording.counted(outcome.odd_numbers_count, "telephone number")
        yield f"{odd} cannot be right, kept as delivered: whoever dials it is told so."

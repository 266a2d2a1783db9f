"""The gates of a council's second wave as a checklist, and what two people approve. Pure.

Owns the sentences. Refuses to own how any gate stands (store).

Source: agreement 7.2d, 7.2e.
"""

from collections.abc import Iterator
from typing import Final

from store.exchange.destroying.plan import How
from store.exchange.wave_two.gates import Gates
from store.exchange.wave_two.journals import LaptopStands
from store.exchange.wave_two.proposing import Proposed
from tui import intake_words, wording
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

_DONE, _OPEN = "[x] ", "[ ] "
_BY: Final = {
    How.BY_HAND: "by hand",
    How.HERE: "here",
    How.KEEPER: "by a keeper",
    How.NOT_DONE: "not done",
    How.ORDER: "by order",
}


def checklist(stands: Gates, width: int) -> Iterator[PageLine]:
    """Yield every gate in its order, done ones too."""
    families = wording.counted(len(stands.now.selected) + len(stands.now.remainder), "family", "families")
    yield from paragraph(f"{stands.council}: {families} held", width, Tint.HEAD)
    yield from _gate(stands.sent is not None, _sent(stands), width)
    yield from _gate(stands.returned is not None, _returned(stands), width)
    yield from _laptops(stands, width)
    if stands.selection is None:
        for told, count, keys in (
            ("Every back-check that failed is settled", stands.suspended_count, "Back-checks (b)"),
            (
                "Everybody sent an extract was told who took linkage back since (4.2)",
                stands.owed_stops_count,
                "Linkage (n, s)",
            ),
            (
                "Everybody who agreed to linkage, and whose data goes, is in a confirmed extract (4.2)",
                stands.linkage_pending_count,
                "Linkage (n, x)",
            ),
        ):
            missing = f": {wording.counted(count, 'person', 'people')} not yet. {keys}" if count else ""
            yield from _gate(not count, f"{told}{missing}.", width)
    yield from _gate(
        stands.selection is not None, "Two people approve who is of wave 2, and whose data is destroyed.", width
    )
    yield PageLine("")
    yield from _now(stands, width)


def proposal(proposed: Proposed, width: int) -> Iterator[PageLine]:
    """Yield what two people read: who stays, who goes, and where what is held of them lies."""
    chosen = proposed.chosen
    kept, gone = intake_words.proposed_lines(len(chosen.selected), len(chosen.remainder))
    yield from paragraph(kept, width, Tint.HEAD)
    yield from paragraph(gone, width, Tint.WARNING)
    for step in proposed.steps:
        count = f"{wording.counted(step.count, 'family', 'families')}: " if step.count else ""
        yield from paragraph(f"{step.name} ({_BY[step.how]}): {count}{step.what}", width)
    yield PageLine("Rows of theirs in this file never reach the disk.", Tint.MUTED)
    yield PageLine("Nobody brings them back.", Tint.WARNING)


def _gate(is_done: bool, text: str, width: int) -> list[PageLine]:
    return paragraph(f"{_DONE if is_done else _OPEN}{text}", width, Tint.PLAIN if is_done else Tint.WARNING)


def _sent(stands: Gates) -> str:
    if stands.sent is not None:
        rows = wording.counted(stands.sent.rows_count, "family", "families")
        return f"Every family went back to its council for updating: {rows} (7.2e)."
    if stands.is_sent_old:
        return "More families came after the last resupply: send all of them back once more (7.2e)."
    return "Every family goes back to its council for updating (7.2e): F3, then b."


def _returned(stands: Gates) -> str:
    if stands.returned is None:
        return "Every id that went comes back once, with a status of the list (7.2d): F3, then u."
    told = stands.returned
    missing = f", {told.missing_count:,} left out and settled" if told.missing_count else ""
    return f"Every id that went came back once: {wording.counted(told.returned_count, 'row')}{missing}."


def _laptops(stands: Gates, width: int) -> Iterator[PageLine]:
    if stands.selection is not None:
        yield from _gate(True, "Every laptop's journal of wave 1 was in, or written off.", width)
        return
    if stands.sent is None:
        yield from _gate(False, "Every laptop's journal of wave 1 comes in after that, or is written off.", width)
        return
    out = [each for each in stands.laptops if not each.is_in]
    yield from _gate(not out, "Every laptop's journal of wave 1 is in, or written off.", width)
    for each in stands.laptops:
        yield from paragraph(
            f"{_DONE if each.is_in else _OPEN}{each.name}: {_why(each)}",
            width,
            Tint.MUTED if each.is_in else Tint.WARNING,
            before="    ",
        )


def _why(each: LaptopStands) -> str:
    holds = wording.counted(each.held_count, "family", "families")
    if each.is_written_off:
        return "written off, with an incident and a reason."
    if not each.held_count:
        return "has none of them any more."
    if not each.is_believed:
        return f"has {holds}, and is no longer believed: write it off, with an incident."
    if not each.is_heard_since:
        return f"has {holds}, and was not heard of since: let it sync (F5), or write it off."
    if each.unsent_count:
        return f"has {holds}, and {wording.counted(each.unsent_count, 'act')} it has not sent: let it sync (F5)."
    return f"has {holds}, and told everything since."


def _now(stands: Gates, width: int) -> Iterator[PageLine]:
    if stands.selection is not None:
        of = wording.counted(len(stands.selection.families), "family", "families")
        yield from paragraph(f"{of} of wave 2: Sample shows which moved, and who is asked again.", width)
        return
    kept = wording.counted(len(stands.now.selected), "family has", "families have")
    gone = wording.counted(len(stands.now.remainder), "other", "others")
    yield from paragraph(f"As it stands now {kept} a live yes to being contacted again.", width)
    yield from paragraph(f"What is held of the {gone} is destroyed everywhere when the updates come in.", width)

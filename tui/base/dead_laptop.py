"""A laptop that will not come back: what may be lost with it, whom somebody expects, and who gets its families.

Owns the questions and the page. Refuses to own what base knows of it, and the deed (store).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from store.clock import Instant, from_ms
from store.keeping.acts.terms.devices import RevocationCause
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.reissue import Dead
    from store.exchange.whereabouts import Carrier

NOBODY: Final = "nobody"
_CAUSES: Final = (
    Option(RevocationCause.REPLACED.value, "it is broken, or does not start any more"),
    Option(RevocationCause.LOST.value, "it is lost: tell of that with F2 too"),
    Option(RevocationCause.STOLEN.value, "it was stolen: tell of that with F2 too"),
)


def form(carriers: "Sequence[Carrier]") -> Form:
    """Return what is asked.

    Args:
        carriers: The laptops that can have its families.
    """
    to = [
        *(Option(each.device, f"{wording.plain(each.name)}, {wording.plain(each.interviewer)}") for each in carriers),
        Option(NOBODY, "nobody yet: a new one is enrolled first"),
    ]
    return Form(
        (
            Field("cause", "What happened", "What happened to it?", Kind.ONE, lambda _: _CAUSES),
            Field("to", "Families to", "Who gets its families?", Kind.ONE, lambda _: to),
        )
    )


def means(dead: "Dead", answers: Answers, width: int) -> list[PageLine]:
    """Return what base knows of it, and what keeping will do."""
    is_given = one(answers, "to") != NOBODY
    free = wording.counted(dead.free_count, "family", "families")
    given = f"{free} that may be visited go to the other laptop." if is_given else f"{free} can be given from then on."
    return [
        *paragraph(
            f"Nothing that {wording.plain(dead.laptop.name)} still writes is believed. That cannot be taken back.",
            width,
            Tint.WARNING,
        ),
        *paragraph(given, width),
        *_unsent(dead, width),
        *_booked(dead, width),
        *paragraph("What is on paper is keyed at the other laptop: Attempt, When, the time it was really made.", width),
    ]


def _unsent(dead: "Dead", width: int) -> Iterator[PageLine]:
    since, unsent = dead.laptop.last_in_at, wording.counted(dead.laptop.unsent_count, "act")
    lost = (
        "It never sent anything: whatever was done with it is lost."
        if since is None
        else f"It was heard of last on {wording.when(since)}, with {unsent} unsent. What was done after that is lost."
    )
    who = wording.plain(dead.laptop.interviewer) or "whoever had it"
    asking = f"Before anybody goes there, ask {who} whom they saw, and who refused."
    yield from paragraph(f"{lost} {asking}", width, Tint.WARNING)


def _booked(dead: "Dead", width: int) -> Iterator[PageLine]:
    if not dead.booked:
        yield PageLine("No appointment of the next seven days is known here.", Tint.MUTED)
        return
    yield PageLine("Who expects somebody: ring them", Tint.HEAD)
    for each in dead.booked:
        at: Instant = from_ms(each.at_ms)
        where = ", ".join(filter(None, (each.name, each.street, each.postcode)))
        yield from paragraph(f"{wording.when(at)}  {wording.plain(where)}", width)

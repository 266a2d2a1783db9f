"""Writing off what will not come back: what is asked, and doing it; two people, an incident and a reason.

Owns the questions. Refuses to own what can be written off, and what that closes (store).

Source: agreement 7.2e, 13.7, 14.1, A10, A11.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.names import hold_line
from tui import wording
from tui.base.destroying import second_field
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_SAID: Final = {
    WriteOffMatter.DEVICE: "a device, with whatever lies on it",
    WriteOffMatter.JOURNAL: "what a laptop never sent",
    WriteOffMatter.BACKUP: "a backup",
    WriteOffMatter.PAPER: "numbered sheets of paper",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is there to be written off, and the incidents it can rest on; options as they are offered."""

    things: dict[WriteOffMatter, Sequence[Option]] = field(repr=False)
    incidents: Sequence[Option] = field(repr=False)


def known(store: "Store") -> Known:
    """Return what is there to be written off; runs in the clerk's thread."""
    from store.custody.incidents.known import incidents
    from store.exchange.destroying.reading import standing_of
    from store.exchange.destroying.writing_off import sheets_out
    from store.keeping.acts.terms.exchange import Shipment

    standing = standing_of(store)
    devices, backups = {}, {}
    for each in standing.copies:
        if each.shipment is Shipment.BACKUP:
            backups[each.dataset] = f"{each.dataset[:8]}, on {each.name}"
        else:
            devices[str(each.device)] = each.name
    things = {
        WriteOffMatter.DEVICE: _options({**devices, **{str(each.device): each.name for each in standing.orders}}),
        WriteOffMatter.JOURNAL: _options({str(each.device): each.name for each in standing.unsent}),
        WriteOffMatter.BACKUP: _options(backups),
        WriteOffMatter.PAPER: [Option(each, each) for each in sheets_out(store)],
    }
    told = [
        Option(each.incident, f"{each.incident[:8]}, {wording.words(each.kind)}, {wording.when(each.identified_at)}")
        for each in incidents(store)
    ]
    return Known({matter: offered for matter, offered in things.items() if offered}, told)


def _options(named: dict[str, str]) -> list[Option]:
    return [Option(of, wording.plain(name)) for of, name in named.items()]


def asking(known: Known) -> Form:
    """Return the questions."""
    kinds = [Option(matter.value, _SAID[matter]) for matter in known.things]

    def offered(answers: Answers) -> Sequence[Option]:
        return known.things.get(WriteOffMatter(one(answers, "kind") or WriteOffMatter.DEVICE), ())

    def is_paper(answers: Answers) -> bool:
        return answers.get("kind") == WriteOffMatter.PAPER

    return Form(
        (
            Field("kind", "What", "What will not come back?", Kind.ONE, lambda _: kinds),
            Field("which", "Which", "Which one?", Kind.ONE, offered, applies=lambda answers: not is_paper(answers)),
            Field("sheets", "Sheets", "Which sheets? Space takes one, Enter goes on.", Kind.MANY, offered,
                  applies=is_paper),
            Field("incident", "Incident", "Which incident tells of it?", Kind.ONE, lambda _: known.incidents),
            Field("reason", "Reason", "Why? It prints on every declaration: no names.", Kind.LINE, check=hold_line),
            second_field(),
        )
    )  # fmt: skip


def means(width: int) -> list[PageLine]:
    """Return what keeping it does."""
    told = "It no longer stands in the way of a declaration; incident and reason print on every one after."
    back = "A device that is heard of again is open again. Where it was lost, its families still count as on it."
    return [*paragraph(told, width, Tint.WARNING), *paragraph(back, width)]


def keep(store: "Store", answers: Answers) -> None:
    """Write it off; runs in the clerk's thread.

    Raises:
        StoreError: As `write_off`.
    """
    from store.exchange.destroying.writing_off import Gone, write_off

    gone = Gone(WriteOffMatter(one(answers, "kind") or ""), one(answers, "which") or "", many(answers, "sheets"))
    second = partial(passphrase, answers, "second")
    write_off(store, gone, one(answers, "incident") or "", one(answers, "reason") or "", second)

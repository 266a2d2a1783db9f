"""Destroying from base's screens: what is asked, what each gate and each stage is called, and what came of it.

Owns the questions and the sentences. Refuses to own what a destruction does, and every gate (store).

Source: agreement 7.2e, 7.2f, 13.3, 13.5, A4.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.exchange.destroying.deciding import ALONE, Gate, Meant
from store.exchange.destroying.doing import Stage, Went
from store.ids import DeviceId
from store.keeping.acts.terms.destruction import DestructionScope
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

FAMILIES, DEVICE, GROUP, ORIGINAL, ALL, AGAIN = "families", "device", "group", "original", "all", "again"
LOST = "lost"

_WHAT: Final = (
    Option(FAMILIES, "families that I name by the council's reference"),
    Option(GROUP, "every family without a live yes to wave two (7.2e)"),
    Option(DEVICE, "whatever lies on one laptop"),
    Option(ORIGINAL, "the original dataset: what councils delivered, as it came (13.3)"),
    Option(ALL, "everything (7.2f)"),
    Option(AGAIN, "what a certificate says is gone, and an old copy brought back"),
    Option(LOST, "what laptops destroyed for a base that was lost, and a backup brought back"),
)
_WHY: Final = (
    Option("7.2f", "the project ends (7.2f)"),
    Option("7.2e", "they are not of wave two (7.2e)"),
    Option("A4", "the department instructed it for somebody who asked (10, A4)"),
    Option("14.1", "after an incident (14.1)"),
)
_CLAUSES: Final = {GROUP: "7.2e", ORIGINAL: "13.3", ALL: "7.2f", AGAIN: "7.2f", LOST: "7.2f"}

SCOPES: Final = {
    DestructionScope.FAMILY: "one family",
    DestructionScope.GROUP: "families",
    DestructionScope.WAVE: "a wave",
    DestructionScope.DEVICE: "one laptop",
    DestructionScope.DATASET: "original dataset",
    DestructionScope.WHOLE: "everything",
}
GATES: Final = {
    Gate.HELD: "Something of it is held here.",
    Gate.INSTRUCTED: "The department instructed it in writing (10, A4).",
    Gate.NOBODY_AGREES: "Nobody of them says yes to being contacted again by now (7.2e).",
    Gate.RESUPPLY: "Everything delivered went back for updating first (7.2e).",
    Gate.ACKNOWLEDGED: "Whoever agreed to linkage was sent, and that is confirmed (4.2, 7.2f).",
    Gate.STOP_LIST: "Everybody sent an extract was told who took linkage back since (4.2).",
    Gate.ROOM: "The disk has room for the copy it is made by.",
}
STAGES: Final = {
    Stage.ORDERING: "Laptops get their orders, and what they signed is read.",
    Stage.HERE: "Base goes over to a new key without them: this takes as long as its file is large.",
    Stage.AGAIN: "Looking whether anything came back that was destroyed.",
    Stage.CLEARING: "Clearing up behind it.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What base knows before it asks: its laptops, by id and name, and whether a backup brought something back."""

    laptops: Sequence[tuple[DeviceId, str]] = field(repr=False)
    has_lost: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and the clause it is done under."""

    meant: Meant = field(repr=False)
    clause: str

    @property
    def needs_two(self) -> bool:
        """Whether a second person approves."""
        return self.meant.scope not in ALONE

    @property
    def title(self) -> str:
        """What is meant, and how much."""
        return f"{scope_of(self.meant.scope, len(self.meant.families))}, clause {self.clause}"


def scope_of(scope: DestructionScope, count: int) -> str:
    """Return what is meant, with how many families that is where it is more than one."""
    families = wording.counted(count, "family", "families")
    if scope is DestructionScope.GROUP:
        return families
    return f"{SCOPES[scope].capitalize()}, {families}" if count > 1 else SCOPES[scope].capitalize()


def known(store: "Store") -> Known:
    """Return what base knows before it asks; runs in the clerk's thread."""
    from store.exchange.destroying.again import lost_with_base
    from store.exchange.peers import peers
    from store.keeping.acts.terms.store import StoreRole

    laptops = [(each.device, each.name) for each in peers(store) if each.role is StoreRole.FIELD]
    return Known(laptops, has_lost=bool(lost_with_base(store)))


def asking(known: Known) -> Form:
    """Return the questions about what is to be destroyed."""
    laptops = [Option(device, wording.plain(name)) for device, name in known.laptops]
    hidden = {DEVICE} if not laptops else set()
    hidden |= set() if known.has_lost else {LOST}
    what = [each for each in _WHAT if each.value not in hidden]

    def is_of(*kinds: str) -> Callable[[Answers], bool]:
        return lambda answers: answers.get("what") in kinds

    return Form(
        (
            Field("what", "What", "What is to be destroyed?", Kind.ONE, lambda _: what),
            Field("references", "References", "Which, by the council's reference? Blanks between them.", Kind.LINE,
                  applies=is_of(FAMILIES)),
            Field("laptop", "Laptop", "Which laptop?", Kind.ONE, lambda _: laptops, applies=is_of(DEVICE)),
            Field("file", "Certificate", "Which certificate? Its whole path.", Kind.LINE, applies=is_of(AGAIN)),
            Field("clause", "Why", "Why are they destroyed?", Kind.ONE, lambda _: _WHY,
                  applies=is_of(FAMILIES, DEVICE)),
        )
    )  # fmt: skip


def chosen(store: "Store", answers: Answers) -> Chosen:
    """Return what was chosen; runs in the clerk's thread.

    Raises:
        StoreError: There is no such family or laptop, or the certificate does not hold.
    """
    from store.custody.trail import family_of_reference
    from store.exchange.destroying import deciding
    from store.exchange.destroying.again import lost_with_base, meant_by
    from tui.documents import vouched_for

    what = one(answers, "what") or ""
    match what:
        case "families":
            references = (one(answers, "references") or "").replace(",", " ").split()
            meant = deciding.of_families([family_of_reference(store, each) for each in references])
        case "device":
            meant = deciding.of_device(store, DeviceId(one(answers, "laptop") or ""))
        case "group":
            meant = deciding.of_families(deciding.not_recontactable(store))
        case "original":
            meant = deciding.ORIGINAL_DATASET
        case "again":
            meant = meant_by(store, vouched_for(path_of(one(answers, "file") or "")))
        case "lost":
            meant = deciding.of_families(lost_with_base(store))
        case _:
            meant = deciding.everything(store)
    return Chosen(meant, _CLAUSES.get(what) or one(answers, "clause") or "7.2f")


def sure(of: Chosen) -> Form:
    """Return what is asked before it is decided: whether they are sure, and a second person where it takes two."""
    yes = (Option("yes", "yes: it cannot be taken back"),)
    return Form(
        (
            Field("sure", "Sure", f"{of.title}. Is that to be destroyed?", Kind.ONE, lambda _: yes),
            second_field(applies=of.needs_two),
        )
    )


def second_field(*, applies: bool = True) -> Field:
    """Return the question for the second person's passphrase."""
    return Field(
        "second", "Approves", "The second supervisor's own passphrase, typed by them.", Kind.LINE,
        applies=lambda _: applies, is_secret=True,
    )  # fmt: skip


def means(of: Chosen, width: int) -> list[PageLine]:
    """Return what deciding does."""
    two = "Two people decide it; the trail names both." if of.needs_two else "One supervisor decides this."
    return [
        *paragraph(f"{of.title}.", width, Tint.HEAD),
        *paragraph("Nobody brings back what is destroyed. What is broken off goes on where it was (o).", width,
                   Tint.WARNING),
        *paragraph("Laptops come first: each has to sync and sign. Base goes last, at one stroke.", width),
        *paragraph(two, width),
        *paragraph("Hand over the proofs that the controller wants to keep before that (h in Destruction).", width),
    ]  # fmt: skip


def decided(order: str, went: Sequence[Went], names: Mapping[str, str]) -> str:
    """Return what came of deciding one, in a sentence."""
    return next((came_of(each, names) for each in went if each.order == order), f"Destruction {order[:8]} is decided.")


def too_soon(count: int) -> str:
    """Return what is said of families that a laptop destroyed before it heard that its order was taken back."""
    families = wording.counted(count, "family", "families")
    return f"{families} went from a laptop whose order came back too late: base keeps them; give them again (f, a)."


def came_of(went: Went, names: Mapping[str, str]) -> str:
    """Return how far a destruction is, in a sentence."""
    if went.is_done:
        return f"Destruction {went.order[:8]} is done. Certify it (c)."
    waiting = ", ".join(wording.plain(names.get(each, each)) for each in went.waiting)
    return f"Destruction {went.order[:8]} waits for {waiting}: sync (F5), then go on (o)."

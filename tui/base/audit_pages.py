"""What an audit looks at, read and put into lines: the state of each, the witness, the control map, what is left open.

Owns the words. Refuses to own every figure (store), and where a line leads (audit).

Source: agreement 9.1c, 13.1, A8, A9, A12.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from store.clock import from_ms
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.destruction import Declaration
from tui import wording
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store


class Look(Enum):
    """What an audit looks at."""

    TRAIL = "Trail"
    CHECKPOINT = "Checkpoint"
    WITNESS = "Witness"
    DEVICES = "Devices"
    INCIDENTS = "Incidents"
    REQUESTS = "Requests"
    DESTRUCTION = "Destruction"
    CONTROLS = "Control map"
    LEFT_OPEN = "Agreement"
    PACKS = "Packs"
    ENDS = "Ends"


@dataclass(frozen=True, slots=True)
class Stands:
    """How one of them stands, in a sentence."""

    look: Look
    said: str = field(repr=False)


def stands(store: "Store", *, is_auditor: bool) -> Iterator[Stands]:
    """Yield what can be looked at, in its order; runs in the clerk's thread, and tells nothing."""
    from store.agreement.description import open_questions
    from store.custody.register import devices, told_together
    from store.keeping.agreed import agreement_of
    from store.keeping.kinds import acts_of

    journal = store.journal.head()
    since = wording.when(from_ms(store.first_act().at_ms))
    yield Stands(Look.TRAIL, f"{wording.counted(journal.size, 'entry', 'entries')} of base's own since {since}")
    yield Stands(
        Look.CHECKPOINT, f"of {wording.counted(journal.size, 'entry', 'entries')}: to photograph, or to keep elsewhere"
    )
    yield Stands(Look.WITNESS, _witness(store))
    known = told_together(devices(store), DeviceId(store.sidecar.store))
    yield Stands(Look.DEVICES, f"{wording.counted(len(known), 'device')} on the register")
    yield Stands(Look.INCIDENTS, _open(store, "incident"))
    yield Stands(Look.REQUESTS, _open(store, "request"))
    yield Stands(Look.DESTRUCTION, _destroyed(store))
    yield Stands(Look.CONTROLS, "which tests hold which clause, as of this release")
    agreement = agreement_of(store)
    left = wording.counted(len([*open_questions(agreement)]), "point")
    yield Stands(Look.LEFT_OPEN, f"{left} it leaves open, {wording.counted(len(agreement.faults), 'fault')} of its own")
    packs = len(list(acts_of(store, acts.AuditPackMade)))
    yield Stands(Look.PACKS, f"{wording.counted(packs, 'audit pack')} made (p makes one)")
    if not is_auditor:
        yield Stands(Look.ENDS, "what has to be so before a laptop, a drive or a supervisor ends")


def _witness(store: "Store") -> str:
    from store.exchange.audit.witness import heads_sent, witness_of

    found, heads = witness_of(store), heads_sent(store)
    if found is None:
        return "nobody outside keeps base's checkpoints (w names somebody)"
    last = f"the last of {heads[-1].size:,} entries" if heads else "none left yet"
    return f"{wording.plain(_name(store, found.recipient))} keeps them: {last}"


def _name(store: "Store", recipient: str) -> str:
    from store.exchange.recipients import recipients

    return next((each.name for each in recipients(store) if each.recipient == recipient), recipient)


def _open(store: "Store", what: str) -> str:
    from store.custody.incidents.known import incidents
    from store.custody.requests.known import requests

    told = incidents(store) if what == "incident" else requests(store)
    open_ = [each for each in told if each.end is None]
    return f"{wording.counted(len(told), what)}, {len(open_)} open"


def _destroyed(store: "Store") -> str:
    from store.exchange.destroying.known import certified, destructions, signed

    found, done, names = destructions(store), certified(store), signed(store)
    certificates = sum(each.order in done for each in found)
    both = "both declarations" if len(names) == len(Declaration) else wording.counted(len(names), "declaration")
    return f"{wording.counted(len(found), 'destruction')}, {certificates} certified, {both} signed"


# -- pages -------------------------------------------------------------------------------------------------------------


def witness_page(store: "Store", width: int) -> list[PageLine]:
    """Return who keeps base's checkpoints, where, and what they were left, the newest first."""
    from store.exchange.audit.witness import heads_sent, witness_of

    found = witness_of(store)
    if found is None:
        return paragraph(
            "Nobody outside base keeps its checkpoints: back in Audit, w names somebody.", width, Tint.WARNING
        )
    lines = [
        *paragraph(f"{_name(store, found.recipient)} is left base's checkpoint at each sync.", width, Tint.HEAD),
        *paragraph(f"Where: {found.address}", width),
        PageLine(""),
    ]
    for each in reversed(heads_sent(store)):
        lines += paragraph(f"{each.size:>9,} entries  root {each.root[:32]}", width)
    return lines


def control_page(width: int) -> list[PageLine]:
    """Return which tests hold which clause."""
    from store.exchange.audit.controls import control_map

    told = "As they were when this release was made: a clause, and the rooms of the tests that name it."
    lines = paragraph(told, width, Tint.HEAD)
    for clause, tests in control_map().items():
        lines += paragraph(f"{clause:<8}{', '.join(tests)}", width, indent=" " * 8)
    return lines


def left_open_page(store: "Store", width: int) -> list[PageLine]:
    """Return what the agreement leaves open, and its own faults, which are shown and not mended silently."""
    from store.agreement.description import open_questions
    from store.keeping.agreed import agreement_of

    agreement = agreement_of(store)
    lines = [*paragraph(agreement.title, width, Tint.HEAD), PageLine(""), PageLine("What it leaves open", Tint.HEAD)]
    for each in open_questions(agreement):
        lines += paragraph(f"{each.clause}  {each.label}: {each.value}", width)
    lines += [PageLine(""), PageLine("Its own faults, and what Doorstep does", Tint.HEAD)]
    for fault in agreement.faults:
        lines += paragraph(f"{fault.where}: {fault.wrong} {fault.doorstep}", width)
    return lines


def packs_page(store: "Store", width: int) -> list[PageLine]:
    """Return the packs that were made, the newest first."""
    from store.keeping.kinds import acts_of

    made = [act for each in acts_of(store, acts.AuditPackMade) if isinstance(act := each.act, acts.AuditPackMade)]
    lines = [PageLine("Audit packs", Tint.HEAD)]
    for each in reversed(made):
        whom = "in clear" if each.recipient is None else f"for {_name(store, each.recipient)}"
        entries = wording.counted(each.entries_count, "entry", "entries")
        period = f"{wording.day(each.from_on)} to {wording.day(each.to_on)}"
        lines += paragraph(f"{period}, {entries}, {whom}, SHA-256 {each.sha256[:16]}", width)
    return lines if made else [*lines, PageLine("None was made.", Tint.MUTED)]


def destruction_page(store: "Store", width: int) -> list[PageLine]:
    """Return what was destroyed and what each declaration waits for; reading it changes nothing."""
    from store.custody.destruction.gate import open_points
    from store.custody.destruction.gate_words import words_of
    from store.custody.naming import device_names
    from store.exchange.destroying.known import certified, destructions, signed
    from store.exchange.destroying.reading import standing_of

    standing, names, known, done = standing_of(store), device_names(store), signed(store), certified(store)
    lines: list[PageLine] = []
    titles = {
        Declaration.ORIGINAL_DATASET: "Declaration 1: the original dataset",
        Declaration.ALL_COPIES: "Declaration 2: all copies",
    }
    for declaration, title in titles.items():
        act, points = known.get(declaration), open_points(standing, declaration)
        lines.append(PageLine(title if act is None else f"{title}, signed {wording.day(act.signed_on)}", Tint.HEAD))
        for point in points:
            lines += paragraph(f"[ ] {words_of(point)}", width)
        lines += [] if points else [PageLine("[x] nothing is open")]
        lines.append(PageLine(""))
    lines.append(PageLine("Destructions", Tint.HEAD))
    for each in reversed(destructions(store)):
        missing = ", ".join(names.get(one, one) for one in each.missing)
        how = f"waits for {missing}" if not each.is_done else "certified" if each.order in done else "not certified"
        count = wording.counted(each.asked.families_count, "family", "families")
        told = f"{wording.when(from_ms(each.at_ms))}  {wording.words(each.asked.scope)}, {count}: {how}"
        lines += paragraph(told, width)
    return lines

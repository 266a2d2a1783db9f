"""What is still open before a declaration may be signed. Pure.

Owns the two lists, of the original dataset and of all copies, and what a write-off takes off them. Refuses to own
reading how things stand, and signing.

The original dataset is what had come anywhere by the time it was sent back for updating: what came later is of the
second wave, and stays until the last declaration; but not a backup that holds what base destroyed since.

Source: agreement 7.2e, 7.2f, 13.3-13.4 (original dataset), 13.5-13.7 (all copies), A2, A11.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from store.custody.destruction.standing import AtBase, Standing
from store.keeping.acts.terms.destruction import Declaration, WriteOffMatter
from store.keeping.acts.terms.exchange import RecipientKind, Shipment


class Matter(StrEnum):
    """What can stand in the way of a declaration."""

    ACKNOWLEDGEMENT = "acknowledgement"
    BACKUP = "backup"
    CERTIFICATE = "certificate"
    DESTRUCTION = "destruction"
    ELIGIBILITY = "eligibility"
    FAMILIES_AT_BASE = "families_at_base"
    HOLDING = "holding"
    LATER_BACKUPS = "later_backups"
    ORDER = "order"
    ORIGINALS = "originals"
    PAPER_BACK = "paper_back"
    PAPER_OUT = "paper_out"
    RESUPPLY = "resupply"
    SECRETS = "secrets"
    SUB_CONTRACTOR = "sub_contractor"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that stands in the way.

    Attributes:
        of: Whose or which, in a word; empty for base's own.
        id: Of the device, dataset, movement, order or destruction; empty for base's own.
        count: Families, sheets, acts or deliveries.
        dataset: Of what lies on a device, which: it may have several; empty where that was never told.
    """

    matter: Matter
    of: str = field(repr=False, default="")
    id: str = ""
    count: int = 0
    dataset: str = ""


_OF_THE_ORIGINAL: Final = (
    Matter.RESUPPLY,
    Matter.HOLDING,
    Matter.BACKUP,
    Matter.LATER_BACKUPS,
    Matter.ORDER,
    Matter.UNSENT,
    Matter.PAPER_OUT,
    Matter.PAPER_BACK,
    Matter.SUB_CONTRACTOR,
    Matter.ORIGINALS,
    Matter.ELIGIBILITY,
    Matter.DESTRUCTION,
    Matter.CERTIFICATE,
)
_OF_ALL: Final = (
    *(each for each in _OF_THE_ORIGINAL if each is not Matter.RESUPPLY),
    Matter.ACKNOWLEDGEMENT,
    Matter.FAMILIES_AT_BASE,
    Matter.SECRETS,
)


def matters_of(declaration: Declaration) -> tuple[Matter, ...]:
    """Return everything that can stand in the way of a declaration, what is closed too."""
    match declaration:
        case Declaration.ORIGINAL_DATASET:
            return _OF_THE_ORIGINAL
        case Declaration.ALL_COPIES:
            return _OF_ALL


_OF_A_SUB_CONTRACTOR: Final = frozenset({RecipientKind.SUB_CONTRACTOR, RecipientKind.EVALUATOR})


def open_points(standing: Standing, declaration: Declaration) -> list[OpenPoint]:
    """Return what stands in the way of a declaration, in the order in which a checklist shows it; empty for nothing.

    Args:
        standing: As it is now.
        declaration: Which.
    """
    match declaration:
        case Declaration.ORIGINAL_DATASET:
            until = standing.resupply_sent_at_ms
            if until is None:
                first = [OpenPoint(Matter.RESUPPLY)]
                until = _FOR_EVER
            else:
                first = []
            awaited = []
            at_base = _originals(standing.at_base)
        case Declaration.ALL_COPIES:
            first, until, awaited = [], _FOR_EVER, list(standing.awaited)
            at_base = [*_originals(standing.at_base), *_everything_else(standing.at_base)]
    return [
        *first,
        *_on_devices(standing, until),
        *_on_paper(standing),
        *_outside(standing, until),
        *(OpenPoint(Matter.ACKNOWLEDGEMENT, each.name, each.shipment) for each in awaited),
        *at_base,
        *_destructions(standing),
    ]


_FOR_EVER: Final = 2**63 - 1


def _on_devices(standing: Standing, until: int) -> list[OpenPoint]:
    off = [each for each in standing.written_off if not each.has_come_back]
    gone = {each.device for each in off if each.matter is WriteOffMatter.DEVICE}
    backups = {each.backup for each in standing.written_off if each.matter is WriteOffMatter.BACKUP}
    journals = gone | {each.device for each in off if each.matter is WriteOffMatter.JOURNAL}
    copies = [
        OpenPoint(
            Matter.BACKUP if each.shipment is Shipment.BACKUP else Matter.HOLDING,
            each.name,
            each.dataset if each.shipment is Shipment.BACKUP else each.device,
            each.families_count,
            "" if each.shipment is Shipment.BACKUP else each.dataset,
        )
        for each in standing.copies
        if (each.since_ms <= until or each.is_from_before) and each.device not in gone and each.dataset not in backups
    ]
    orders = [OpenPoint(Matter.ORDER, each.name, each.order) for each in standing.orders if each.device not in gone]
    unsent = [
        OpenPoint(Matter.UNSENT, each.name, each.device, each.count)
        for each in standing.unsent
        if each.device not in journals
    ]
    later = [
        OpenPoint(Matter.LATER_BACKUPS, f"{each.until_on.day} {each.until_on:%B %Y}", each.journal)
        for each in standing.put_back
    ]
    return [*copies, *later, *orders, *unsent]


def _on_paper(standing: Standing) -> list[OpenPoint]:
    lost = {sheet for each in standing.written_off for sheet in each.sheets}
    out = [each for each in standing.sheets.out if each not in lost]
    points = [OpenPoint(Matter.PAPER_OUT, count=len(out))] if out else []
    if standing.sheets.back:
        points.append(OpenPoint(Matter.PAPER_BACK, count=len(standing.sheets.back)))
    return points


def _outside(standing: Standing, until: int) -> list[OpenPoint]:
    return [
        OpenPoint(Matter.SUB_CONTRACTOR, each.name, each.movement, each.families_count)
        for each in standing.sent
        if each.kind in _OF_A_SUB_CONTRACTOR and not each.is_gone and each.at_ms <= until
    ]


def _destructions(standing: Standing) -> list[OpenPoint]:
    """Return what was decided and is not done, or is done and nobody certified it: neither is declared."""
    return [
        OpenPoint(Matter.CERTIFICATE if each.is_done else Matter.DESTRUCTION, id=each.order, count=each.families_count)
        for each in standing.decided
        if not (each.is_done and each.is_certified)
    ]


def _originals(at_base: AtBase) -> list[OpenPoint]:
    points = []
    if at_base.originals_count:
        points.append(OpenPoint(Matter.ORIGINALS, count=at_base.originals_count))
    if at_base.has_eligibility:
        points.append(OpenPoint(Matter.ELIGIBILITY))
    return points


def _everything_else(at_base: AtBase) -> list[OpenPoint]:
    points = []
    if at_base.families_count:
        points.append(OpenPoint(Matter.FAMILIES_AT_BASE, count=at_base.families_count))
    if at_base.secrets_count:
        points.append(OpenPoint(Matter.SECRETS, count=at_base.secrets_count))
    return points

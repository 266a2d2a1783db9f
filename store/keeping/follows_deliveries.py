"""What follows from acts about deliveries: where each stands, which families it brought, which of its rows wait.

Owns one small function a kind. Refuses to own whether a delivery may be taken in (exchange, intake).
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.exchange import EndpointKind, MovementEnd, RowDecision
from store.keeping.by_name import tables as tables_by_name
from store.keeping.by_name import tables_deliveries as tables
from store.keeping.folding import fold

if TYPE_CHECKING:
    from store.keeping.projection import Projection

ARRIVING: Final = "arriving"
TAKEN_IN: Final = "taken_in"
REJECTED: Final = "rejected"
UNREADABLE: Final = "unreadable"
QUARANTINED: Final = "quarantined"
RELEASED: Final = "released"
"""Where a delivery stands."""

JOINED: Final = "councils_joined"
"""A fact: pairs of councils, as they were written, whose families were said to be the same."""

PARTED: Final = "councils_parted"
"""A fact: pairs of councils, likewise, of which that was taken back at some time."""


def _moved(tables_: "Projection", _: int, act: acts.MovementRecorded) -> None:
    """A movement from a council is a delivery that arrives; of any other nothing follows here."""
    if act.from_end.kind is not EndpointKind.RECIPIENT:
        return
    told = {"movement": act.movement, "sha256": act.sha256, "state": ARRIVING, "at_ms": act.at_ms}
    _put(tables_, act.dataset, **told)


def _ended(tables_: "Projection", _: int, act: acts.MovementEnded) -> None:
    if act.end in (MovementEnd.FAILED, MovementEnd.LOST):
        tables_.change(tables.Delivery, {"movement": act.movement, "state": ARRIVING}, state=REJECTED)


def _taken_in(tables_: "Projection", _: int, act: acts.DeliveryTakenIn) -> None:
    names = ("mailed_count", "opted_out_count", "held_count", "supplied_count")
    _put(
        tables_,
        act.delivery,
        council=act.council,
        dataset_kind=act.dataset_kind,
        movement=act.movement,
        sha256=act.sha256,
        state=TAKEN_IN,
        at_ms=act.arrived_at_ms,
        **{name: getattr(act, name) for name in names},
    )


def _rejected(tables_: "Projection", _: int, act: acts.DeliveryRejected) -> None:
    _put(tables_, act.delivery, council=act.council, sha256=act.sha256, state=REJECTED, why=act.fault)


def _unreadable(tables_: "Projection", _: int, act: acts.DeliveryUnreadable) -> None:
    told = {"council": act.council, "sha256": act.sha256, "state": UNREADABLE, "at_ms": act.first_failed_at_ms}
    _put(tables_, act.delivery, **told)


def _quarantined(tables_: "Projection", _: int, act: acts.DeliveryQuarantined) -> None:
    _put(tables_, act.delivery, council=act.council, sha256=act.sha256, state=QUARANTINED, why=act.cause)


def _settled(tables_: "Projection", _: int, act: acts.QuarantineSettled) -> None:
    is_released = act.decision is RowDecision.RELEASE
    tables_.change(tables.Delivery, {"delivery": act.delivery}, state=RELEASED if is_released else REJECTED)


def _held(tables_: "Projection", _: int, act: acts.RowsHeld) -> None:
    for row in act.rows:
        tables_.put(tables.HeldBack, delivery=act.delivery, family=row.family, reasons=" ".join(row.reasons))


def _rows_settled(tables_: "Projection", _: int, act: acts.RowsSettled) -> None:
    for family in act.families:
        tables_.remove(tables.HeldBack, delivery=act.delivery, family=family)


def _joined(tables_: "Projection", _: int, act: acts.CouncilsJoined) -> None:
    pairs = json.loads(tables_.fact(JOINED, "[]"))
    pair = [act.council, act.other_council]
    if pair not in pairs:
        tables_.put(tables_by_name.Fact, name=JOINED, value=json.dumps([*pairs, pair]))


def _parted(tables_: "Projection", _: int, act: acts.CouncilsParted) -> None:
    told = {fold(act.council), fold(act.other_council)}
    pairs, before = json.loads(tables_.fact(JOINED, "[]")), json.loads(tables_.fact(PARTED, "[]"))
    apart = [pair for pair in pairs if set(map(fold, pair)) == told]
    left = [pair for pair in pairs if pair not in apart]
    tables_.put(tables_by_name.Fact, name=JOINED, value=json.dumps(left))
    tables_.put(tables_by_name.Fact, name=PARTED, value=json.dumps([*before, *apart]))


def _delivered(tables_: "Projection", _: int, act: acts.FamilyDelivered) -> None:
    tables_.put(tables.Supplied, family=act.family, delivery=act.delivery)


def _put(tables_: "Projection", delivery: str, **told: object) -> None:
    """Put what an act tells of a delivery beside what is known of it."""
    if not tables_.change(tables.Delivery, {"delivery": delivery}, **told):
        tables_.put(tables.Delivery, delivery=delivery, **told)


OF_DELIVERIES: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.MovementRecorded: _moved,
    acts.MovementEnded: _ended,
    acts.CouncilsJoined: _joined,
    acts.CouncilsParted: _parted,
    acts.DeliveryTakenIn: _taken_in,
    acts.DeliveryRejected: _rejected,
    acts.DeliveryUnreadable: _unreadable,
    acts.DeliveryQuarantined: _quarantined,
    acts.QuarantineSettled: _settled,
    acts.RowsHeld: _held,
    acts.RowsSettled: _rows_settled,
    acts.FamilyDelivered: _delivered,
}

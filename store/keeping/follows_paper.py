"""What follows from sheets of paper: where each is, and wishes noted by number until their family is found.

Owns the same of wishes for this store's own acts and, at base, for a laptop's; the register of sheets is base's alone.
Refuses to own what a wish does to a family.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.devices import SheetState
from store.keeping.by_name import tables, tables_clocks

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def _wish_noted(tables_: "Projection", _: int, act: acts.PaperWishNoted, _sender: str = "") -> None:
    tables_.put(
        tables.PaperWish,
        noted=act.noted,
        sheet=act.sheet,
        by=act.by,
        reach=act.reach,
        noted_at_ms=act.noted_at_ms,
        is_settled=False,
    )


def _wish_settled(tables_: "Projection", _: int, act: acts.PaperWishSettled, _sender: str = "") -> None:
    tables_.change(tables.PaperWish, {"noted": act.noted}, is_settled=True)


def _issued(tables_: "Projection", key: int, act: acts.PaperIssued) -> None:
    """Sheets were handed out; whose data is on them is written down of families that can still be read of alone."""
    for sheet in act.sheets:
        tables_.put_known(tables_clocks.SheetFamily, act.families, sheet=sheet)
        tables_.put(
            tables_clocks.Sheet,
            sheet=sheet,
            state=SheetState.ISSUED,
            families_count=len(act.families),
            issued_at_ms=tables_.header(key).at_ms,
            holder=act.holder,
            why_necessary=act.why_necessary,
            level=None,
            shredded_by=None,
            witness=None,
            recycler=None,
            shredded_at_ms=None,
        )


def _returned(tables_: "Projection", _: int, act: acts.PaperReturned) -> None:
    for sheet in act.sheets:
        tables_.change(tables_clocks.Sheet, {"sheet": sheet}, state=SheetState.RETURNED)


def _shredded(tables_: "Projection", _: int, act: acts.PaperShredded) -> None:
    told = {name: getattr(act, name) for name in ("level", "shredded_by", "witness", "recycler", "shredded_at_ms")}
    for sheet in act.sheets:
        tables_.change(tables_clocks.Sheet, {"sheet": sheet}, state=SheetState.SHREDDED, **told)


OF_PAPER: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.PaperWishNoted: _wish_noted,
    acts.PaperWishSettled: _wish_settled,
    acts.PaperIssued: _issued,
    acts.PaperReturned: _returned,
    acts.PaperShredded: _shredded,
}

OF_PAPER_FROM_LAPTOP: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.PaperWishNoted: _wish_noted,
    acts.PaperWishSettled: _wish_settled,
}

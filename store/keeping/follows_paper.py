"""What follows from sheets of paper: wishes noted by number, until their family is found.

Owns the same for this store's own acts and, at base, for a laptop's. Refuses to own what a wish does to a family.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts, tables
from store.keeping.acts import Act

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


OF_PAPER: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.PaperWishNoted: _wish_noted,
    acts.PaperWishSettled: _wish_settled,
}

OF_PAPER_FROM_LAPTOP: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.PaperWishNoted: _wish_noted,
    acts.PaperWishSettled: _wish_settled,
}

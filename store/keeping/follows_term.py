"""What follows from an extension of the agreement, and from its end: at base, and on every laptop that hears of it.

Owns the one fact that says what was told last. Refuses to own what the agreement's file says itself, and how the two
stand together (term).
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.by_name import tables
from store.keeping.exchange_words import EVERY_LAPTOP
from store.keeping.follows_exchange import address
from store.keeping.taking import TERM_TOLD

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def _told(tables_: "Projection", key: int, act: acts.AgreementExtended | acts.TermEnded) -> None:
    """Put what was told; base that went on from a copy tells it again, and it counts from when it was told first."""
    said = {"act": acts.dump(act).decode("ascii"), "kind": act.kind}
    known = json.loads(tables_.fact(TERM_TOLD, "{}"))
    if any(known.get(name) != value for name, value in said.items()):
        said["at"] = str(tables_.header(key).at_ms)
        tables_.put(tables.Fact, name=TERM_TOLD, value=json.dumps(said))


def _at_base(tables_: "Projection", key: int, act: acts.AgreementExtended | acts.TermEnded) -> None:
    """Let it go down to every laptop, one enrolled later too."""
    if tables_.is_base:
        _told(tables_, key, act)
        address(tables_, EVERY_LAPTOP, key)


def _by_base(tables_: "Projection", key: int, act: acts.AgreementExtended | acts.TermEnded, _sender: str) -> None:
    _told(tables_, key, act)


OF_TERM: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.AgreementExtended: _at_base,
    acts.TermEnded: _at_base,
}

OF_TERM_FROM_BASE: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.AgreementExtended: _by_base,
    acts.TermEnded: _by_base,
}

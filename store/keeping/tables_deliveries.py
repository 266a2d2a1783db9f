"""What councils sent, as it stands: each delivery, which families came in it, and which of its rows wait.

Owns their columns. Refuses to own what fills them (follows_deliveries) and the values of any row but ids and codes.
"""

from typing import ClassVar

from sqlmodel import Field

from store.keeping.tables import AboutFamily, Local, Projected

_KEYED: dict[str, object] = {"sqlite_with_rowid": False}


class Delivery(Projected, table=True):
    """A delivery: arriving, taken in, rejected, unreadable or quarantined; the counts are null until it is taken in."""

    delivery: str = Field(primary_key=True)
    council: str | None = Field(default=None, repr=False)
    dataset_kind: str | None = None
    movement: str | None = None
    sha256: str = Field(index=True)
    state: str
    why: str | None = None
    at_ms: int | None = None
    mailed_count: int | None = None
    opted_out_count: int | None = None
    held_count: int | None = None
    supplied_count: int | None = None


class Supplied(AboutFamily, table=True):
    """Which delivery a family came in."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    delivery: str


class HeldBack(Projected, table=True):
    """A row of a delivery that waits, by the id its family would have, and why; by space."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    delivery: str = Field(primary_key=True)
    family: str = Field(primary_key=True)
    reasons: str


class LocalOriginal(Local, table=True):
    """A delivery as it came, sealed under a key of its own for the resupply; an act tells its digests."""

    delivery: str = Field(primary_key=True)
    sealed: bytes = Field(repr=False)

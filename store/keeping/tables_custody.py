"""Who holds what, and who has seen it: tables of the custody register, all of them worked out from acts.

Owns their columns. Refuses to own what fills them (follows_custody) and the questions put to them (store.custody).
`Holding` and `FamilyView` are about one family and go with it; `DatasetMove` counts and names no family, and stays.

Source: agreement 8.2, A9.
"""

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from store.keeping.tables import AboutFamily, Projected

_KEYED: dict[str, object] = {"sqlite_with_rowid": False}


class Device(Projected, table=True):
    """A device that may hold personal data, as it stands now.

    `told_by` is the store that put it on the register, `particulars` the act's own in JSON, empty for a store that
    nobody has registered yet; `serial` is folded, so that one written with blanks is the same.
    """

    device: str = Field(primary_key=True)
    kind: str
    name: str = Field(repr=False)
    state: str
    told_by: str
    serial: str | None = Field(default=None, repr=False, index=True)
    particulars: str = Field(repr=False)


class VolumeLook(Projected, table=True):
    """How the volumes of a device were found when they were looked at last, by whoever could: itself, or base."""

    device: str = Field(primary_key=True)
    encrypted: str
    evidence: str
    at_ms: int


class DeviceEntry(Projected, table=True):
    """Which entries are about a device; `at_ms` is when, by the clock of whoever told it."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    device: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    at_ms: int


class DatasetMove(Projected, table=True):
    """So many families of a dataset came onto a device, or left it; `of` is the act's own id for it.

    A dataset is a delivery, an order of allocation, an export or a backup; empty where a move is of several.
    """

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    device: str = Field(primary_key=True)
    dataset: str = Field(primary_key=True, index=True)
    of: str = Field(primary_key=True)
    move: str = Field(primary_key=True)
    shipment: str
    families_count: int
    at_ms: int
    entry: int


class SealedBundle(Projected, table=True):
    """A bundle that a laptop left in a mailbox: which of its entries it told, and until when base had no receipt of it.

    Until then it may lie there still. `to_ms` is `follows_custody.STILL` while it may.
    """

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    mailbox: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    journal: str
    branch: int
    from_size: int
    size: int
    from_ms: int
    to_ms: int


class Holding(AboutFamily, table=True):
    """A family that lies on a device, or lay there: from when until when, and the entries that say so.

    Instants are those of whoever told it. `to_ms` is `follows_custody.STILL` while it lies there, and `device` is
    `follows_custody.HERE` for this store's own, which no index has: nearly every row of base's is of it.
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("holding_elsewhere", "device", "to_ms", "from_ms", sqlite_where=text("device <> ''")),
        _KEYED,
    )

    family: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    dataset: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    from_ms: int
    to_ms: int
    to_entry: int | None = None


class FamilyView(AboutFamily, table=True):
    """Somebody was shown parts of a family, on which device; parts stand apart by blanks."""

    __table_args__: ClassVar[dict[str, object]] = _KEYED

    family: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    staff: str
    device: str
    at_ms: int
    parts: str

"""The tables of the encrypted file, in three kinds.

`Kept` is the journal itself and is written by it alone. `Projected` follows from the journal: `projection.apply` writes
it and replay rebuilds it. `Local` lies outside replay and holds nothing an act does not. Refuses to own any rule.
"""

from typing import ClassVar

from sqlmodel import Field, SQLModel

N_BITS = 40
"""An entry's key is `stem << N_BITS | n`, so that one b-tree in journal order serves (journal, branch, n)."""


class Kept(SQLModel):
    """The journal's own tables."""


class Projected(SQLModel):
    """Tables that replay rebuilds."""


class AboutFamily(Projected):
    """Tables whose rows come from one family's bodies alone, and go with them.

    Each has a column `family` in its key, so that no family's row can take the place of another's.
    """


class Local(SQLModel):
    """Tables of this device alone."""


class Stem(Kept, table=True):
    """One branch of one journal, and the small number it has in this file."""

    id: int = Field(primary_key=True)
    journal: str
    branch: int


class Entry(Kept, table=True):
    """One entry: header, signature and leaf hash stay; salt and body go when they are erased."""

    id: int = Field(primary_key=True)
    header: bytes
    leaf: bytes
    signature: bytes
    salt: bytes | None = Field(default=None, repr=False)
    body: bytes | None = Field(default=None, repr=False)


class Node(Kept, table=True):
    """The hash of one perfect subtree, at the levels `tree` keeps, so that a head costs the same at any size."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    stem: int = Field(primary_key=True)
    level: int = Field(primary_key=True)
    index: int = Field(primary_key=True)
    hash: bytes


class FamilyEntry(AboutFamily, table=True):
    """Which entries are about a family."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    family: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)


class Family(AboutFamily, table=True):
    """A family as it was delivered."""

    family: str = Field(primary_key=True)
    council_reference: str = Field(repr=False)
    street: str = Field(repr=False)
    postcode: str | None = Field(default=None, repr=False)


class Person(AboutFamily, table=True):
    """A member of a family."""

    family: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    role: str
    first_names: str | None = Field(default=None, repr=False)
    surname: str | None = Field(default=None, repr=False)


class Tombstone(Projected, table=True):
    """An entry whose body was erased."""

    entry: int = Field(primary_key=True)


class Fact(Projected, table=True):
    """One fact about this store, by name: what it was founded as, and what changed since."""

    name: str = Field(primary_key=True)
    value: str = Field(repr=False)


class Staff(Projected, table=True):
    """Somebody who works here, or did."""

    staff: str = Field(primary_key=True)
    name: str = Field(repr=False)
    roles: str
    verify_key: str = Field(repr=False)
    sealing_key: str = Field(repr=False)
    left_on: str | None = None


class Credential(Projected, table=True):
    """What somebody was trained in, until when."""

    credential: str = Field(primary_key=True)
    staff: str
    topics: str
    evidence: str
    from_on: str
    expires_on: str


class Device(Projected, table=True):
    """A device that may hold personal data."""

    device: str = Field(primary_key=True)
    kind: str
    name: str = Field(repr=False)
    state: str


class LocalNote(Local, table=True):
    """One note of this device to itself, by name."""

    name: str = Field(primary_key=True)
    value: str = Field(repr=False)

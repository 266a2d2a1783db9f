"""The tables of the encrypted file, in three kinds.

`Kept` is the journal itself and is written by it alone. `Projected` follows from the journal: `projection.apply` writes
it and replay rebuilds it. `Local` lies outside replay and holds nothing an act does not. Refuses to own any rule, and
the tables of what is done at the door (tables_fieldwork) and of who holds what (tables_custody).
"""

from typing import ClassVar

from sqlmodel import Field, SQLModel


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


class ExchangedNote(Kept, table=True):
    """A signed checkpoint that went to another store or came from one: evidence that neither can take back."""

    digest: str = Field(primary_key=True)
    journal: str = Field(index=True)
    branch: int
    size: int
    note: bytes


class FamilyEntry(AboutFamily, table=True):
    """Which entries are about a family.

    In no index by entry: that would cost a page at every act about a family, and few ask which families entries are of.
    """

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    family: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)


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
    has_begun: bool
    is_ended: bool = False


class Ticket(Projected, table=True):
    """A ticket with which one laptop may enrol, and what became of it: open, ended or used."""

    ticket: str = Field(primary_key=True)
    ticket_digest: str
    device: str
    name: str = Field(repr=False)
    staff: str
    staff_name: str = Field(repr=False)
    expires_at_ms: int
    state: str


class PaperWish(Projected, table=True):
    """A wish noted by the number of a sheet, and whether its family was found; it names nobody."""

    noted: str = Field(primary_key=True)
    sheet: str
    by: str
    reach: str
    noted_at_ms: int
    is_settled: bool = False


class Peer(Projected, table=True):
    """A store this one exchanges bundles with: every laptop at base, base on a laptop."""

    device: str = Field(primary_key=True)
    role: str
    journal: str = Field(index=True)
    branch: int = 0
    staff: str | None = None
    staff_verify_key: str = Field(default="", repr=False)
    verify_key: str = Field(repr=False)
    sealing_key: str = Field(repr=False)
    epoch: int
    revoked_from: int | None = None
    number_in: int = 0
    number_out: int = 0
    their_size: int = 0
    their_root: str = ""
    heard_size: int = 0
    heard_number: int = 0
    release: str = ""
    unsent_count: int = 0


class Receipt(Projected, table=True):
    """How much of one of this store's branches its base countersigned, and how much of it lies in a verified backup."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    journal: str = Field(primary_key=True)
    branch: int = Field(primary_key=True)
    size: int
    backed_up_size: int


class Parentage(Projected, table=True):
    """Where a branch continues another one: the first entry of it stands after so many of its parent's."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    journal: str = Field(primary_key=True)
    branch: int = Field(primary_key=True)
    parent_branch: int
    parent_size: int


class Passage(Projected, table=True):
    """A run of a laptop's entries, and when, on base's clock, base took it in."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    journal: str = Field(primary_key=True)
    branch: int = Field(primary_key=True)
    first: int = Field(primary_key=True)
    count: int
    at: int


class RecoveryKey(Projected, table=True):
    """A public key that a store's data key is sealed to for one epoch, its private half elsewhere."""

    device: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    public_key: str = Field(repr=False)
    fingerprint: str
    holder: str | None = None


class SentBundle(Projected, table=True):
    """A bundle that was left in a mailbox for a peer, the head it told, and from where on: the peer knew what is below.

    Base's bundles carry what is addressed to the laptop from `from_size` on, so only a laptop that has all below it is
    brought up to `size` by one.
    """

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    to_device: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    digest: str
    size: int
    root: str
    from_size: int


class TakenBundle(Projected, table=True):
    """A bundle of a peer that was taken in."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    from_device: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    digest: str = Field(primary_key=True)


class Addressed(Projected, table=True):
    """An entry of base's journal that goes down to a laptop; an empty device is every laptop."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    device: str = Field(primary_key=True)
    n: int = Field(primary_key=True)


class Withheld(Projected, table=True):
    """An entry of base's that is for a laptop, and waits until that runs a release that can read it."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    device: str = Field(primary_key=True)
    journal: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    needs_release: str


class FieldOrder(Projected, table=True):
    """What base asked of a laptop, and what became of it.

    `base_at` is the index of its entry in base's journal, `entries` those of the entries it needs, by space.
    """

    order_id: str = Field(primary_key=True)
    order_kind: str
    device: str = Field(index=True)
    families: str
    entries: str
    base_at: int
    state: str


class Allocation(AboutFamily, table=True):
    """A family that base gave to a laptop, and whether it is known to lie there: given, held or gone."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    family: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    order_id: str
    interviewer: str
    state: str


class IssuedWording(Projected, table=True):
    """A wording that base put to use after the agreement's own; `entry` is its key in this file."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    wording: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    language: str = Field(primary_key=True)
    form: str
    purpose: str
    translation: str
    text: str = Field(repr=False)
    digest: str
    from_on: str
    entry: int = Field(index=True)


class Conflict(AboutFamily, table=True):
    """Values that two stores set without knowing of each other, and whether a supervisor settled it."""

    family: str = Field(primary_key=True)
    conflict: str = Field(primary_key=True)
    person: str | None = None
    field: str
    detail_entry: str | None = None
    is_settled: bool = False


class LocalSecret(Local, table=True):
    """A secret this device keeps for itself or a peer: what no act may hold. It outlives epochs."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    purpose: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    secret: bytes = Field(repr=False)


class LocalNote(Local, table=True):
    """One note of this device to itself, by name."""

    name: str = Field(primary_key=True)
    value: str = Field(repr=False)


class LocalDraft(Local, table=True):
    """What somebody typed into a form about a family and did not keep yet; gone with the family, and at each epoch."""

    __table_args__: ClassVar[dict[str, object]] = {"sqlite_with_rowid": False}

    family: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    draft: str = Field(repr=False)

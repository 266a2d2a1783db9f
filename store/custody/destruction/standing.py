"""How everything stands that has to be gone before a declaration: values, and nothing else.

Owns their shapes. Refuses to own reading them (exchange, destroying) and what they mean (gate).

Source: agreement 7.2f, 13.3-13.7, A2, A11.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.ids import DeviceId, JournalId
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.acts.terms.exchange import RecipientKind, Shipment


@dataclass(frozen=True, slots=True)
class Copy:
    """Data on a device other than base's own station.

    Attributes:
        dataset: Which; a backup's own id for a backup.
        families_count: How many families of it are left there.
        since_ms: When it came there first.
        is_from_before: Of a backup, whether base destroyed something after it was made: that lies in it.
    """

    device: DeviceId
    name: str = field(repr=False)
    kind: DeviceKind
    dataset: str
    shipment: Shipment
    families_count: int
    since_ms: int
    is_from_before: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What went to somebody outside.

    Attributes:
        is_gone: Whether they said in writing that they destroyed it.
    """

    movement: str
    recipient: str
    name: str = field(repr=False)
    kind: RecipientKind
    shipment: Shipment
    families_count: int
    at_ms: int
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Unsent:
    """A laptop that has acts base does not hold, or was last heard of with some."""

    device: DeviceId
    name: str = field(repr=False)
    count: int


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """Something base asked of a laptop that is not carried out."""

    order: str
    device: DeviceId
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What will not come back; its incident and its reason print on every declaration after.

    Attributes:
        sheets: The numbers of sheets of paper.
        has_come_back: Whether base heard of the device since: then what lies there is open like any other's.
    """

    write_off: str
    matter: WriteOffMatter
    device: DeviceId | None
    backup: str | None
    sheets: tuple[str, ...]
    incident: str
    reason: str = field(repr=False)
    has_come_back: bool = False


@dataclass(frozen=True, slots=True)
class AtBase:
    """What base itself holds.

    Attributes:
        families_count: Families of which anything can still be read.
        originals_count: Deliveries kept sealed as they came.
        has_eligibility: Whether the file of eligibility is there.
        secrets_count: Recovery keys of laptops and other secrets kept for what is held.
    """

    families_count: int
    originals_count: int
    has_eligibility: bool
    secrets_count: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """Numbered paper that is not shredded: still out, and back."""

    out: Sequence[str]
    back: Sequence[str]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Something sent for linkage that nobody confirmed having, or a stop-list that is owed."""

    shipment: Shipment
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """A destruction that was decided."""

    order: str
    families_count: int
    is_done: bool
    is_certified: bool


@dataclass(frozen=True, slots=True)
class PutBack:
    """Base went on from an older copy, and nobody said yet which backups were made after that copy.

    Attributes:
        journal: The one it went on in.
        until_on: The day of the last act that the copy has.
    """

    journal: JournalId
    until_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything together.

    Attributes:
        put_back: From which copies base went on, and what was made after them is not told.
        resupply_sent_at_ms: When the families originally provided went back to the council; None until then.
        awaited: Acknowledgements that did not come.
        decided: Destructions.
    """

    copies: Sequence[Copy]
    sent: Sequence[Sent]
    unsent: Sequence[Unsent]
    orders: Sequence[OpenOrder]
    sheets: Sheets
    at_base: AtBase
    written_off: Sequence[WrittenOff]
    resupply_sent_at_ms: int | None
    awaited: Sequence[Acknowledgement]
    decided: Sequence[Decided] = ()
    put_back: Sequence[PutBack] = ()

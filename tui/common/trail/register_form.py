"""Putting a device on the register: the form, and what its answers mean.

Owns the questions. Refuses to own the rules (store).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.custody.naming import staff_named, staff_names, staff_now
from store.keeping.acts.terms.devices import DeviceKind, Encrypted, EncryptionScheme
from store.keeping.names import hold_line
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.moments import iso_day

if TYPE_CHECKING:
    from store.keeping.acts import DeviceParticulars
    from store.keeping.store import Store

_KINDS: Final = tuple(
    Option(each.value, wording.words(each))
    for each in (
        DeviceKind.REMOVABLE_DRIVE, DeviceKind.PHONE, DeviceKind.LAPTOP, DeviceKind.BACKUP, DeviceKind.PAPER,
        DeviceKind.TRANSFER_SITE,
    )
)  # fmt: skip
_SCHEMES: Final = tuple(
    Option(each.value, wording.words(each))
    for each in (
        EncryptionScheme.LUKS, EncryptionScheme.BITLOCKER, EncryptionScheme.FILEVAULT, EncryptionScheme.APFS,
        EncryptionScheme.VERACRYPT, EncryptionScheme.HARDWARE, EncryptionScheme.FSCRYPT, EncryptionScheme.ZFS,
        EncryptionScheme.ECRYPTFS, EncryptionScheme.OTHER,
    )
)  # fmt: skip
"""The commonest first."""
_SHOWN: Final = (
    Option(Encrypted.YES.value, "yes, I saw what shows it"),
    Option(Encrypted.UNKNOWN.value, "that cannot be seen"),
    Option(Encrypted.NO.value, "no"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known before it is asked.

    Attributes:
        today: Stands as the day on which the encryption was seen.
        me: Who is signed in; stands as the holder.
        staff: What those who work here are called.
    """

    today: date
    me: str = field(repr=False)
    staff: Sequence[str] = field(repr=False)


def asking(store: "Store") -> Asking:
    """Return what is known before it is asked; runs in the clerk's thread."""
    me = staff_names(store).get(store.keys.person.staff, "")
    return Asking(london_day(store.now()), me, staff_now(store))


def fields(known: Asking) -> Sequence[Field]:
    """Return what is asked."""
    holders = [Option(each, wording.plain(each)) for each in known.staff]
    today = known.today
    return (
        Field("kind", "Kind", "What is it?", Kind.ONE, lambda _: _KINDS),
        Field("name", "Name", "What is it called here? Its label, for example.", Kind.LINE, check=hold_line),
        Field("serial", "Serial", "Which serial number does it carry?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("made", "Maker, model", "Who made it, and which model?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("tag", "Owner's tag", "Which tag of its owner?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("holder", "Holder", "Who has it?", Kind.ONE, lambda _: holders,
              first=known.me if known.me in known.staff else ""),
        Field("why", "Necessary", "Why is its use necessary?", Kind.LINE, check=hold_line),
        Field("encrypted", "Encrypted", "Is it encrypted?", Kind.ONE, lambda _: _SHOWN),
        Field("scheme", "By", "What encrypts it?", Kind.ONE, lambda _: _SCHEMES),
        Field("evidence", "Shown by", "What shows that?", Kind.LINE, check=hold_line),
        Field("seen_on", "Seen on", "On which day was that seen?", Kind.LINE, check=iso_day, first=today.isoformat()),
    )  # fmt: skip


def particulars_of(store: "Store", answers: Answers) -> "DeviceParticulars":
    """Return what the register is to say; runs in the clerk's thread."""
    from store.keeping import acts

    def said(name: str) -> str:
        return one(answers, name) or ""

    return acts.DeviceParticulars(
        kind=DeviceKind(said("kind")),
        name=said("name"),
        maker=None,
        model=one(answers, "made"),
        serial=one(answers, "serial"),
        owner_tag=one(answers, "tag"),
        holder=staff_named(store, said("holder")),
        kept_at=None,
        country="GB",
        why_necessary=said("why"),
        encryption=acts.EncryptionEvidence(
            encrypted=Encrypted(said("encrypted")),
            scheme=EncryptionScheme(said("scheme")),
            evidence=said("evidence"),
            seen_on=said("seen_on") or london_day(store.now()).isoformat(),
        ),
    )

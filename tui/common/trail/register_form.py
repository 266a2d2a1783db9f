"""Putting a device on the register: the form, and what its answers mean.

Owns the questions. Refuses to own the rules (store).
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.errors import DayFormError
from store.keeping.acts.terms.devices import DeviceKind, Encrypted, EncryptionScheme
from store.keeping.names import hold_line
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one

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


def _day(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayFormError from None


def fields(today: date) -> Sequence[Field]:
    """Return what is asked.

    Args:
        today: Stands as the day on which the encryption was seen.
    """
    return (
        Field("kind", "Kind", "What is it?", Kind.ONE, lambda _: _KINDS),
        Field("name", "Name", "What is it called here? Its label, for example.", Kind.LINE, check=hold_line),
        Field("serial", "Serial", "Which serial number does it carry?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("made", "Maker, model", "Who made it, and which model?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("tag", "Owner's tag", "Which tag of its owner?", Kind.LINE, check=hold_line, may_be_empty=True),
        Field("why", "Necessary", "Why is its use necessary?", Kind.LINE, check=hold_line),
        Field("encrypted", "Encrypted", "Is it encrypted?", Kind.ONE, lambda _: _SHOWN),
        Field("scheme", "By", "What encrypts it?", Kind.ONE, lambda _: _SCHEMES),
        Field("evidence", "Shown by", "What shows that?", Kind.LINE, check=hold_line),
        Field("seen_on", "Seen on", "On which day was that seen?", Kind.LINE, check=_day, first=today.isoformat()),
    )


def particulars_of(store: "Store", answers: Answers) -> "DeviceParticulars":
    """Return what the register is to say; runs in the clerk's thread. Whoever is signed in has the device."""
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
        holder=store.keys.person.staff,
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

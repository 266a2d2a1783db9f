"""Putting a device on the register, and saying something else of it: the forms, and what their answers mean.

Owns the questions. Refuses to own the rules (store).
"""

from collections.abc import Callable, Iterator, Sequence
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
    from store.keeping.acts import DeviceParticulars, EncryptionEvidence
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

_AS_BEFORE: Final = "before"


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
    """Return what is asked of a device that is put on the register."""
    holders = [Option(each, wording.plain(each)) for each in known.staff]
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
        *_shown_fields(known.today),
    )  # fmt: skip


def _shown_fields(today: date, applies: Callable[[Answers], bool] = lambda _: True) -> Iterator[Field]:
    yield Field("scheme", "By", "What encrypts it?", Kind.ONE, lambda _: _SCHEMES, applies=applies)
    yield Field("evidence", "Shown by", "What shows that?", Kind.LINE, check=hold_line, applies=applies)
    yield Field(
        "seen_on", "Seen on", "On which day was that seen?", Kind.LINE, check=iso_day, first=today.isoformat(),
        applies=applies,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Was:
    """What the register says of a device before it is asked what else.

    Attributes:
        holder: What whoever has it is called; empty for nobody in particular.
    """

    known: Asking
    said: "DeviceParticulars" = field(repr=False)
    holder: str = field(repr=False)


def was(store: "Store", device: str) -> Was:
    """Return what the register says before it is asked; runs in the clerk's thread.

    Raises:
        DeviceUnknownError: There is no such device.
    """
    from store.custody.register import described_so_far, device_named

    said = described_so_far(store, device_named(store, device))
    return Was(asking(store), said, staff_names(store).get(said.holder or "", ""))


def change_fields(was: Was) -> Sequence[Field]:
    """Return what is asked where the register is to say something else: what it says stands there."""
    said, today = was.said, was.known.today
    holders = [Option(each, wording.plain(each)) for each in dict.fromkeys((*was.known.staff, was.holder)) if each]
    seen = said.encryption
    before = Option(_AS_BEFORE, f"as it was: {wording.words(seen.encrypted)}, seen on {wording.day(seen.seen_on)}")
    optional = (
        ("serial", "Serial", "Which serial number does it carry?", said.serial),
        ("maker", "Maker", "Who made it?", said.maker),
        ("model", "Model", "Which model?", said.model),
        ("owner_tag", "Owner's tag", "Which tag of its owner?", said.owner_tag),
        ("kept_at", "Kept at", "Where is it kept?", said.kept_at),
    )
    return (
        Field("holder", "Holder", "Who has it?", Kind.ONE, lambda _: holders, first=was.holder),
        Field("name", "Name", "What is it called here?", Kind.LINE, check=hold_line, first=said.name),
        *(
            Field(name, label, question, Kind.LINE, check=hold_line, may_be_empty=True, first=value or "")
            for name, label, question, value in optional
        ),
        Field("why_necessary", "Necessary", "Why is its use necessary?", Kind.LINE, check=hold_line,
              first=said.why_necessary),
        Field("encrypted", "Encrypted", "Is it encrypted?", Kind.ONE, lambda _: (before, *_SHOWN), first=_AS_BEFORE),
        *_shown_fields(today, lambda answers: answers.get("encrypted") != _AS_BEFORE),
        Field("reason", "Reason", "Why does the register say so from now on?", Kind.LINE, check=hold_line),
    )  # fmt: skip


def changed(store: "Store", was: Was, answers: Answers) -> "DeviceParticulars":
    """Return what the register is to say instead; runs in the clerk's thread.

    Raises:
        StaffNameError: Whoever is to have it works here no longer.
    """
    said = was.said
    holder = one(answers, "holder") or ""
    lines = {name: one(answers, name) for name in ("serial", "maker", "model", "owner_tag", "kept_at")}
    is_seen = one(answers, "encrypted") != _AS_BEFORE
    return said.model_copy(
        update={
            **lines,
            "name": one(answers, "name"),
            "why_necessary": one(answers, "why_necessary"),
            "holder": said.holder if holder == was.holder else staff_named(store, holder),
            "encryption": _shown(store, answers) if is_seen else said.encryption,
        }
    )


def _shown(store: "Store", answers: Answers) -> "EncryptionEvidence":
    from store.keeping import acts

    return acts.EncryptionEvidence(
        encrypted=Encrypted(one(answers, "encrypted") or ""),
        scheme=EncryptionScheme(one(answers, "scheme") or ""),
        evidence=one(answers, "evidence") or "",
        seen_on=one(answers, "seen_on") or london_day(store.now()).isoformat(),
    )


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
        encryption=_shown(store, answers),
    )

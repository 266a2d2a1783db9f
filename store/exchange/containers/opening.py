"""Opening a delivery: what it is, whether it is strong enough, and the one file inside.

Owns telling containers apart by their first bytes. Refuses to own what each format demands, names of files inside,
which nobody trusts, and the disk: what is opened stays in memory.

Source: agreement 8.3: AES-256 or better; clear text never touches the disk.
"""

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.errors import ContainerUnencryptedError, ContainerUnknownError
from store.exchange.containers.limits import hold_size
from store.exchange.containers.pgp_packets import is_armoured, is_message
from store.keeping.acts.terms.exchange import Container

if TYPE_CHECKING:
    from store.exchange.containers.pgp_key import OpenpgpKey
    from store.keeping.passphrases import Passphrase

ZIP: Final = b"PK\x03\x04"
SEVEN_ZIP: Final = b"7z\xbc\xaf\x27\x1c"
_WORKBOOK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""Source: MS-CFB 2.2."""

_EMPTY_ZIP: Final = b"PK\x05\x06"
_SAMPLE_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Opened:
    """What a container held.

    Attributes:
        container: What it was wrapped in.
        content: The one file inside: a table as text, or a workbook.
    """

    container: Container
    content: bytes = field(repr=False)


def needs_passphrase(raw: bytes) -> bool:
    """Say whether a container cannot be opened without a passphrase: one to base's own key can."""
    if container_of(raw) is not Container.OPENPGP:
        return True
    from store.exchange.containers import openpgp  # slow to load, as every other: each is where it is needed

    return openpgp.needs_passphrase(raw)


def open_container(raw: bytes, passphrase: "Passphrase | None", own: "OpenpgpKey | None" = None) -> Opened:
    """Return what a container holds; the algorithm is read, and judged, before anything is decrypted.

    Args:
        raw: The whole file.
        passphrase: What the council told beside it; None where it `needs_passphrase` not.
        own: Base's own key, if it has one.

    Raises:
        ContainerUnencryptedError, ContainerWeakError: It is weaker than AES-256 (clause 8.3).
        ContainerError: Otherwise as its kind says.
    """
    hold_size(len(raw), Container.UNKNOWN)
    container = container_of(raw)
    if container is Container.OPENPGP:
        from store.exchange.containers import openpgp

        return Opened(container, openpgp.open_message(raw, passphrase, own))
    assert passphrase is not None
    match container:
        case Container.ZIP_AE2 | Container.ZIP_CRYPTO:
            from store.exchange.containers import zip_aes

            return Opened(container, zip_aes.open_zip(raw, passphrase))
        case Container.SEVEN_ZIP:
            from store.exchange.containers import seven_zip

            return Opened(container, seven_zip.open_seven_zip(raw, passphrase))
        case Container.XLSX_AGILE:
            from store.exchange.containers import workbook

            return Opened(container, workbook.open_workbook(raw, passphrase))
        case Container.PLAIN:
            raise ContainerUnencryptedError(container)
        case Container.UNKNOWN:
            raise ContainerUnknownError(container)


def container_of(raw: bytes) -> Container:
    """Return what bytes begin as."""
    if is_zip(raw):
        return Container.ZIP_AE2
    if raw.startswith(SEVEN_ZIP):
        return Container.SEVEN_ZIP
    if raw.startswith(_WORKBOOK):
        return Container.XLSX_AGILE
    if _is_text(raw[:_SAMPLE_BYTES]):  # no message begins with text, but for its armour
        return Container.OPENPGP if is_armoured(raw) else Container.PLAIN
    return Container.OPENPGP if is_message(raw) else Container.UNKNOWN


def is_zip(raw: bytes) -> bool:
    """Say whether bytes begin as a zip archive, a workbook among them, also where it is empty."""
    return raw.startswith((ZIP, _EMPTY_ZIP))


def _is_text(sample: bytes) -> bool:
    """Say whether bytes read as text: the letters of any alphabet, and no control bytes but those that part lines."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    controls = sum(each < 32 and each not in b"\t\n\r\f" for each in sample)
    letters = sum(32 <= each < 127 for each in sample)
    return bool(sample) and controls == 0 and (letters * 2 > len(sample) or _is_utf8(sample))


def _is_utf8(sample: bytes) -> bool:
    try:
        return len(codecs.getincrementaldecoder("utf-8")().decode(sample)) > 1  # a letter may be cut at its end
    except UnicodeDecodeError:
        return False

"""A council's container opens in memory alone, and only where AES-256 or better protects all of it (clause 8.3)."""

import base64
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import pyzipper

from store.errors import (
    ContainerCrowdedError,
    ContainerDamagedError,
    ContainerError,
    ContainerMethodError,
    ContainerPassphraseError,
    ContainerTooLargeError,
    ContainerUnencryptedError,
    ContainerUnknownError,
    ContainerWeakError,
)
from store.exchange.containers import limits, needs_passphrase, open_container, openpgp, seven_zip, workbook
from store.exchange.containers.pgp_key import OpenpgpKey, fresh
from store.exchange.intake.tables import table_in
from store.keeping.acts.terms.exchange import Container
from store.keeping.passphrases import read_passphrase
from store.keeping.secret import Secret
from tests.exchange import wrapped

TABLE = "family_id,surname\r\nECC-1,Ångström\r\n".encode()
BOOK = wrapped.workbook(("family_id", "surname"), ("ECC-1", "Ångström"))

GOOD: dict[str, tuple[Callable[[], bytes], bytes]] = {
    "zip": (lambda: wrapped.zipped(TABLE), TABLE),
    "7z": (lambda: wrapped.seven_zipped(TABLE), TABLE),
    "7z that hides names": (lambda: wrapped.seven_zipped(TABLE, hides_names=True), TABLE),
    "workbook": (lambda: wrapped.locked(BOOK), BOOK),
    "message": (lambda: wrapped.message(TABLE), TABLE),
    "message, zlib": (lambda: wrapped.message(TABLE, compressed=2), TABLE),
    "message, bzip2": (lambda: wrapped.message(TABLE, compressed=3), TABLE),
    "message, not compressed": (lambda: wrapped.message(TABLE, compressed=0), TABLE),
}


@cache
def made(name: str) -> bytes:
    """Return a good container: stretching its key takes long, so each is made once."""
    return GOOD[name][0]()


@pytest.mark.parametrize("name", GOOD)
def test_a_strong_container_gives_the_one_file_it_holds(name: str) -> None:
    assert open_container(made(name), wrapped.told()).content == GOOD[name][1]


def test_the_same_table_lies_in_every_container_of_the_practice_delivery() -> None:
    names = ("essex-contacts.aes256.zip", "essex-contacts.aes256.csv.gpg")
    contents = {open_container(wrapped.delivered(name), wrapped.told_with_them()).content for name in names}

    assert contents == {wrapped.delivered("refuse-unencrypted.csv")}


@pytest.mark.parametrize(
    ("name", "container", "algorithm"),
    [
        ("refuse-zipcrypto.zip", Container.ZIP_CRYPTO, "ZipCrypto"),
        ("refuse-aes128.zip", Container.ZIP_AE2, "AES-128"),
    ],
)
def test_a_weaker_container_is_refused_by_its_own_header_naming_the_clause(
    name: str, container: Container, algorithm: str
) -> None:
    with pytest.raises(ContainerWeakError, match=r"8\.3") as refusal:
        open_container(wrapped.delivered(name), read_passphrase(b"not even the right one"))

    assert (refusal.value.container, refusal.value.algorithm) == (container, algorithm)


def weak_workbook(key: bytes, other: bytes) -> bytes:
    """Return a workbook whose information says something else, in as many bytes."""
    raw = made("workbook")
    assert key in raw
    return raw.replace(key, other)


WEAK: dict[str, Callable[[], bytes]] = {
    "AES-192": lambda: wrapped.zipped(TABLE, bits=192),
    "Blowfish": lambda: wrapped.message(TABLE, cipher=4),
    "Triple DES": lambda: wrapped.message(TABLE, cipher=2),
    "an OpenPGP message without integrity protection": lambda: wrapped.message(TABLE, tag=9),
    "AES-128": lambda: weak_workbook(b'keyBits="256"', b'keyBits="128"'),
    "RC4-256": lambda: weak_workbook(b'cipherAlgorithm="AES"', b'cipherAlgorithm="RC4"'),
}


@pytest.mark.parametrize("algorithm", WEAK)
def test_what_protects_a_delivery_too_weakly_is_named(algorithm: str) -> None:
    with pytest.raises(ContainerWeakError) as refusal:
        open_container(WEAK[algorithm](), wrapped.told())

    assert refusal.value.algorithm == algorithm


@pytest.mark.parametrize(
    "raw",
    [
        TABLE,
        wrapped.zipped_in_clear(TABLE),
        BOOK,
        wrapped.seven_zipped(TABLE, passphrase=None),
        TABLE.decode().encode("utf-16"),
    ],
    ids=["table", "zip", "workbook", "7z", "table in UTF-16"],
)
def test_what_is_in_clear_is_refused_naming_the_clause(raw: bytes) -> None:
    with pytest.raises(ContainerUnencryptedError, match=r"8\.3"):
        open_container(raw, wrapped.told())


@pytest.mark.parametrize("name", GOOD)
def test_another_passphrase_is_told_from_damage(name: str) -> None:
    with pytest.raises(ContainerPassphraseError):
        open_container(made(name), read_passphrase(b"Another one entirely 7"))


@pytest.mark.parametrize("name", GOOD)
def test_a_container_that_breaks_off_anywhere_is_refused_by_name(name: str) -> None:
    raw = made(name)

    for size in (1, len(raw) // 2, len(raw) * 4 // 5):
        with pytest.raises(ContainerError):
            open_container(raw[:size], wrapped.told())


@pytest.mark.parametrize("name", ["zip", "message", "workbook"])
def test_a_flipped_byte_never_passes(name: str) -> None:
    raw = made(name)
    places = range(0, len(raw), len(raw) // 4)

    for place in places:
        flipped = bytearray(raw)
        flipped[place] ^= 0x20
        try:
            content = open_container(bytes(flipped), wrapped.told()).content
        except ContainerError:
            continue
        assert content == GOOD[name][1]  # a byte that says nothing: a date, a name, padding


def test_a_broken_delivery_and_an_unknown_one_are_unreadable() -> None:
    with pytest.raises(ContainerDamagedError) as damaged:
        open_container(wrapped.delivered("refuse-truncated.aes256.zip"), wrapped.told_with_them())
    with pytest.raises(ContainerUnknownError) as unknown:
        open_container(b"\x00\x01\x02 neither this nor that", wrapped.told())

    assert damaged.value.is_unreadable
    assert unknown.value.is_unreadable


def test_a_container_of_several_files_is_refused() -> None:
    with pytest.raises(ContainerCrowdedError) as refusal:
        open_container(wrapped.zipped(TABLE, more=2), wrapped.told())

    assert refusal.value.files_count == 3


def test_one_file_in_clear_among_strong_ones_is_enough_to_refuse() -> None:
    into = io.BytesIO(wrapped.zipped(TABLE))
    with pyzipper.AESZipFile(into, "a") as archive:
        archive.writestr("beside.csv", TABLE)

    with pytest.raises(ContainerUnencryptedError):
        open_container(into.getvalue(), wrapped.told())


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "zip": wrapped.zipped,
    "7z": wrapped.seven_zipped,
    "message, deflate": wrapped.message,
    "message, bzip2": lambda content: wrapped.message(content, compressed=3),
    "a file of its own": bytes,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_stops_at_the_limit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (limits, seven_zip, openpgp):
        monkeypatch.setattr(module, "LIMIT_BYTES", 1_000_000)

    with pytest.raises(ContainerTooLargeError):
        open_container(BOMBS[name](bytes(1_000_001)), wrapped.told())


@pytest.mark.parametrize("said", [900, 60_000])
def test_a_zip_that_lies_about_its_size_is_neither_cut_nor_believed(said: int) -> None:
    raw = wrapped.zipped(bytes(50_000))
    lying = raw.replace((50_000).to_bytes(4, "little"), said.to_bytes(4, "little"))
    assert lying != raw

    with pytest.raises(ContainerDamagedError):
        open_container(lying, wrapped.told())


def test_a_key_that_would_take_long_to_stretch_is_not_stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    seven = bytearray(made("7z that hides names"))
    at = seven.rfind(bytes.fromhex("06f10701")) + 5
    seven[at] = seven[at] & 0xC0 | 24

    with pytest.raises(ContainerMethodError):
        open_container(bytes(seven), wrapped.told())
    monkeypatch.setattr(workbook, "SPUN_AT_MOST", 99_999)
    with pytest.raises(ContainerMethodError):
        open_container(made("workbook"), wrapped.told())


def test_every_key_of_a_7z_file_counts_and_not_the_last_alone() -> None:
    """A hostile file may name a key that takes minutes, and another behind it that takes none."""
    raw = bytearray(made("7z that hides names"))
    at = raw.rfind(seven_zip.AES_256)
    slow = seven_zip.AES_256 + b"\x01" + bytes([24])
    starts_at = 32 + int.from_bytes(raw[12:20], "little")
    size = int.from_bytes(raw[20:28], "little")
    raw[at:at] = slow
    raw[20:28] = (size + len(slow)).to_bytes(8, "little")
    assert starts_at < at

    with pytest.raises(ContainerMethodError, match="stretch"):
        open_container(bytes(raw), wrapped.told())

    twice = seven_zip.AES_256 + b"\x01" + bytes([20])
    raw[at : at + len(slow)] = twice  # each is allowed, and both together are not
    with pytest.raises(ContainerMethodError, match="stretch"):
        open_container(bytes(raw), wrapped.told())


def test_a_message_under_many_keys_is_not_stretched_for_minutes() -> None:
    sealed = wrapped.message(TABLE)
    slow = b"\x04\x09\x03\x03" + bytes(8) + b"\xff"  # AES-256, iterated, RIPEMD-160, 65 million octets

    with pytest.raises(ContainerMethodError, match="stretch"):
        open_container((b"\xc3" + bytes([len(slow)]) + slow) * 40 + sealed, wrapped.told())


@pytest.mark.parametrize("first", ["É", "Ë", "Á", "Ò", "Ô", "Ñ", "É\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_table_that_begins_with_a_letter_of_a_message_is_still_a_table_in_clear(first: str, encoding: str) -> None:
    raw = f"{first}cole,surname\r\nECC-1,Hart\r\n".encode(encoding)

    with pytest.raises(ContainerUnencryptedError, match=r"8\.3"):
        open_container(raw, wrapped.told())


def test_a_table_of_other_letters_than_english_ones_is_in_clear_too() -> None:
    with pytest.raises(ContainerUnencryptedError):
        open_container(("Қосымша;Өтініш\r\n" * 40).encode(), wrapped.told())


def test_a_message_to_a_key_asks_for_one_under_a_passphrase() -> None:
    to_a_key = b"\xc1\x0f\x03" + bytes(8) + b"\x01" + bytes(5)
    sealed = wrapped.message(TABLE)
    sealed = sealed[sealed.index(b"\xd2\xff") :]

    with pytest.raises(ContainerMethodError, match="to another key"):
        open_container(to_a_key + sealed, wrapped.told())


MADE_AT = datetime(2015, 11, 2, tzinfo=UTC)
OWN = OpenpgpKey(Secret(fresh(bytes(range(32)), bytes(range(32, 64)), MADE_AT)))
OTHER = OpenpgpKey(Secret(fresh(bytes(32), bytes(range(1, 33)), MADE_AT)))


def test_a_message_to_bases_own_key_opens_without_a_passphrase() -> None:
    raw = wrapped.message_to(OWN.certificate("Base"), TABLE)

    assert not needs_passphrase(raw)
    assert open_container(raw, None, OWN).content == TABLE
    for key in (None, OTHER):
        with pytest.raises(ContainerMethodError, match="to another key"):
            open_container(raw, None, key)
    with pytest.raises(ContainerDamagedError):
        open_container(raw[:-1] + bytes((raw[-1] ^ 1,)), None, OWN)


def test_a_weak_cipher_under_a_strong_key_is_named_before_anything_is_decrypted() -> None:
    raw = wrapped.message_to(OWN.certificate("Base"), TABLE, cipher=7, key_bytes=16)

    with pytest.raises(ContainerWeakError, match="AES-128"):
        open_container(raw, None, OWN)


@pytest.mark.skipif(shutil.which("gpg") is None, reason="there is no GnuPG here")
def test_another_program_takes_the_key_and_what_it_writes_opens(tmp_path: Path) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ("gpg", "--homedir", str(home), "--batch", "--quiet", "--no-autostart", "--trust-model", "always")

    subprocess.run([*gpg, "--import"], input=OWN.certificate("Base"), check=True)
    written = subprocess.run(
        [*gpg, "--encrypt", "--recipient", OWN.fingerprint], input=TABLE, check=True, capture_output=True
    )

    assert open_container(written.stdout, None, OWN).content == TABLE


def test_armour_around_a_message_is_taken_off() -> None:
    text = base64.encodebytes(wrapped.message(TABLE))
    armoured = b"-----BEGIN PGP MESSAGE-----\r\n\r\n" + text + b"=abcd\n-----END PGP MESSAGE-----\n"

    assert open_container(armoured, wrapped.told()).content == TABLE


def test_whatever_is_done_to_a_container_gives_its_file_or_an_error_of_ours() -> None:
    dice = random.Random(2015)
    good = [wrapped.zipped(TABLE), wrapped.zipped(TABLE, bits=128), wrapped.message_to(OWN.certificate("Base"), TABLE)]

    for _ in range(500):
        raw = bytearray(dice.choice(good))
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(raw))
            match dice.randrange(3):
                case 0:
                    raw[at] = dice.randrange(256)
                case 1:
                    del raw[at : at + dice.randint(1, 30)]
                case _:
                    raw[at:at] = dice.randbytes(dice.randint(1, 20))
        try:
            assert open_container(bytes(raw), wrapped.told(), OWN).content == TABLE
        except ContainerError:
            continue


@contextmanager
def watched() -> Iterator[list[str]]:
    """Give what is opened to be written, or made in a folder, while this lasts."""
    written: list[str] = []
    is_on = True

    def look(event: str, given: tuple[object, ...]) -> None:
        if not is_on:
            return
        is_writing = event == "open" and (
            (isinstance(given[1], str) and set(given[1]) & set("wax+"))
            or (isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        )
        if is_writing or event.startswith(("tempfile.", "os.mkdir", "os.rename", "shutil.")):
            written.append(f"{event} {given[0]!r}")

    sys.addaudithook(look)
    try:
        yield written
    finally:
        is_on = False


def test_clear_text_never_touches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clause 8.3."""
    raws = [made(name) for name in ("zip", "7z", "workbook", "message")]
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.chdir(tmp_path)

    with watched() as written:
        for raw in raws:
            assert len(list(table_in(open_container(raw, wrapped.told()).content).rows())) == 2

    assert written == []
    assert list(tmp_path.iterdir()) == []

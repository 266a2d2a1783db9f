"""Containers as councils make them, good, weak and hostile, out of any bytes.

Owns wrapping. Refuses to own what is inside.
"""

import bz2
import hashlib
import io
import os
import random
import zipfile
import zlib
from functools import cache
from pathlib import Path

import py7zr
import pyzipper
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from msoffcrypto.format.ooxml import OOXMLFile

from store.exchange.containers.pgp_packets import packets
from store.keeping.passphrases import Passphrase, read_passphrase

DELIVERIES = Path(__file__).parent / "deliveries"
"""What councils sent, to practise on: public addresses, and nobody who lives."""

SPOKEN = "Copper-Basket-91-Thimble"


def told() -> Passphrase:
    return read_passphrase(SPOKEN.encode())


def delivered(name: str) -> bytes:
    """Return a delivery to practise on."""
    return (DELIVERIES / name).read_bytes()


def told_with_them() -> Passphrase:
    """Return the passphrase of every delivery to practise on."""
    return read_passphrase(delivered("PASSPHRASE.txt"))


def zipped(content: bytes, *, bits: int = 256, name: str = "table.csv", more: int = 0) -> bytes:
    """Return a zip file under AES, with `more` files beside the one."""
    into = io.BytesIO()
    with pyzipper.AESZipFile(into, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(SPOKEN.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=bits)
        archive.writestr(name, content)
        for number in range(more):
            archive.writestr(f"{number}.csv", content)
    return into.getvalue()


def zipped_in_clear(content: bytes, name: str = "table.csv") -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return into.getvalue()


def seven_zipped(
    content: bytes, *, passphrase: str | None = SPOKEN, hides_names: bool = False, dictionary_bytes: int = 0
) -> bytes:
    """Return a 7z file, packed with a dictionary of its own size or of another."""
    packing = {"id": py7zr.FILTER_LZMA2, "dict_size": dictionary_bytes}
    filters = [packing, {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}] if dictionary_bytes else None
    into = io.BytesIO()
    with py7zr.SevenZipFile(into, "w", password=passphrase, header_encryption=hides_names, filters=filters) as archive:
        archive.writestr(content, "table.csv")
    return into.getvalue()


def locked(book: bytes) -> bytes:
    """Return a workbook under a password, as Excel makes one."""
    into = io.BytesIO()
    OOXMLFile(io.BytesIO(book)).encrypt(SPOKEN, into)
    return into.getvalue()


def message(content: bytes, *, cipher: int = 9, compressed: int = 1, tag: int = 18, times: int = 1) -> bytes:
    """Return an OpenPGP message under the passphrase: salted and iterated SHA-256, one packet of each kind.

    Args:
        content: Of the one file.
        cipher: The number of the cipher that it is said to be under.
        compressed: The number of what packs it.
        tag: Of the packet that is sealed.
        times: How often it is packed.
    """
    salt, count = os.urandom(8), 96
    repeated = (salt + SPOKEN.encode()) * 65_536
    key = hashlib.sha256(repeated[: (16 + (count & 15)) << (count >> 4) + 6]).digest()
    clear = _packet(11, _LITERAL + content)
    for _ in range(times):
        match compressed:
            case 1:
                packer = zlib.compressobj(wbits=-15)
                clear = _packet(8, b"\x01" + packer.compress(clear) + packer.flush())
            case 2:
                clear = _packet(8, b"\x02" + zlib.compress(clear))
            case 3:
                clear = _packet(8, b"\x03" + bz2.compress(clear))
    return _packet(3, bytes((4, cipher, 3, 8)) + salt + bytes((count,))) + _sealed(key, clear, tag)


def message_to(certificate: bytes, content: bytes, *, cipher: int = 9, key_bytes: int = 32) -> bytes:
    """Return an OpenPGP message to the encryption key of a certificate, as any program would make it."""
    subkey = next(packet.body for packet in packets(certificate) if packet.tag == 14)
    fingerprint = hashlib.sha1(b"\x99" + len(subkey).to_bytes(2, "big") + subkey).digest()
    oid, point, kdf = subkey[6:17], subkey[20:52], subkey[52:56]
    ephemeral, session = X25519PrivateKey.generate(), os.urandom(key_bytes)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(point))
    param = oid + b"\x12" + kdf + b"Anonymous Sender    " + fingerprint
    wrapping = hashlib.sha256(b"\x00\x00\x00\x01" + shared + param).digest()
    told = bytes((cipher,)) + session + (sum(session) % 65_536).to_bytes(2, "big")
    padding = 8 - len(told) % 8
    wrapped = aes_key_wrap(wrapping, told + bytes((padding,)) * padding)
    to = fingerprint[-8:] + b"\x12" + (263).to_bytes(2, "big") + b"\x40" + ephemeral.public_key().public_bytes_raw()
    return _packet(1, b"\x03" + to + bytes((len(wrapped),)) + wrapped) + _sealed(
        session, _packet(11, _LITERAL + content)
    )


_LITERAL = b"b\x05t.csv\x00\x00\x00\x00"


def _sealed(key: bytes, clear: bytes, tag: int = 18) -> bytes:
    begins = os.urandom(16)
    said = begins + begins[-2:] + clear + b"\xd3\x14"
    said += hashlib.sha1(said).digest()
    encryptor = Cipher(algorithms.AES(key), CFB(bytes(16))).encryptor()
    return _packet(tag, b"\x01" + encryptor.update(said) + encryptor.finalize())


def _packet(tag: int, body: bytes) -> bytes:
    return bytes((0xC0 | tag, 0xFF)) + len(body).to_bytes(4, "big") + body


@cache
def workbook(*rows: tuple[str, ...], more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """Return a workbook of one sheet of texts; `more` are parts put in place of its own, or beside them."""
    cells = "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{_column(n)}{at}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/>'
        b'<Override PartName="/xl/workbook.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        b'<sheet name="Families" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b"<Relationships xmlns="
        b'"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        b' Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + cells.encode() + b"</sheetData></worksheet>",
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **dict(more)}.items():
            archive.writestr(name, part)
        archive.writestr("docProps/thumbnail.jpeg", random.Random(7).randbytes(5_000))  # none that Excel makes is small
    return into.getvalue()


def _column(n: int) -> str:
    return (_column(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)

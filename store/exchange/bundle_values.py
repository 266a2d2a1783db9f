"""The values that contents of a bundle are made of, each in its one form.

Owns fields, lists, texts, numbers and Base64 as strict JSON has them. Refuses to own canonical JSON itself, and what
any of it means.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from typing import Any

from store.errors import BundleFormError


def read_fields(value: object, *names: str) -> dict[str, Any]:
    """Return the object, if it has exactly these fields.

    Raises:
        BundleFormError: It is none, or has others.
    """
    if not isinstance(value, dict) or value.keys() != set(names):
        raise BundleFormError("its fields are not those of its contents")
    return value


def read_list(value: object) -> list[Any]:
    """Return the list, of anything.

    Raises:
        BundleFormError: It is none.
    """
    if not isinstance(value, list):
        raise BundleFormError("a list is none")
    return value


def read_text(value: object) -> str:
    """Return the text.

    Raises:
        BundleFormError: It is none.
    """
    if not isinstance(value, str):
        raise BundleFormError("a text is none")
    return value


def read_number(value: object) -> int:
    """Return the number; true and false are none.

    Raises:
        BundleFormError: It is none.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise BundleFormError("a number is none")
    return value


def base64_of(raws: Sequence[bytes]) -> list[str]:
    """Return each as Base64."""
    return [b2a_base64(raw, newline=False).decode() for raw in raws]


def read_base64(texts: list[Any]) -> list[bytes]:
    """Return what the texts spell, if each is the one way to spell it.

    Raises:
        BundleFormError: One is no text, or is spelt in another way.

    Source:
        RFC 4648, 3.5 (canonical encoding) and 4.
    """
    if not set(map(type, texts)) <= {str}:
        raise BundleFormError("a text is none")
    try:
        raws = list(map(a2b_base64, texts))
    except ValueError:
        raise BundleFormError("its Base64 is malformed") from None
    # Spelt again, each ends with the only line feed in it, so the whole is equal only where each text is.
    if b"".join(map(b2a_base64, raws)) != "\n".join([*texts, ""]).encode():
        raise BundleFormError("its Base64 is malformed")
    return raws

"""Canonical JSON: one spelling for one value, so that a digest of the bytes is a digest of the value.

Owns writing and strict reading of RFC 8785 for the values acts and sidecars are made of: null, booleans, integers up to
2^53 - 1, strings, lists, and objects with ASCII names. Refuses to own floats, which it does not write or read at all,
and any meaning of what was read.
"""

import json
from enum import StrEnum
from typing import Any, Final, NoReturn

from store.errors import NotCanonicalError

INT_MAX: Final = 2**53 - 1
"""The largest integer that every reader of JSON keeps whole.

Source: RFC 8785 section 3.2.2.3, RFC 7493 section 2.2.
"""

DEPTH_MAX: Final = 64
"""How deep a value that is written may be nested."""


class Fault(StrEnum):
    """Why something is not canonical JSON."""

    DUPLICATE_NAME = "duplicate_name"
    FLOAT = "float"
    INTEGER_TOO_LARGE = "integer_too_large"
    LONE_SURROGATE = "lone_surrogate"
    NAME_NOT_ASCII = "name_not_ascii"
    NOT_A_NUMBER = "not_a_number"
    NOT_JSON = "not_json"
    NOT_UTF8 = "not_utf8"
    OTHER_SPELLING = "other_spelling"
    OTHER_TYPE = "other_type"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"


def dumps(value: object) -> bytes:
    """Return the canonical spelling of a value.

    Args:
        value: None, bool, int, str, list or tuple, dict with str names; nested at most `DEPTH_MAX` deep.

    Raises:
        NotCanonicalError: It holds something that has no canonical spelling here.

    Source:
        RFC 8785. Names are ASCII, so that their order by code point, which the standard library writes, is their
        order by UTF-16 unit, which the RFC asks for; its escapes are those of section 3.2.2.2.
    """
    _hold(value, DEPTH_MAX)
    return _spelt(value)


def loads(raw: bytes, max_bytes: int, max_depth: int) -> object:
    """Read canonical JSON, and nothing else.

    Args:
        raw: What somebody claims to be canonical JSON.
        max_bytes: Refused above this many bytes, before anything is read.
        max_depth: Refused if lists and objects are nested deeper, or deeper than `DEPTH_MAX`; 1 is a list of plain
            values.

    Returns:
        None, bool, int, str, list or dict; dumping it gives `raw` again.

    Raises:
        NotCanonicalError: Anything else: too large, too deep, not UTF-8, not JSON, a name twice, NaN, an infinity, a
            float, an integer beyond 2^53 - 1, a lone surrogate, or another spelling than the canonical one.

    Source:
        RFC 8785; RFC 7493 section 2 for what is refused.
    """
    if len(raw) > max_bytes:
        raise NotCanonicalError(Fault.TOO_LARGE)
    value, fault = _read(raw)
    if fault is not None:
        raise NotCanonicalError(fault)
    _hold(value, min(max_depth, DEPTH_MAX))
    if _spelt(value) != raw:
        raise NotCanonicalError(Fault.OTHER_SPELLING)
    return value


def _read(raw: bytes) -> tuple[Any, Fault | None]:
    """Return what was read or why it was not, so that no error of the parser, which quotes its input, lives on."""
    try:
        return _DECODE(raw.decode("utf-8")), None
    except NotCanonicalError as refusal:
        return None, Fault(refusal.reason)
    except UnicodeDecodeError:
        return None, Fault.NOT_UTF8
    except RecursionError:
        return None, Fault.TOO_DEEP
    except ValueError:
        return None, Fault.NOT_JSON


def _hold(value: object, depth_left: int) -> None:
    """Raise where a value holds something without a canonical spelling; the encoder finds lone surrogates itself."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if not -INT_MAX <= value <= INT_MAX:
            raise NotCanonicalError(Fault.INTEGER_TOO_LARGE)
        return
    if isinstance(value, float):
        raise NotCanonicalError(Fault.FLOAT)
    if depth_left == 0:
        raise NotCanonicalError(Fault.TOO_DEEP)
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                raise NotCanonicalError(Fault.OTHER_TYPE)
            if not name.isascii():
                raise NotCanonicalError(Fault.NAME_NOT_ASCII)
        value = value.values()
    elif not isinstance(value, list | tuple):
        raise NotCanonicalError(Fault.OTHER_TYPE)
    for each in value:
        if type(each) is not str:  # most values are texts, and texts need no look: a call saved is time saved
            _hold(each, depth_left - 1)


def _spelt(value: object) -> bytes:
    try:
        return _ENCODE(value).encode("utf-8")
    except UnicodeEncodeError:
        pass  # told below, outside: this error would carry the text along
    raise NotCanonicalError(Fault.LONE_SURROGATE)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise NotCanonicalError(Fault.DUPLICATE_NAME)
    return read


def _no_constant(_: str) -> NoReturn:
    raise NotCanonicalError(Fault.NOT_A_NUMBER)


_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_DECODE: Final = json.JSONDecoder(object_pairs_hook=_each_name_once, parse_constant=_no_constant).decode

"""Receipt codes: ten symbols on a leaflet, with which a person finds their consents again.

Owns the code of a ceremony, and reading one as somebody typed it. Refuses to own which records it finds (finding). A
code says nothing about anybody, and opens nothing: it only names records to whoever may see them anyway.

Eight symbols come from the ceremony's id, two are the check symbols of a Reed-Solomon code over the field of 32
elements, whose words differ in three places at least. So no code becomes another by one wrong symbol, by two, or by two
that changed places: what was mistyped so is refused, and never taken for somebody else's.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from store.errors import ReceiptCodeFormError

SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, which are read as 1, 1 and 0, and no U."""

SYMBOL_COUNT: Final = 10
_CHECK_COUNT: Final = 2
_DATA_COUNT: Final = SYMBOL_COUNT - _CHECK_COUNT
_HALF: Final = SYMBOL_COUNT // 2
_BITS: Final = 5
_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1, under which x runs through all 31 elements but zero."""

_FORGIVEN: Final = re.compile(r"[\s-]+")
_READ_AS: Final = str.maketrans("OIL", "011")


@lru_cache(maxsize=8)  # each record of an asking bears it
def code_of(ceremony: str) -> str:
    """Return the receipt code of a ceremony: `XXXXX-XXXXX`, the same whenever it is asked for.

    Args:
        ceremony: Its id; random, so that two of a hundred thousand share a code once in two hundred.

    Source:
        Crockford, "Base 32"; Reed and Solomon, "Polynomial Codes over Certain Finite Fields".
    """
    number = number_of_ceremony(ceremony)
    values = [number >> _BITS * place & 31 for place in range(_DATA_COUNT - 1, -1, -1)]
    return spelled([*values, *_check_values(values)])


def number_of_ceremony(ceremony: str) -> int:
    """Return the 40 bits that a ceremony's code spells, for whoever looks through many of them."""
    digest = sha256(b"doorstep/receipt-code/1" + bytes.fromhex(ceremony)).digest()
    return int.from_bytes(digest[: _BITS * _DATA_COUNT // 8])


def number_of_code(code: str) -> int:
    """Return the 40 bits of a code as `read_code` returned it."""
    number = 0
    for symbol in code.replace("-", "")[:_DATA_COUNT]:
        number = number << _BITS | SYMBOLS.index(symbol)
    return number


def read_code(typed: str) -> str:
    """Return a code as it is kept.

    Args:
        typed: As somebody reads it off a leaflet: case, spaces and hyphens do not matter, O is 0, I and L are 1.

    Raises:
        ReceiptCodeFormError: It is no code: too short or long, or mistyped.
    """
    symbols = _FORGIVEN.sub("", typed).upper().translate(_READ_AS)
    if len(symbols) != SYMBOL_COUNT or not set(symbols) <= set(SYMBOLS):
        raise ReceiptCodeFormError
    values = [SYMBOLS.index(symbol) for symbol in symbols]
    if any(_syndromes(values)):
        raise ReceiptCodeFormError
    return spelled(values)


def spelled(values: Sequence[int]) -> str:
    """Return ten values from 0 to 31 as they are written."""
    symbols = "".join(SYMBOLS[value] for value in values)
    return f"{symbols[:_HALF]}-{symbols[_HALF:]}"


def _check_values(values: Sequence[int]) -> tuple[int, int]:
    """Return the two values after which both syndromes are zero."""
    total, weighed = _syndromes([*values, 0, 0])
    # a + b = total and a x^p + b x^(p+1) = weighed, where p is the place of a; addition is exclusive or.
    at, after = _powers()[SYMBOL_COUNT - 2], _powers()[SYMBOL_COUNT - 1]
    last = _times(weighed ^ _times(total, at), _inverse(at ^ after))
    return total ^ last, last


def _syndromes(values: Sequence[int]) -> tuple[int, int]:
    """Return the sum of all values, and their sum weighed by the powers of x; both are zero for a code."""
    total = weighed = 0
    for value, power in zip(values, _powers(), strict=True):
        total ^= value
        weighed ^= _times(value, power)
    return total, weighed


@cache
def _powers() -> tuple[int, ...]:
    powers = [1]
    for _ in range(SYMBOL_COUNT - 1):
        powers.append(_times(powers[-1], 2))
    return tuple(powers)


def _times(a: int, b: int) -> int:
    """Return the product in the field of 32 elements."""
    product = 0
    for bit in range(_BITS):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(2 * _BITS - 2, _BITS - 1, -1):
        if product >> bit & 1:
            product ^= _POLYNOMIAL << (bit - _BITS)
    return product


def _inverse(a: int) -> int:
    return next(b for b in range(1, 32) if _times(a, b) == 1)

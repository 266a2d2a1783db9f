"""Stop codes: a refusal that reaches base while the laptop is away, as eight symbols read out by phone.

Owns the code, its reading, and the two doors: base issues one, the laptop enters it. Refuses to own what a lock does
(projection) and how the key came to both sides (enrolment). FORMAT.md, "Stop code".

The laptop tries every family it has with every cause, so a code needs no look-up and no network. A code has 40 bits:
with 60 families and eight causes a mistyped one fits one of them once in 2.3 thousand million times, with 10,000
families once in 14 million; guessing without the key has the same odds. Such a guess would lock a family, which base
sees and opens again. A code that fits two families, as one in 14 million does among 10,000, is refused: no other family
than the one meant is ever locked.
"""

import hmac
import re
from collections.abc import Iterable
from itertools import product
from typing import Final

from store.errors import (
    FamilyNotOnLaptopError,
    NotASupervisorError,
    StopCodeFormError,
    StopCodeUnknownError,
    StopKeyMissingError,
)
from store.ids import DeviceId, FamilyId, new_id
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import StaffRole
from store.keeping.noting import keep_or_note
from store.keeping.secret import Secret
from store.keeping.store import Store

PURPOSE: Final = "stop"
"""Under which purpose both sides keep the key, `localsecret`."""

SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, which are read as 1, 1 and 0, and no U."""

SYMBOL_COUNT: Final = 8
_BITS: Final = 5
_CODE_BYTES: Final = SYMBOL_COUNT * _BITS // 8

_FORGIVEN: Final = re.compile(r"[\s-]+")
_READ_AS: Final = str.maketrans("OIL", "011")


def code_for(key: Secret, family: FamilyId, cause: FamilyLockCause) -> str:
    """Return the code that locks one family for one cause, as it is read out: `XXXX-XXXX`.

    Args:
        key: 32 bytes that base and the laptop share.
        family: Which family.
        cause: Why it is locked.

    Source:
        RFC 2104 with SHA-256, its first 40 bits; Crockford, "Base 32".
    """
    number = int.from_bytes(_mac(_code_key(key), family, cause))
    symbols = [SYMBOLS[number >> shift & 31] for shift in range((SYMBOL_COUNT - 1) * _BITS, -1, -_BITS)]
    half = SYMBOL_COUNT // 2
    return "".join(symbols[:half]) + "-" + "".join(symbols[half:])


def family_of_code(key: Secret, typed: str, families: Iterable[FamilyId]) -> tuple[FamilyId, FamilyLockCause]:
    """Return which family a code locks, and why.

    Args:
        key: 32 bytes that base and the laptop share.
        typed: As somebody heard it; case, spaces and hyphens do not matter, O is 0, I and L are 1.
        families: Those on the laptop, in any order.

    Raises:
        StopCodeFormError: It is no code at all.
        StopCodeUnknownError: It fits none of them, or more than one.
    """
    heard, code_key = _read(typed), _code_key(key)
    fitting = [
        (family, cause)
        for family, cause in product(families, FamilyLockCause)
        if hmac.compare_digest(_mac(code_key, family, cause), heard)
    ]
    if len({family for family, _ in fitting}) != 1:
        raise StopCodeUnknownError
    return fitting[0]


def issue(store: Store, device: DeviceId, family: FamilyId, cause: FamilyLockCause) -> str:
    """Return the code that base reads out to lock a family on a laptop that is away, and tell of it.

    Args:
        store: Base's, open; a frozen one notes it for later.
        device: The laptop.
        family: One that was given to it.
        cause: Why.

    Raises:
        NotASupervisorError: Somebody else asks.
        StopKeyMissingError: No such laptop is enrolled here.
        FamilyNotOnLaptopError: The family was not given to it, or is known to be gone from it.
        StoreError: As `Store.record`; there is no code then.

    Source:
        Agreement 7.2a: a late refusal locks the family at once.
    """
    from store.keeping.acts import FamilyLockSet, LockCodeIssued

    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
    key = _key(store, device)
    if family not in _families(store, device):
        raise FamilyNotOnLaptopError
    code = code_for(key, family, cause)
    issued = LockCodeIssued(
        lock_code=new_id(),
        family=family,
        device=device,
        cause=cause,
        code_digest=_digest(key, family, cause),
        follows_from=None,
    )
    locked = FamilyLockSet(
        family=family, lock=FamilyLock.LOCKED, cause=cause, follows_from=issued.lock_code, reason=None
    )
    keep_or_note(store, issued, locked)  # at base too: whoever it is given to next must not visit it
    return code


def enter(store: Store, typed: str) -> FamilyId:
    """Lock the family that a code is for, with nobody else's help, and return it.

    Args:
        store: A laptop's, open; a frozen one notes it in the queue, for safety is never locked out.
        typed: As `family_of_code`.

    Raises:
        StopCodeFormError, StopCodeUnknownError: As `family_of_code`; nothing was locked.
        StopKeyMissingError: This laptop was never enrolled.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import FamilyLockSet, LockCodeEntered

    device = DeviceId(store.sidecar.store)
    key = _key(store, device)
    family, cause = family_of_code(key, typed, _families(store, device))
    locked = FamilyLockSet(
        family=family, lock=FamilyLock.LOCKED, cause=FamilyLockCause.LOCK_CODE, follows_from=None, reason=None
    )
    keep_or_note(store, locked, LockCodeEntered(family=family, cause=cause, code_digest=_digest(key, family, cause)))
    return family


def _key(store: Store, device: DeviceId) -> Secret:
    key = store.notebook.secret_kept(PURPOSE, device, 0)
    if key is None:
        raise StopKeyMissingError
    return key


def _families(store: Store, device: DeviceId) -> list[FamilyId]:
    from store.keeping.exchange_words import GIVEN, HELD

    rows = store.rows("SELECT family FROM allocation WHERE device = ? AND state IN (?, ?)", (device, GIVEN, HELD))
    return [FamilyId(family) for (family,) in rows]


def _code_key(key: Secret) -> Secret:
    return key.derive("doorstep/stop-code/1")


def _mac(code_key: Secret, family: FamilyId, cause: FamilyLockCause) -> bytes:
    return hmac.digest(code_key.reveal(), bytes.fromhex(family) + cause.encode("ascii"), "sha256")[:_CODE_BYTES]


def _digest(key: Secret, family: FamilyId, cause: FamilyLockCause) -> str:
    """Return what the two journals call a code by: under a key, for 40 bits can be searched."""
    named = hmac.digest(
        key.derive("doorstep/stop-code-digest/1").reveal(), bytes.fromhex(family) + cause.encode("ascii"), "sha256"
    )
    return named.hex()


def _read(typed: str) -> bytes:
    symbols = _FORGIVEN.sub("", typed).upper().translate(_READ_AS)
    if len(symbols) != SYMBOL_COUNT or not set(symbols) <= set(SYMBOLS):
        raise StopCodeFormError
    number = 0
    for symbol in symbols:
        number = number << _BITS | SYMBOLS.index(symbol)
    return number.to_bytes(_CODE_BYTES)

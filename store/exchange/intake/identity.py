"""Who is who in deliveries: the id of a council, and of a family under its council's own reference.

Owns drawing them. Refuses to own references, which stand in a family's acts alone.

A family's id is drawn from its reference under a secret of this base: to anybody without the secret it says nothing,
and base knows a family again that refused before it was ever supplied, or was erased, without keeping its reference.

Source: agreement 7.2a (who refused is not supplied), 7.2c (only the unique id joins the files).
"""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from store.ids import FamilyId
from store.keeping.folding import fold
from store.keeping.follows_deliveries import JOINED
from store.keeping.store import Store

PURPOSE: Final = "family_ids"
_KEY_BYTES: Final = 32
_BLOCK_BYTES: Final = 64
"""Of SHA-256; a key that is no longer is made as long with noughts. Source: RFC 2104 section 2."""

_ID_CHARS: Final = 32
_OF_ANY_COUNCIL: Final = frozenset(
    {"and", "borough", "cc", "city", "council", "county", "district", "london", "of", "the"}
)
_MINUS: Final = "\N{MINUS SIGN}"
"""Looks like a hyphen, and is no dash to Unicode."""

_NEAR: Final = 0.8
"""More than this share of two names' letters are the same, in the same order. Our own choice: Esex is near Essex, and
Sussex is not."""


class Identities:
    """Draws the ids of one council's families, known under its own name or that of a council it was joined with.

    Args:
        store: Base's; its secret is made when it is first needed.
        council: Its name; case and accents do not matter.
        is_alone: Whether no other council's families count.
    """

    def __init__(self, store: Store, council: str, *, is_alone: bool = False) -> None:
        kept = store.notebook.secret_kept(PURPOSE, store.sidecar.store, 0)
        if kept is None:
            store.notebook.keep_secret(PURPOSE, store.sidecar.store, 0, secrets.token_bytes(_KEY_BYTES))
            kept = store.notebook.secret_kept(PURPOSE, store.sidecar.store, 0)
        assert kept is not None
        self._store = store
        self._key = bytes(kept.reveal())
        self._council = fold(council)
        before = "\x1f".join(("family", self._council, "")).encode("utf-8", "surrogatepass")
        # HMAC by hand, with what every reference stands behind reckoned once: to copy Python's own takes twice as long.
        padded = self._key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(each ^ 0x36 for each in padded) + before)
        self._outer = hashlib.sha256(bytes(each ^ 0x5C for each in padded))
        joined = () if is_alone else joined_with(store, council)
        self._joined = [Identities(store, each, is_alone=True) for each in joined]

    def family(self, reference: str) -> FamilyId:
        """Return the id of a family, however its reference is spelt.

        Of several it is one that is left in peace, or else one that was supplied: what waits under another is the same
        family, and is not taken in beside it.
        """
        if reference.isascii() and not self._joined:  # nearly always
            came = _as_it_came(reference)
            family = self._drawn(came)
            if _is_as_it_came(reference, came) and family not in self._drawn_earlier:
                return family
        every = self.every(reference)
        if len(every) == 1:
            return every[0]
        return next((each for known in (self._in_peace, self._supplied) for each in every if each in known), every[0])

    def every(self, reference: str) -> list[FamilyId]:
        """Return every id a family may be known by, one at least.

        A release before this one drew it from the letters as they came, dashes, noughts and all. Whoever is known under
        such an id is known again: otherwise somebody who refused then would be a stranger now. A family that came in
        two spellings then has two, and who refuses is left in peace under both. So it is where councils were joined.
        """
        came = _as_it_came(reference)
        compared = came if _is_as_it_came(reference, came) else as_compared(reference)
        family = self._drawn(compared)
        if came == compared and family not in self._drawn_earlier and not self._joined:
            return [family]
        others = (id_ for each in self._joined for id_ in each.every(reference))
        drawn = dict.fromkeys((family, *self._drawn_earlier.get(family, ()), self._drawn(came), *others))
        return [each for each in drawn if each in self._known] or [family]

    @cached_property
    def _drawn_earlier(self) -> dict[FamilyId, list[FamilyId]]:
        """Families that are here under an id of an earlier release, by the one that is drawn for them now."""
        rows = self._store.rows(
            "SELECT family, council_reference FROM family"
            " WHERE council_reference GLOB '*[^ -~]*' OR council_reference GLOB '0*' OR council_reference GLOB '*.0'"
        )
        found: dict[FamilyId, list[FamilyId]] = {}
        for family, reference in rows:
            now = self._drawn(as_compared(reference))
            if now != family == self._drawn(_as_it_came(reference)):
                found.setdefault(now, []).append(family)
        return found

    @cached_property
    def _known(self) -> frozenset[FamilyId]:
        """Whoever was supplied, waits, refused or is locked."""
        return self._in_peace | self._supplied | self._in("heldback")

    @cached_property
    def _supplied(self) -> frozenset[FamilyId]:
        """Whoever was supplied."""
        return self._in("supplied")

    @cached_property
    def _in_peace(self) -> frozenset[FamilyId]:
        """Whoever refused or is not to be visited."""
        return self._in("wish", "lockset")

    def _in(self, *tables: str) -> frozenset[FamilyId]:
        rows = self._store.rows(" UNION ".join(f"SELECT family FROM {table}" for table in tables))  # noqa: S608  # ours
        return frozenset(family for (family,) in rows)

    def _drawn(self, compared: str) -> FamilyId:
        """Return an id: HMAC-SHA-256, under the secret, of what is said behind the council's name.

        Source:
            RFC 2104 section 2.
        """
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(compared.encode("utf-8", "surrogatepass"))
        outer.update(inner.digest())
        return FamilyId(outer.hexdigest()[:_ID_CHARS])

    def list_digest(self, references: Iterable[str]) -> str:
        """Return what says which families a list names, and gives none away to anybody without the secret.

        Args:
            references: In any order, however they are spelt.
        """
        keys = sorted(map(as_compared, references))
        said = "\x1f".join(("list", self._council, *keys)).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, said, "sha256").hex()

    def row(self, delivery: str, number: int) -> FamilyId:
        """Return an id for a row without any reference, so that it can be told that it waits."""
        said = "\x1f".join(("row", self._council, f"{delivery} {number}")).encode("utf-8", "surrogatepass")
        return FamilyId(hmac.digest(self._key, said, "sha256").hex()[:_ID_CHARS])


def as_compared(reference: str) -> str:
    """Return what all spellings of a council's reference have in common. Pure.

    Blanks and case do not matter, nor which of Unicode's dashes a word processor put in place of the hyphen, nor of a
    number alone the noughts before it and the fraction after it, which spreadsheets take away and put on: whoever
    refused under one spelling is not visited under another.
    """
    if not reference.isascii():
        alike = unicodedata.normalize("NFKC", reference)
        reference = "".join(
            "-" if unicodedata.category(letter) == "Pd" or letter == _MINUS else letter for letter in alike
        )
    bare = _as_it_came(reference)
    number = bare.removesuffix(".0")
    return number.lstrip("0") or "0" if number.isascii() and number.isdigit() else bare


def _is_as_it_came(reference: str, came: str) -> bool:
    """Say whether `as_compared` has nothing to add: nearly always, and it need not be asked."""
    return reference.isascii() and not came.removesuffix(".0").isdigit()


def _as_it_came(reference: str) -> str:
    return "".join(reference.split()).casefold()


def are_near(one: str, other: str) -> bool:
    """Say whether two names may be meant for the same council: one is the other with more words, or with a slip. Pure.

    Args:
        one: As somebody wrote it.
        other: As somebody else did.
    """
    names = [fold(each).split() for each in (one, other)]
    mine, yours = ([word for word in name if word not in _OF_ANY_COUNCIL] or name for name in names)
    is_longer = set(mine) <= set(yours) or set(yours) <= set(mine)
    return is_longer or SequenceMatcher(None, " ".join(mine), " ".join(yours)).ratio() > _NEAR


def joined_with(store: Store, council: str) -> list[str]:
    """Return the other councils whose families were said to be this one's too, as they were written, by name."""
    pairs = [tuple(each) for each in json.loads(store.fact(JOINED) or "[]")]
    found, fresh = {fold(council): council}, True
    while fresh:
        fresh = False
        for pair in pairs:
            if {fold(each) for each in pair} & found.keys() and not {fold(each) for each in pair} <= found.keys():
                found.update({fold(each): each for each in pair if fold(each) not in found})
                fresh = True
    return sorted(name for key, name in found.items() if key != fold(council))


def any_joined(store: Store) -> bool:
    """Say whether any two councils were said to be one."""
    return store.fact(JOINED) is not None


def council_id(council: str) -> str:
    """Return the id of a council as one end of a movement: the same for the same name."""
    return hashlib.sha256(f"council {fold(council)}".encode()).hexdigest()[:_ID_CHARS]

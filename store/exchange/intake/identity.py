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
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from store.ids import FamilyId
from store.keeping.folding import fold
from store.keeping.follows_deliveries import JOINED, PARTED
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
        self._name = council
        joined = () if is_alone else joined_with(store, council)
        self._joined = [Identities(store, each, is_alone=True) for each in joined]

    def family(self, reference: str) -> FamilyId:
        """Return the id of a family, however its reference is spelt.

        Of several it is one that is left in peace, or else one that was supplied: what waits under another is the same
        family, and is not taken in beside it. Whoever is neither has one of this council's own: it is hers still should
        councils be parted again.
        """
        if reference.isascii() and not self._joined:  # nearly always
            came = _as_it_came(reference)
            family = self._drawn(came)
            if _is_as_it_came(reference, came) and family not in self._drawn_earlier:
                return family
        every = self.every(reference)
        if len(every) == 1 and not self._joined:
            return every[0]
        own = self._own(reference)
        among = (*((known, every) for known in (self._in_peace, self._supplied)), (set(every), own))
        return next((each for known, ids in among for each in ids if each in known), own[0])

    def every(self, reference: str) -> list[FamilyId]:
        """Return every id a family may be known by, one at least.

        A release before this one drew it from the letters as they came, dashes, noughts and all. Whoever is known under
        such an id is known again: otherwise somebody who refused then would be a stranger now. A family that came in
        two spellings then has two, and who refuses is left in peace under both. So it is where councils were joined.
        """
        own = self._own(reference)
        if len(own) == 1 and not self._joined:
            return own
        others = (id_ for each in self._joined for id_ in each.every(reference))
        return [each for each in dict.fromkeys((*own, *others)) if each in self._known] or own[:1]

    def refused(self, reference: str) -> list[FamilyId]:
        """Return every id under which whoever refuses is left in peace: one of this council's own is among them.

        Otherwise as `every`. Should it be parted from those that it was joined with, what its list said is known still.
        """
        every = self.every(reference)
        if not self._joined:
            return every
        own = self._own(reference)
        return every if not set(own).isdisjoint(every) else [own[0], *every]

    def ever(self, reference: str) -> Iterator[FamilyId]:
        """Yield every id that a row may wait under: also that of a council which this one was joined with once."""
        for each in (self, *self._joined, *self._parted):
            yield from each._own(reference)

    def _own(self, reference: str) -> list[FamilyId]:
        """Return the ids that are drawn under this council's name, known or not; that of now is the first."""
        came = _as_it_came(reference)
        compared = came if _is_as_it_came(reference, came) else as_compared(reference)
        family = self._drawn(compared)
        if came == compared and family not in self._drawn_earlier:
            return [family]
        return list(dict.fromkeys((family, *self._drawn_earlier.get(family, ()), self._drawn(came))))

    @cached_property
    def _parted(self) -> "list[Identities]":
        return [Identities(self._store, each, is_alone=True) for each in parted_from(self._store, self._name)]

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
    return _together(joinings(store), council)


def parted_from(store: Store, council: str) -> list[str]:
    """Return the councils that this one was joined with once and is no longer, as they were written, by name."""
    apart = [tuple(each) for each in json.loads(store.fact(PARTED) or "[]")]
    now = {fold(each) for each in joined_with(store, council)} if apart else ()
    return [each for each in _together([*joinings(store), *apart], council) if fold(each) not in now] if apart else []


def joinings(store: Store) -> list[tuple[str, str]]:
    """Return the pairs of councils of which it stands that their families are the same, in the order it was said."""
    return [(one, other) for one, other in json.loads(store.fact(JOINED) or "[]")]


def _together(pairs: Sequence[tuple[str, ...]], council: str) -> list[str]:
    """Return whom pairs bring together with a council, also by way of others. Pure."""
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
    return bool(joinings(store))


def council_id(council: str) -> str:
    """Return the id of a council as one end of a movement: the same for the same name."""
    return hashlib.sha256(f"council {fold(council)}".encode()).hexdigest()[:_ID_CHARS]

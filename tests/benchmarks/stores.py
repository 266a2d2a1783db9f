"""Practice stores to measure on."""

from datetime import UTC, datetime
from pathlib import Path

from store import door
from store.fieldwork import made_up
from store.ids import FamilyId, new_id
from store.keeping.acts import Act, FamilyShown, SettingChanged
from store.keeping.acts.terms.families import ViewPart
from store.keeping.key_derivation import KdfCost
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.store import Store

CHEAP = KdfCost(memory_kib=32, passes=1, lanes=1)
BATCH = 2_000


def passphrase() -> Passphrase:
    return read_passphrase(b"Lantern orchard 58 kestrel")


def found(folder: Path) -> None:
    as_if = datetime(2015, 11, 2, 9, tzinfo=UTC)
    door.found_base(folder, door.NewBase("Base", "Supervisor One", as_if, has_keyring=False, cost=CHEAP), passphrase())


def open_at(folder: Path) -> Store:
    return door.open_store(folder, passphrase(), is_only_looking=True)


def fill(store: Store, entries: int, families: int = 60) -> list[Act]:
    """Bring a store to that many entries: made-up families, then views of them; return one view of each family."""
    delivered = list(made_up.families(families, new_id()))
    store.record(*delivered)
    views: list[Act] = [view(family.family) for family in delivered]
    while (left := entries - store.journal.size) > 0:
        store.record(*(views[place % families] for place in range(min(left, BATCH))))
    return views


def view(family: FamilyId) -> Act:
    parts = (ViewPart.ADDRESS, ViewPart.PEOPLE, ViewPart.PHONES)
    return FamilyShown(family=family, parts=parts, first_at_ms=1_446_455_100_000, shown_s=48)


def setting(number: int) -> Act:
    return SettingChanged(name="bench", old=str(number), new=str(number + 1))

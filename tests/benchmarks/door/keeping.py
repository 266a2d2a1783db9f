"""The floor of keeping: a store that keeps what a visit without contact comes to, nobody looking on.

Run as a program of its own, with a laptop's folder, it writes the milliseconds of each.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.door import agreement_of
from store.fieldwork import made_up
from store.fieldwork.attempts import no_contact_now
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.looking import file_of
from store.ids import FamilyId, new_id
from tests.benchmarks import stores

KEPT: Final = 10
SPARED: Final = 40
"""Families at the head of the list, which the app's turns call on."""


def kept_ms(laptop: Path) -> Iterator[float]:
    """Keep the visits, and yield how long each took."""
    families = [FamilyId(family.family) for family in made_up.families(KEPT + SPARED, new_id())][SPARED:]
    with stores.open_at(laptop) as store:
        agreement = agreement_of(store)
        for family in families:
            file = file_of(store, family)
            assert file is not None
            acts = no_contact_now(file, circumstances_of(store, agreement))
            begun = time.perf_counter()
            store.record(*acts)
            yield (time.perf_counter() - begun) * 1e3


if __name__ == "__main__":
    print(*kept_ms(Path(sys.argv[1])))  # noqa: T201  # what it is for

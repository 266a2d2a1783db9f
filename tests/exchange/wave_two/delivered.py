"""A base that took in one council's families, and whom their files go to: what tests of wave 2 begin with.

Owns making it. Every name is made up.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from store.agreement.purposes import DatasetKind
from store.exchange.intake.arriving import Asked
from store.exchange.intake.identity import PURPOSE
from store.exchange.letting_out import SealedFor
from store.exchange.recipients import register
from store.fieldwork.made_up_work import work
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import Channel, ExportPurpose, RecipientKind
from store.keeping.agreed import agreement_of
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange import wrapped
from tests.exchange.test_intake import HEADINGS, family, take, told
from tests.made import made_base, opened

COUNCIL = "Essex"
SECRET = bytes([3]) * 32
"""With it several families agree to everything, and several to something."""

KEY = SealingKey(Secret(bytes(range(32))))

ROWS = [
    family(10, notes="Ring first"),
    family(9, street='"9, Pear Row"'),
    family(2),
    ",,,7 Nowhere,CM1 9AL,,21/09/2015,,",  # without an id
    family(10, street="Other House"),  # twice, and not the same
    *(family(n) for n in range(20, 28)),
]
"""As the council wrote them: not in the order of its ids."""


def deliver(store: Store, rows: list[str] = ROWS, kind: DatasetKind = DatasetKind.CONTACTS) -> None:
    """Take families in, each under the same id at every base: what is made up at their doors is drawn from it."""
    if store.notebook.secret_kept(PURPOSE, store.sidecar.store, 0) is None:
        store.notebook.keep_secret(PURPOSE, store.sidecar.store, 0, SECRET)
    take(store, Asked(wrapped.zipped("\r\n".join((HEADINGS, *rows)).encode()), kind, COUNCIL, wrapped.told))


def council(store: Store, name: str = COUNCIL, organisation: str = COUNCIL, *, has_key: bool = True) -> SealedFor:
    kind, purposes = RecipientKind.COUNCIL, frozenset({ExportPurpose.RESUPPLY})
    key = KEY.public if has_key else None
    return SealedFor(register(store, name, organisation, kind, "GB", purposes, key), Channel.TRANSFER_SITE)


def families_of(store: Store) -> list[FamilyId]:
    return [FamilyId(each) for (each,) in store.rows("SELECT family FROM supplied ORDER BY family")]


def worked(store: Store, seed: int, share: float = 0.9) -> None:
    """Let an interviewer have been at their doors."""
    me, agreement = store.keys.person.staff, agreement_of(store)
    for each in told(store, acts.FamilyDelivered):
        with suppress(IndexError):  # a story about members that no council names
            store.record(*work([each], store.now(), me, agreement, seed, share))


@pytest.fixture(scope="session")
def essex(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a base that took in `ROWS`; to be copied."""
    folder = made_base(tmp_path_factory.mktemp("essex"))
    with opened(folder) as store:
        deliver(store)
    return folder


@pytest.fixture
def base(essex: Path, tmp_path: Path) -> Iterator[Store]:
    """The same, open, for one test alone."""
    with opened(Path(shutil.copytree(essex, tmp_path / "base"))) as store:
        yield store

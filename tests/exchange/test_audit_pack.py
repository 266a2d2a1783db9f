"""An audit pack proves its checkpoints, and one that somebody kept is held against them, with no store (A12)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store import errors
from store.exchange.audit.earlier import compare, read_kept
from store.exchange.audit.pack import make_pack
from store.exchange.audit.proving import Beside, beside, hold_pack
from store.keeping.attested import Attested, check_attested
from store.keeping.checkpoint import Checkpoint
from tests.exchange.exchanging import FAMILIES, Exchange


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Attested:
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        return check_attested(make_pack(base, date(2015, 11, 1), date(2015, 11, 30)))


def with_first(pack: Attested, **changed: object) -> Attested:
    first, *others = pack.said["checkpoints"]
    return replace(pack, said={**pack.said, "checkpoints": [{**first, **changed}, *others]})


def test_each_checkpoint_leads_to_the_last_and_one_that_does_not_is_refused(pack: Attested) -> None:
    heads = hold_pack(pack)
    assert len(heads) > 1
    first, *_, last = pack.said["checkpoints"]

    for changed in (
        with_first(pack, path=[]),
        with_first(pack, path=["AAAA"]),
        with_first(pack, size=first["size"] + 1),
        with_first(pack, note=first["note"].replace("doorstep/", "doorstop/", 1)),
        with_first(pack, note=last["note"]),
        replace(pack, said={**pack.said, "checkpoints": []}),
    ):
        with pytest.raises(errors.StoreError):
            hold_pack(changed)


def test_one_that_somebody_kept_is_consistent_or_not_or_none_of_these(pack: Attested) -> None:
    heads = hold_pack(pack)
    kept = read_kept(pack.said["checkpoints"][0]["note"])
    assert beside(heads, kept) is Beside.CONSISTENT
    assert beside(heads, replace(kept, head=replace(kept.head, root=bytes(32)))) is Beside.NOT_CONSISTENT
    assert beside(heads, replace(kept, head=replace(kept.head, size=kept.head.size + 1))) is Beside.NOT_IN_THE_PACK


def test_a_period_that_cannot_be_is_refused_and_a_longer_journal_than_ours_does_not_hold(tmp_path: Path) -> None:
    with Exchange(tmp_path).at_base() as base:
        for first, last in ((date(2015, 11, 3), date(2015, 11, 2)), (date(2030, 1, 1), date(2030, 1, 2))):
            with pytest.raises(errors.PeriodError):
                make_pack(base, first, last)
        head = base.journal.head()
        ahead = Checkpoint(head.journal, head.branch, head.size + 5, head.root)
        assert not compare(base, f"{ahead.origin}/{ahead.size}/{ahead.root.hex()}").holds

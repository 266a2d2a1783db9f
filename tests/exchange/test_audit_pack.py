"""An audit pack proves its checkpoints, and one that somebody kept is held against them, with no store (A12)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store import errors
from store.exchange.audit.earlier import compare, read_kept
from store.exchange.audit.pack import make_pack
from store.exchange.audit.proving import Beside, beside, hold_pack
from store.exchange.ending import extend
from store.keeping.attested import Attested, check_attested
from store.keeping.checkpoint import Checkpoint
from tests.exchange.exchanging import FAMILIES, Exchange
from tui.pages.audit_pack import lines_of


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


def test_it_tells_how_long_the_agreement_runs_and_what_fixed_that(pack: Attested, tmp_path: Path) -> None:
    def is_end_open(of: Attested) -> bool:
        return any(each["what"] == "term.ends_on" for each in of.said["open_points"])

    with Exchange(tmp_path).at_base() as base:
        extend(base, date(2018, 10, 31), "ab" * 32)
        fixed = check_attested(make_pack(base, date(2015, 11, 1), date(2015, 11, 30)))

    assert is_end_open(pack)
    assert pack.said["term"] == {"state": "running", "ends_on": "2018-08-31", "told": []}
    assert not is_end_open(fixed)
    assert fixed.said["term"]["ends_on"] == "2018-10-31"
    assert "Term: running, last day 2018-10-31." in said_in(fixed)
    assert any(
        each.startswith("extension, recorded 2015-11-02: last day 2018-10-31; SHA-256 ab") for each in said_in(fixed)
    )


def test_one_of_before_it_told_of_the_term_still_opens(pack: Attested) -> None:
    older = replace(pack, said={name: value for name, value in pack.said.items() if name != "term"})

    assert not any("Term" in each for each in said_in(older))


def said_in(pack: Attested) -> list[str]:
    return [text for _, text in lines_of(pack)]

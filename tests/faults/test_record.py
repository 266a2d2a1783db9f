"""That RESULTS.md says what was done to it in the long form, and that nothing was lost."""

from collections import Counter
from pathlib import Path

from tests.faults import record
from tests.faults.__main__ import SUITES
from tests.faults.still_open import WHY
from tests.faults.tally import Tally


def test_the_page_is_the_one_made_of_the_record() -> None:
    assert record.PAGE.read_text("utf-8") == record.page(record.read(), SUITES)


def test_every_part_was_run_to_its_end() -> None:
    told = record.read()

    assert told.keys() == SUITES.keys()
    assert not [why for kept in told.values() for why in kept["left_out"]]


def test_a_reason_is_given_for_what_was_lost_and_for_nothing_else() -> None:
    lost = [line for kept in record.read().values() for tally in record.tallies_of(kept) for line in tally.lost]

    assert {record.name_of(each) for each in lost} == WHY.keys()


def test_one_part_run_anew_leaves_the_others(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    record.keep("kills", [Tally("kill -9: appends", 3, 0, 2, ["an act is gone"], seconds=1.26)], [], kept)
    record.keep("flips", [Tally("flips", 1000, 1000, named=Counter({"damaged": 998, "foreign": 2}))], [], kept)
    record.keep("kills", [Tally("kill -9: appends", 4, 0, 4, seconds=1.2)], ["no room can be made small here"], kept)

    said = record.page(record.read(kept), ("flips", "kills", "day"))

    assert "| `kills` | kill -9: appends | 4 | 0 | 4 | 0 | 1 |" in said
    assert "|  | all | 1,004 | 1,000 | 4 | 0 | 1 |" in said
    assert "- flips: damaged 998, foreign 2." in said
    assert "- `kills`: no room can be made small here" in said
    assert "- `day`: it was never run." in said
    assert said.index("`flips`") < said.index("`kills`")


def test_what_was_lost_stands_on_the_page(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    record.keep("kills", [Tally("kill -9: appends", 3, 0, 2, ["an act is gone"])], [], kept)

    said = record.page(record.read(kept), ("kills",))

    assert "| `kills` | kill -9: appends | 3 | 0 | 2 | 1 | 0 |" in said
    assert "\n- an act is gone: No reason is given yet.\n" in said

"""That RESULTS.md says what was measured, and why where a promise was missed."""

from pathlib import Path

from tests.benchmarks import results, scale
from tests.benchmarks.measuring import Result
from tests.benchmarks.missed import WHY
from tests.benchmarks.suites import SUITES


def test_the_page_is_the_one_made_of_the_record() -> None:
    assert results.PAGE.read_text("utf-8") == results.page(results.read())


def test_what_a_force_costs_is_reckoned_from_the_record() -> None:
    assert scale.PAGE.read_text("utf-8") == scale.page(results.read())


def test_whoever_comes_while_base_is_busy_waits_their_turn() -> None:
    assert scale.wait_s(100, 1.0) < 5
    assert scale.wait_s(20_000, 1.0) > 3600


def test_every_part_was_measured() -> None:
    assert results.read().keys() == SUITES.keys()


def test_a_reason_is_given_for_what_was_missed_and_for_nothing_else() -> None:
    measured = [each for kept in results.read().values() for each in results.results_of(kept)]

    assert WHY.keys() == {each.name for each in measured if not each.is_met}


def test_one_part_measured_anew_leaves_the_others(tmp_path: Path) -> None:
    record = tmp_path / "results.json"
    first, again = Result("a", 2.0, 1.0, 1.0, "ms"), Result("a", 2.0, 3.0, 2.0, "ms")
    results.keep("epochs", [first], 0.0, record)
    results.keep("bundles", [Result("b", None, 4.0, None, "MB", "at the most")], 0.5, record)
    results.keep("epochs", [again], 0.0, record)

    told = results.read(record)
    assert results.results_of(told["epochs"]) == [again]
    said = results.page(told)
    assert "| a | 3 ms | 2 ms | 1.50 | 2 | met |" in said
    assert "| b | 4 MB |  |  |  | told; at the most |" in said
    assert "Of 1 promises 1 are met and 0 missed." in said


def test_what_is_missed_says_that_no_reason_is_given_yet(tmp_path: Path) -> None:
    record = tmp_path / "results.json"
    results.keep("epochs", [Result("nobody's promise", 1.0, 3.0, 2.0, "ms")], 0.0, record)

    said = results.page(results.read(record))

    assert "**missed**" in said
    assert "- nobody's promise: no reason is given yet" in said

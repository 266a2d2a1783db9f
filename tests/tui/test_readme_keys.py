"""README tells the keys that the product has."""

from tests.tui.key_table import BEGINS, README, written


def test_the_table_of_keys_is_made_from_the_table_of_commands() -> None:
    readme = README.read_text("utf-8")

    assert BEGINS in readme
    assert written(readme) == readme, "run `python -m tests.tui.key_table`"

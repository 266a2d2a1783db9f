"""A code in large letters: every symbol has a shape of its own, and the whole fits on the narrowest screen."""

from store.fieldwork.consents.receipt_code import SYMBOLS
from tui.widgets.large_code import large


def test_no_two_symbols_look_alike() -> None:
    shapes = {symbol: tuple(large(symbol)) for symbol in SYMBOLS}

    assert len(set(shapes.values())) == len(SYMBOLS)
    assert {len(shape) for shape in shapes.values()} == {5}


def test_a_code_fits_within_eighty_columns() -> None:
    assert max(len(line) for line in large("MMMMM-MMMMM")) <= 78

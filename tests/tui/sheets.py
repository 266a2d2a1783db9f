"""Rules of the screens' looks, parsed once for all apps under test: each would read the same texts again.

Owns remembering them. A text under other colours, or from another place, is another text.
"""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def know_sheets() -> None:
    """Have Textual's stylesheets share what they parsed from now on."""
    known: dict[tuple[Any, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parsed(sheet: Stylesheet, css: str, *told: Any, **named: Any) -> list[RuleSet]:
        asked = css, told, *sorted(named.items()), *sorted(sheet._variables.items())
        if asked not in known:
            known[asked] = parse(sheet, css, *told, **named)
        return known[asked]

    setattr(Stylesheet, "_parse_rules", parsed)  # noqa: B010  # mypy: no method is assigned to otherwise

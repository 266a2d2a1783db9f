"""The control map of the audit pack: which test modules name which clause. `python -m tests.controls` writes it.

Owns reading the clauses out of names and docstrings. Refuses to own what a test holds.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from store.keeping.acts.catalogue import CATALOGUE

TESTS = Path(__file__).parent
DATA = TESTS.parent / "store" / "exchange" / "audit" / "controls.json"

_WORD = re.compile(r"(?<![\w.])(A?[1-9][0-9]?(?:\.[1-9][0-9]?)?[a-f]?)(?![\w.]*\w)")
_WHERE = re.compile(r"\(([^()]*)\)|(?:[Cc]lauses?|[Aa]greement|Annex A,? point)\s+([^;:)]*)")


def known() -> frozenset[str]:
    """Return every clause that an act serves."""
    return frozenset(clause.strip() for act in CATALOGUE.values() for clause in act.clause.split(","))


def named_in(text: str, clauses: frozenset[str]) -> set[str]:
    """Return the clauses that a docstring names, in brackets or after the word."""
    said = " , ".join(part for match in _WHERE.findall(text) for part in match)
    return {each for each in _WORD.findall(said) if each in clauses}


def docstrings(path: Path) -> Iterator[str]:
    """Yield what a module and its tests say of themselves."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""


def found() -> dict[str, list[str]]:
    """Return the map as the tests are now."""
    clauses = known()
    told: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for text in docstrings(path):
            for clause in named_in(text, clauses):
                told[clause].add(path.relative_to(TESTS.parent).as_posix())
    return {clause: sorted(told[clause]) for clause in sorted(told)}


if __name__ == "__main__":
    DATA.write_text(json.dumps(found(), indent=1) + "\n", "utf-8")

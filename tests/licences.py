"""Under which licence each thing is that Doorstep runs on: `python -m tests.licences` prints the table.

Owns reading them from what is installed. Refuses to own which are allowed (test_licences).
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
EXTRAS = ("sftp",)

IN_ITS_FILE = {
    "sqlcipher3": ("Zlib", "provided 'as-is', without any express or implied warranty"),
    "pathlib-abc": ("PSF-2.0", "LICENSE AGREEMENT is between the Python Software Foundation"),
}
"""Where the metadata names none, or quotes it whole: what its licence file says, and the words that show it."""

SPELT = {
    "MIT License": "MIT", "BSD License": "BSD", "BSD, Public Domain": "BSD", "BSD 2-Clause License": "BSD-2-Clause",
    "Apache Software License": "Apache-2.0", "Apache 2.0": "Apache-2.0", "PSFL": "PSF-2.0",
    "LGPL-2.1+": "LGPL-2.1-or-later",
}  # fmt: skip
"""How metadata without SPDX names call them."""


def needed(name: str = "doorstep", extras: tuple[str, ...] = EXTRAS) -> dict[str, Distribution]:
    """Return everything that the product runs on here, by name; what another platform needs is not installed."""
    found: dict[str, Distribution] = {}
    _gather(name, extras, found)
    found.pop(name)
    return dict(sorted(found.items()))


def licence(name: str, of: Distribution) -> str:
    """Return its licence's name; a question mark where nothing says it."""
    if name in IN_ITS_FILE:
        called, words = IN_ITS_FILE[name]
        return called if any(words in text for text in _texts(of)) else "?"
    (named, *_) = [*_all(of, "License-Expression"), *_all(of, "License"), ""]
    if not named or "\n" in named or named == "Dual License":
        of_licence = [each.rpartition(" :: ")[2] for each in _all(of, "Classifier") if each.startswith("License :: ")]
        named = " OR ".join(SPELT.get(each, each) for each in of_licence) or "?"
    return SPELT.get(named, named)


@cache
def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _gather(name: str, extras: tuple[str, ...], found: dict[str, Distribution]) -> None:
    try:
        found[canonical(name)] = here = distribution(name)
    except PackageNotFoundError:
        return
    for text in here.requires or []:
        asked = Requirement(text)
        if canonical(asked.name) in found:
            continue
        if asked.marker is None or any(asked.marker.evaluate({"extra": each}) for each in ("", *extras)):
            _gather(asked.name, tuple(asked.extras), found)


def _all(of: Distribution, field: str) -> list[str]:
    return of.metadata.get_all(field) or []


def _texts(of: Distribution) -> Iterator[str]:
    for file in of.files or []:
        if "licen" in file.name.lower():
            yield " ".join(file.read_text().split())


def main() -> None:
    """Print the table."""
    for name, of in needed().items():
        print(f"{name:<22}{of.version:<14}{licence(name, of)}")  # noqa: T201  a table to read


if __name__ == "__main__":
    main()

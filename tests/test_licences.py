"""Whoever passes Doorstep on may pass on all that it runs on; each thing that was chosen has its reason beside it."""

import re
import tomllib
from pathlib import Path

from tests.licences import canonical, licence, needed

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0",
    "Zlib",
    "MPL-2.0",  # a change to one of its own files is passed on as source; none is changed
    "LGPL-2.1", "LGPL-2.1-or-later", "LGPL-3.0-only",  # libraries of their own, unchanged and exchangeable
}  # fmt: skip
"""Licences that ask nothing of Apache-2.0 code that only uses them."""


def test_everything_the_product_runs_on_is_under_a_licence_that_is_allowed() -> None:
    told = {name: licence(name, of) for name, of in needed().items()}

    assert "textual" in told
    assert "sqlcipher3" in told
    wrong = {
        name: named
        for name, named in told.items()
        if not any(set(each.split(" AND ")) <= ALLOWED for each in named.split(" OR "))
    }
    assert wrong == {}


def test_each_dependency_that_was_chosen_says_why() -> None:
    text = PYPROJECT.read_text("utf-8")
    project = tomllib.loads(text)["project"]
    chosen = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]

    reasons = dict(re.findall(r'^(?:  |sftp = \[)"([^"]+)"[],]+\s+# (.{10,})$', text, re.MULTILINE))

    assert [each for each in chosen if each not in reasons] == []


def test_the_lock_pins_everything_the_product_runs_on_by_hash() -> None:
    lock = (PYPROJECT.parent / "requirements.lock").read_text("utf-8")
    pinned = {
        canonical(name)
        for name, hashes in re.findall(
            r"^([\w.-]+)==\S+.*?\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", lock, re.MULTILINE
        )
    }

    assert sorted(set(needed()) - pinned) == []

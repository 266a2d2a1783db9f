"""Loading an agreement: from a file's bytes to a value that every clause has been held against.

Owns the file and the order of the checks: shape, coherence, wordings, clauses. Refuses to own the checks themselves.
"""

import tomllib
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from store.agreement.clauses import hold_against_clauses
from store.agreement.coherence import check_coherence
from store.agreement.reading import read
from store.agreement.terms import Agreement
from store.agreement.wordings import check_wording
from store.errors import AgreementUnreadableError

LARGEST_FILE_BYTES = 1 << 20
"""Some forty times the packaged agreement; more is no agreement."""


def load_agreement(path: Path | None = None) -> Agreement:
    """Return the agreement of a file, held against the clauses.

    Args:
        path: The file; None for the packaged one.

    Raises:
        AgreementUnreadableError: The file is missing, too large, no TOML in UTF-8, of another shape, or contradicts
            itself.
        WordingRefusedError: A wording's text is not the agreed one.
        WeakerThanClauseError: A setting is weaker than a clause.

    Source:
        Agreement 2.5.
    """
    return agreement_from(agreement_bytes(path))


def agreement_bytes(path: Path | None = None) -> bytes:
    """Return the bytes of an agreement's file, unread; a store keeps them, so that its own agreement stays at hand.

    Args:
        path: The file; None for the packaged one.

    Raises:
        AgreementUnreadableError: The file is missing or cannot be opened.
    """
    source = path if path is not None else files("store.agreement") / "essex-2015.toml"
    try:
        with source.open("rb") as file:
            return file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise AgreementUnreadableError("the file", "cannot be opened") from error


@lru_cache(2)
def agreement_from(raw: bytes) -> Agreement:
    """Return the agreement of a file's bytes, held against the clauses. Raises what `load_agreement` raises.

    The last ones are remembered: whoever loads the packaged one early, behind the typing, need not wait for it later.
    """
    table = toml_of(raw)
    if "digest" in table:
        raise AgreementUnreadableError("digest", "is computed from the file and cannot stand in it")
    agreement = read(Agreement, {**table, "digest": sha256(raw).hexdigest()}, "")
    check_coherence(agreement)
    for wording in agreement.wordings:
        check_wording(wording)
    hold_against_clauses(agreement)
    return agreement


def toml_of(raw: bytes) -> dict[str, Any]:
    """Return the tables of a file's bytes.

    Raises:
        AgreementUnreadableError: It is larger than `LARGEST_FILE_BYTES`, or no TOML in UTF-8.
    """
    if len(raw) > LARGEST_FILE_BYTES:
        raise AgreementUnreadableError("the file", f"is larger than {LARGEST_FILE_BYTES} bytes")
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise AgreementUnreadableError("the file", "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise AgreementUnreadableError("the file", "is not TOML") from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number or a date that cannot be one
        raise AgreementUnreadableError("the file", "holds a value that cannot be read") from error

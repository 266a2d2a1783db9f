"""Whether an audit pack holds, where no store is; and whether a checkpoint somebody kept is of the same journal.

Owns both checks, values in, values out. Refuses to own the form of the file (keeping, attested).

Source: agreement A12; RFC 9162 section 2.1.4.
"""

import base64
import binascii
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from store.errors import AttestedFormError
from store.exchange.audit.earlier import Kept
from store.keeping.attested import Attested
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.signing_keys import read_signing_key
from store.keeping.tree import check_consistency


class Beside(StrEnum):
    """How a checkpoint that somebody kept stands to a pack."""

    CONSISTENT = "consistent"
    NOT_CONSISTENT = "not_consistent"
    NOT_IN_THE_PACK = "not_in_the_pack"


def hold_pack(pack: Attested) -> Sequence[Checkpoint]:
    """Make sure that every checkpoint of a pack is signed by its base and leads to the last, and that to its own entry.

    Returns:
        The checkpoints, oldest first.

    Raises:
        AttestedFormError: One does not.
        ProofError: As `read_checkpoint` and `check_consistency`.
    """
    key = read_signing_key(pack.entry.log_key)
    told = pack.said.get("checkpoints")
    if not isinstance(told, list) or not told:
        raise AttestedFormError("it holds no checkpoints")
    heads = [read_checkpoint(_text(each, "note").encode("utf-8"), key) for each in told]
    last = heads[-1]
    for head, each in zip(heads, told, strict=True):
        if (head.journal, head.branch) != (last.journal, last.branch) or head.size != each.get("size"):
            raise AttestedFormError("its checkpoints are of several journals, or not of the size they say")
        if 0 < head.size < last.size:
            check_consistency(head.size, head.root, last.size, last.root, _path(each))
        elif head.size == last.size and head.root != last.root:
            raise AttestedFormError("two of its checkpoints contradict each other")
    entry = pack.entry
    if (last.journal, last.branch) != (entry.header.journal, entry.header.branch) or last.size > entry.header.n:
        raise AttestedFormError("its last checkpoint is not from before it was made")
    return heads


def beside(heads: Sequence[Checkpoint], kept: Kept) -> Beside:
    """Say how a checkpoint that somebody kept stands to those of a pack.

    A size that the pack does not tell can be compared at base alone.
    """
    sought = kept.head
    same = [each for each in heads if (each.journal, each.branch) == (sought.journal, sought.branch)]
    for each in same:
        if each.size == sought.size:
            return Beside.CONSISTENT if each.root == sought.root else Beside.NOT_CONSISTENT
    return Beside.NOT_IN_THE_PACK


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, str):
        raise AttestedFormError("a checkpoint in it is none")
    return value


def _path(told: dict[str, Any]) -> list[bytes]:
    path = told.get("path")
    if not isinstance(path, list):
        raise AttestedFormError("a path in it is none")
    try:
        return [base64.b64decode(str(each), validate=True) for each in path]
    except binascii.Error:
        raise AttestedFormError("a path in it is none") from None

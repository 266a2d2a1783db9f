"""A checkpoint brought from outside, held against this journal: it shows whether anything was rewritten since.

Owns reading what was pasted or photographed, the comparison, and the act. Refuses to own the tree.

Source: agreement A12; RFC 9162 section 2.1.4.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from store.errors import CheckpointFormError, CheckpointUnknownError
from store.ids import JournalId
from store.keeping import acts
from store.keeping.acts.terms.store import StaffRole, Verdict
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store

_SHORT: Final = re.compile(r"doorstep/([0-9a-f]{32})(?:/([0-9]{1,5}))?/([0-9]{1,12})/([0-9a-f]{64})")
_LONGEST: Final = 65_536
_BODY_LINES: Final = 3
_SIGNATURE_WORDS: Final = 3
"""C2SP signed-note: a dash, the key's name, the signature."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as somebody kept it.

    Attributes:
        is_signed: Whether it came with its signature, and so can be nobody else's.
    """

    head: Checkpoint
    note: bytes | None
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    Attributes:
        holds: Whether the journal still begins with just what the checkpoint vouched for.
        present: The journal's head now.
    """

    kept: Kept
    holds: bool
    present: Checkpoint


def read_kept(typed: str) -> Kept:
    """Return a checkpoint from its text, or from what a photographed code says: origin, size and root.

    Raises:
        CheckpointFormError: It is neither.
    """
    if len(typed) > _LONGEST:
        raise CheckpointFormError("it is too long")
    lines = _lines(typed)
    short = _SHORT.fullmatch("".join(typed.split()).lower())
    if short is not None:
        journal, branch, size, root = short.groups()
        head = Checkpoint(JournalId(journal), int(branch or 0), int(size), bytes.fromhex(root))
        return Kept(head, None, is_signed=False)
    origin = re.fullmatch(r"doorstep/([0-9a-f]{32})(?:/([0-9]{1,5}))?", lines[0].strip() if lines else "")
    if origin is None or len(lines) < 3 or not lines[1].strip().isdecimal():
        raise CheckpointFormError("it is neither the text of one nor what a photographed code says")
    try:
        root_bytes = base64.b64decode(lines[2].strip(), validate=True)
    except binascii.Error:
        raise CheckpointFormError("its root is not written as one") from None
    head = Checkpoint(JournalId(origin[1]), int(origin[2] or 0), int(lines[1]), root_bytes)
    head.text()  # refuses what is out of range
    note = ("\n".join(each.strip() for each in lines) + "\n").encode("utf-8")
    return Kept(head, note, is_signed=len(lines) > 3)


def _lines(typed: str) -> list[str]:
    """Return the lines of a note; one that came as a single line, as a field of a form takes it, is laid out anew."""
    lines, words = typed.strip().splitlines(), typed.split()
    if len(lines) != 1 or len(words) <= _BODY_LINES or (len(words) - _BODY_LINES) % _SIGNATURE_WORDS:
        return lines
    signed = words[_BODY_LINES:]
    signatures = [" ".join(signed[n : n + _SIGNATURE_WORDS]) for n in range(0, len(signed), _SIGNATURE_WORDS)]
    return [*words[:_BODY_LINES], "", *signatures]


def compare(store: Store, typed: str) -> Compared:
    """Hold a checkpoint that somebody kept against the journal it is of; told where the store takes acts.

    An auditor writes nothing: what they compare is not told.

    Args:
        store: Whose journal it is, or that holds the journal.
        typed: The text, or what a code says.

    Raises:
        CheckpointFormError: It is none.
        CheckpointForgedError, CheckpointNotSignedError: Its signature does not hold: somebody else wrote it.
        CheckpointUnknownError: It is of a journal that is not held here.
        StoreError: As `Store.record`.
    """
    kept = read_kept(typed)
    head = kept.head
    journal = store.journal_of(head.journal, head.branch)
    if journal is None:
        raise CheckpointUnknownError
    if kept.is_signed and kept.note is not None and head.journal == store.sidecar.journal:
        read_checkpoint(kept.note, read_signing_key(bytes.fromhex(store.sidecar.device.signing)))
    present = journal.head()
    holds = head.size <= journal.size and journal.root_at(head.size) == head.root
    if store.frozen is None and store.roles() != (StaffRole.AUDITOR,):
        store.record(
            acts.CheckpointCompared(
                journal=head.journal,
                branch=head.branch,
                old_size=head.size,
                old_root=head.root.hex(),
                size=present.size,
                root=present.root.hex(),
                verdict=Verdict.HOLDS if holds else Verdict.DOES_NOT_HOLD,
            )
        )
    return Compared(kept, holds, present)

"""What every verb does first: which folder, whose passphrase, come in.

Owns reading the passphrase, from standard input or a prompt that does not echo. Refuses to own what follows.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from store import door
from store.custody.credentials import announced
from store.errors import (
    PassphraseAskedError,
    PassphraseEmptyError,
    PassphrasesDifferError,
    SignedFileMissingError,
    StoreError,
)
from store.exchange.signed_file import hold_folder
from store.fieldwork.carrier import left_on
from store.keeping.files import disk_refusals
from store.keeping.freshness import Frozen
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.store import Store
from tui import duty_words, notices, staff_words
from tui.paths import store_folder

LINE_BYTES = 4096
"""More than any passphrase; a longer line is refused, not read."""


def is_there(chosen: argparse.Namespace) -> bool:
    """Say whether a folder was named, or a store is where this machine's would be."""
    return bool(chosen.store or os.environ.get("DOORSTEP_STORE")) or store_folder(chosen).exists()


def existing(named: str) -> Path:
    """Return a folder that has to be there, before anybody types anything for it.

    Raises:
        SignedFileMissingError: It is not, or is a file.
        StoreUnreadableError, FolderReadOnlyError: The disk refuses to say.
    """
    path = Path(named).absolute()
    hold_folder(path)
    return path


def passphrase_of_file(path: Path) -> Passphrase:
    """Return the first line of a file.

    Raises:
        SignedFileMissingError: There is none.
        PassphraseFormError: It cannot be a passphrase.
    """
    with disk_refusals():
        if not path.is_file():
            raise SignedFileMissingError
        with path.open("rb") as file:
            return read_passphrase(file.readline(LINE_BYTES))


def passphrase(chosen: argparse.Namespace, asking: str = "Passphrase: ") -> Passphrase:
    """Return the next passphrase: the next line of standard input, or what is typed at a hidden prompt.

    Raises:
        PassphraseAskedError: There is nobody to ask.
        PassphraseFormError: It cannot be one.
    """
    if chosen.passphrase_stdin:
        return read_passphrase(sys.stdin.buffer.readline(LINE_BYTES))
    if not sys.stdin.isatty():
        raise PassphraseAskedError
    try:
        return read_passphrase(getpass.getpass(asking).encode("utf-8", "surrogateescape"))
    except EOFError:
        raise PassphraseEmptyError from None


def new_passphrase(chosen: argparse.Namespace, asking: str = "Passphrase: ") -> Passphrase:
    """Return a new passphrase as `passphrase` does, typed twice at a prompt: a slip would shut its owner out for good.

    Raises:
        PassphrasesDifferError: It was not typed the same way twice.
    """
    first = passphrase(chosen, asking)
    if not chosen.passphrase_stdin and first.reveal() != passphrase(chosen, "The same again: ").reveal():
        raise PassphrasesDifferError
    return first


def open_store(chosen: argparse.Namespace, typed: Passphrase | None = None, *, is_only_looking: bool = False) -> Store:
    """Come in, and say on standard error what whoever came in should know.

    Args:
        chosen: What was typed.
        typed: The passphrase, where it was asked for already.
        is_only_looking: As `door.open_store`.
    """
    store = door.open_store(
        store_folder(chosen),
        typed or (lambda: passphrase(chosen)),
        attesting=chosen.attest_volume,
        word=Path(chosen.volume_word) if chosen.volume_word else None,
        is_clock_right=chosen.clock_is_right,
        is_only_looking=is_only_looking,
        is_for_safety=getattr(chosen, "is_for_safety", False),
    )
    if store.frozen is not None:
        notices.say(f"This store is frozen ({store.frozen.words}): it can be read, and takes no new acts.")
        notices.say(_way_on(store))
    if store.is_queue_set_aside:
        notices.say(
            "What was noted while this store was locked is damaged; it is kept as evidence: `queue.damaged.1` or on."
        )
    if store.sidecar_damaged is not None:
        notices.say(f"The file `{store.sidecar_damaged}` beside it is damaged; its copy served.")
    if store.frozen is not Frozen.DAMAGED and (until := announced(store)) is not None:
        notices.say(duty_words.training_ends(until))
    if (left := left_on(store)) is not None:
        notices.say(staff_words.left(left))
        notices.say(staff_words.TO_DO_BY_COMMANDS)
    if not is_only_looking and store.fact("recovery_epoch") is not None:
        _finish_recovery(store)
    return store


def _way_on(store: Store) -> str:
    """Return what to do about a frozen store."""
    if store.frozen is Frozen.DAMAGED:
        return "See with `doorstep verify` where, keep its folder as it is, and ring your supervisor."
    if store.sidecar.role == "base":
        return "Two supervisors let it go on: `doorstep recover succeed`."
    return "Ask base for a way on: `doorstep recover request`."


def _finish_recovery(store: Store) -> None:
    """Let a store that was recovered go over to its next key, if that is still to be done; it opens all the same."""
    from store.exchange import recovery

    try:
        recovery.finish(store)
    except StoreError as refusal:
        notices.tell(refusal)

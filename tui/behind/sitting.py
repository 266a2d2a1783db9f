"""One sitting behind the prompt: load, let somebody in, show, lock.

Owns the order, and the exit code that the launcher reads. Refuses to own each part.
"""

import argparse
import logging
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import StoreError, StoreMissingError
from tui import notices
from tui.behind.line import LauncherGoneError, Line, Teller, WishError
from tui.behind.screen_line import ScreenLine
from tui.behind.signals import hear_system
from tui.launching import keys, words
from tui.sweeping import Sweeper, sweep_seldom
from tui.vigil import Vigil

if TYPE_CHECKING:
    from textual.message import Message

    from store.fieldwork.lines import Line as FamilyLine
    from store.keeping.opening import Sidecar
    from store.keeping.store import Store
    from tui.behind.entrance import Entrance
    from tui.clerk import Clerk
    from tui.lockable import LockableApp
    from tui.seated import SeatedApp, Settling

FAULTY = 1

CLOSING_S: Final = 10
"""How long closing may take, a sync that hangs at a dead mailbox included; then the process ends without it, and its
keys with it. What was told as kept is kept: the journal stands up to a kill at any instant."""


def run(given: Sequence[str]) -> int:
    """Sit until somebody locks or leaves.

    Args:
        given: The launcher's two pipes, if there is one, and what the app is started with.

    Returns:
        The exit code.
    """
    logging.disable()  # nobody's handlers print what an exception quotes
    chosen = _parser().parse_args(given)
    line: Line | ScreenLine = Line(*chosen.pipes) if chosen.pipes else ScreenLine()
    sys.excepthook = lambda kind, _, trace: line.say(words.FAULT, *notices.sentences_of_fault(kind, trace))
    threading.excepthook = lambda told: sys.excepthook(told.exc_type, BaseException(), told.exc_traceback)
    sys.unraisablehook = lambda _: None
    try:
        return _sit(chosen, line)
    except LauncherGoneError:
        return words.LEFT
    except StoreError as refusal:
        line.refuse(words.FAULT, refusal)
        return FAULTY


def _sit(chosen: argparse.Namespace, line: Line | ScreenLine) -> int:
    from tui.behind.entrance import Entrance
    from tui.clerk import Clerk
    from tui.paths import store_folder

    clerk = Clerk()
    entrance = Entrance(
        store_folder(chosen),
        line,
        chosen.attest_volume,
        chosen.clock_is_right,
        word=Path(chosen.volume_word) if chosen.volume_word else None,
    )
    if isinstance(line, Line):
        coming = clerk.open(entrance.come_in)
        _load()
    else:
        from tui.behind.unlocking import ask

        _load()
        asked = ask(line, lambda: clerk.open(entrance.come_in))
        if asked is None:
            return words.LEFT
        coming = asked
    try:
        return _show(clerk, entrance, coming, line)
    finally:
        clerk.close()


def _load() -> None:
    """Load, behind the typing, whatever the first list needs."""
    from cryptography.hazmat.backends.openssl import backend  # noqa: F401  # it is loaded late otherwise: by a first key
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: F401  # likewise

    import tui.app  # noqa: F401  # it is needed after Enter, and takes longest
    from store.agreement.loading import load_agreement

    load_agreement()  # most stores live under this one, and have it at once then


def _show(clerk: "Clerk", entrance: "Entrance", coming: "Future[Store]", line: Teller) -> int:
    def settled(store: "Store") -> "Message":
        told = entrance.settled(store)
        sweep_seldom()  # whatever is loaded now, and the families with it, is never garbage
        return told

    app: SeatedApp | None = None
    ended: int | None = None
    said = entrance.known.result() if isinstance(line, Line) else None
    if said is not None and said.role == "field":
        app = _laid_out(clerk, said, settled, line)
        ended = _run_watched(app, line, clerk)
    try:
        coming.result()
    except WishError as wanted:
        if wanted.wish == keys.FORGOTTEN:
            from tui.behind.forgetting import ForgottenApp

            return _run_small(ForgottenApp(entrance.folder, is_clock_right=entrance.is_clock_right), line)
        from tui.behind.wishing import WISHES, WishApp

        return _run_small(WishApp(WISHES[wanted.wish], entrance.folder), line)
    except StoreMissingError:
        from tui.behind.setting_up import SetUpApp

        return _run_small(SetUpApp(entrance.folder), line)
    if app is None:
        app = _app_for(clerk, settled)
        line.say(words.IN)
        line.wait()
        ended = _run_watched(app, line, clerk)
    if app.unread is not None:
        raise app.unread
    code = words.LOCKED if ended is None else ended
    leaving = threading.Timer(CLOSING_S, os._exit, (code,))
    leaving.daemon = True
    leaving.start()
    clerk.ask(lambda store: entrance.leave(store, app.lock_cause)).result()
    if app.fault:
        line.say(words.FAULT, *app.fault)
        return FAULTY
    if app.refusal is not None:
        line.refuse(words.REFUSED, app.refusal)
    return code


def _run_watched(app: "SeatedApp", line: Teller, clerk: "Clerk") -> int | None:
    app.vigil, app.sweeper = Vigil(hear_system=lambda lock: hear_system(lock, line, clerk)), Sweeper()
    return app.run(mouse=False)


def _laid_out(clerk: "Clerk", said: "Sidecar", settling: "Settling", line: Teller) -> "SeatedApp":
    """Return the app at the door before anybody came in: once it runs it is laid out, and not seen until they have."""
    from store.fieldwork.looking import lines_of
    from tui.app import DoorstepApp
    from tui.behind.patient_driver import PatientDriver
    from tui.desk import desk_before, desk_of
    from tui.field.wishes import OpenFamily, RecordAttempt

    desk = desk_before(said)

    def read(store: "Store") -> "list[FamilyLine]":
        desk.become(desk_of(store))
        lines = lines_of(store)
        line.say(words.IN)
        line.wait()
        return lines

    app = DoorstepApp(clerk, desk, clerk.ask(read), settling, ahead=(OpenFamily, RecordAttempt))
    app.wait_unseen(PatientDriver)
    return app


def _app_for(clerk: "Clerk", settling: "Settling") -> "SeatedApp":
    """Return the app of whoever came in, with what its first frame shows."""
    from tui.desk import desk_of

    desk = clerk.ask(desk_of).result()
    if desk.role == "base":
        from tui.base.app import BaseApp
        from tui.base.reading import read_board

        return BaseApp(clerk, desk, clerk.ask(lambda store: read_board(store, desk)).result(), settling)
    from store.fieldwork.looking import lines_of
    from tui.app import DoorstepApp
    from tui.field.wishes import OpenFamily, RecordAttempt

    return DoorstepApp(clerk, desk, clerk.ask(lines_of), settling, ahead=(OpenFamily, RecordAttempt))


def _run_small(app: "LockableApp", line: Teller) -> int:
    """Run an app that has no open store behind it, and go back to the prompt."""
    sweep_seldom()
    app.vigil, app.sweeper = Vigil(hear_system=lambda lock: hear_system(lock, line, None)), Sweeper()
    line.say(words.IN)
    line.wait()
    ended = app.run(mouse=False)
    if app.fault:
        line.say(words.FAULT, *app.fault)
        return FAULTY
    return words.LOCKED if ended is None else ended


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doorstep")
    parser.add_argument("--pipes", type=int, nargs=2)
    parser.add_argument("--store")
    parser.add_argument("--attest-volume")
    parser.add_argument("--volume-word")
    parser.add_argument("--clock-is-right", action="store_true")
    return parser

"""The clerk: the one thread that opens the store and writes to it, in order, until the app ends.

Owns the store while it is open, and telling what came of each wish as a message. Refuses to own what is kept: each
wish brings its own acts. A screen that asked may be gone by the time there is an answer; the app hears it then.
"""

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from store.errors import StoreError
from store.fieldwork.looking import line_of
from tui.told import ActsKept, ActsReady, ClerkStopped, RoomRead, RoomReady, StoreFailed

if TYPE_CHECKING:
    from textual.message import Message
    from textual.message_pump import MessagePump

    from store.ids import FamilyId
    from store.keeping.acts import Act
    from store.keeping.store import Store

T = TypeVar("T")
Make = Callable[["Store"], "Sequence[Act]"]
"""Returns the acts to keep, from the open store; raises a StoreError where a rule says no."""


class Readied:
    """Acts that were made ready to be kept; the clerk keeps them as they are, if nothing else was done since.

    Attributes:
        told: What is told once they are kept; None before they are ready.
    """

    told: ActsKept | None = None


class Clerk:
    """Whoever writes.

    Args:
        line: Where the wishes wait; one thread by itself. Tests hand in one that does each at once.
    """

    def __init__(self, line: Executor | None = None) -> None:
        self._line = line or ThreadPoolExecutor(max_workers=1, thread_name_prefix="clerk")
        self._store: Store | None = None
        self._app: MessagePump | None = None
        self._readied: Readied | None = None

    @property
    def store(self) -> "Store":
        """The open store, for readers: `store.reader()` from any other thread."""
        if self._store is None:
            raise RuntimeError("nobody came in")
        return self._store

    def open(self, coming_in: Callable[[], "Store"]) -> "Future[Store]":
        """Come in, in the clerk's thread."""

        def opened() -> "Store":
            self._store = coming_in()
            return self._store

        return self._line.submit(opened)

    def tell(self, app: "MessagePump") -> None:
        """Tell an app whatever a screen does not wait for any more."""
        self._app = app

    def ask(self, work: Callable[["Store"], T]) -> "Future[T]":
        """Do something with the store in the clerk's thread, after whatever was asked for before."""
        return self._line.submit(lambda: work(self._forgetful()))

    def do(self, work: Callable[["Store"], "Message"], asker: "MessagePump") -> None:
        """Do something with the store, and post the message that it returns, or StoreFailed, to whoever asked."""
        self._line.submit(self._done, work, asker)

    def show(self, read: Callable[["Store"], RoomRead], tell: Callable[["Store"], None], asker: "MessagePump") -> None:
        """Read what a room is to show, and let it be seen once it is told, durably, that it is.

        Whoever asked hears RoomReady first, and makes it ready while that is written; then what was read, or
        StoreFailed: it was not told, and is not seen. A frozen store, which tells in the queue, lets nobody hear of it.
        """

        def shown(store: "Store") -> RoomRead:
            found = read(store)
            with store.meanwhile(lambda: asker.post_message(RoomReady(found))):
                tell(store)
            return found

        self.do(shown, asker)

    def make_ready(self, make: Make, asker: "MessagePump", said: str, family: "FamilyId") -> Readied:
        """Do all of keeping acts but waiting for the disk, while somebody is asked whether they agree.

        Whoever asked hears ActsReady. Where a rule says no, nothing is ready, and `keep` says it where it is heard.

        Args:
            make: As `keep`, and so are the others.
            asker: Who.
            said: What.
            family: Whose.
        """
        readied = Readied()

        def prepared(store: "Store") -> None:
            with contextlib.suppress(StoreError):
                acts = make(store)
                self._readied = readied
                store.prepare(*acts)
                told = ActsKept(said, family, tuple(acts), line_of(store, family))
                readied.told = told
                asker.post_message(ActsReady(told))

        self.ask(prepared)
        return readied

    def keep(
        self,
        make: Make,
        asker: "MessagePump",
        said: str,
        family: "FamilyId | None" = None,
        readied: Readied | None = None,
    ) -> None:
        """Keep acts, durable before anything is said; ends in ActsKept or StoreFailed.

        Whoever asked hears ActsReady first, while the disk is all that is waited for, unless they were ready before.

        Args:
            make: Runs in the clerk's thread, and returns the acts.
            asker: Hears of it; the app does where the asker is gone.
            said: One short sentence that is shown once it is kept.
            family: Whose line changes with it.
            readied: The same, as `make_ready` returned it; None where nothing was made ready.
        """

        def kept(store: "Store") -> ActsKept:
            ready, self._readied = self._readied.told if self._readied is not None else None, None
            if ready is not None:
                with store.meanwhile(then=ready.be_seen):
                    if store.keep_prepared():
                        return ready
            store.abandon()
            acts = make(store)
            told = ActsKept(said, family, tuple(acts))

            def made_ready() -> None:
                with contextlib.suppress(StoreError):  # it is read once more, and heard, when it is kept
                    told.line = None if family is None else line_of(store, family)
                    asker.post_message(ActsReady(told))

            with store.meanwhile(made_ready, told.be_seen):
                store.record(*acts)
            if family is not None and told.line is None:
                told.line = line_of(store, family)
            return told

        self._line.submit(self._done, kept, asker, readied)

    def forget_ready(self) -> None:
        """Keep nothing of what was made ready."""
        self.ask(lambda _: None)

    def close(self) -> None:
        """Lock: what was asked for is done first, then the store is closed; once is enough."""

        def locked() -> None:
            store, self._store = self._store, None
            if store is not None:
                store.close()

        with contextlib.suppress(RuntimeError):  # the line is closed already
            self._line.submit(locked).result()
        self._line.shutdown()

    def _forgetful(self, but: Readied | None = None) -> "Store":
        """Return the store, with nothing standing ready in it but this."""
        if self._readied is not None and self._readied is not but:
            self._readied = None
            self.store.abandon()
        return self.store

    def _done(self, work: Callable[["Store"], "Message"], asker: "MessagePump", readied: Readied | None = None) -> None:
        try:
            answer = work(self._forgetful(readied))
        except StoreError as refusal:
            answer = StoreFailed(refusal)
        except Exception as fault:  # noqa: BLE001  # the one place: a fault in this thread would vanish unheard
            answer = ClerkStopped(fault)
        if not (asker.is_running and asker.post_message(answer)) and self._app is not None:
            self._app.post_message(answer)

"""A machine that goes off between two steps: what came before happened, what comes after did not.

Owns what a step is: each commit, and each change of the mailbox. Refuses to own what then lies on the disk (world).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from store.exchange.mailbox import Mailbox
from store.keeping.acts.act import Act
from store.keeping.journal import Journal


class Crash(BaseException):
    """The machine went off. No code of the product's catches it."""


class Fuse:
    """Goes off after so many steps.

    Attributes:
        left: How many; None while it is not lit.
    """

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Crash


@contextmanager
def steps_burn(fuse: Fuse, kept: Callable[[Journal, dict[int, Act]], None]) -> Iterator[None]:
    """Burn the fuse before and after each step; what was kept is told, by index, before the machine can go off."""
    append = Journal.append

    def appending(journal: Journal, told: list[Act], *given: Any) -> range:
        fuse.burn()
        done = append(journal, told, *given)
        kept(journal, dict(zip(done, told, strict=True)))
        fuse.burn()
        return done

    originals: dict[str, Callable[..., Any]] = {"put": Mailbox.put, "remove": Mailbox.remove}

    def around(original: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*given: Any) -> Any:
            fuse.burn()
            done = original(*given)
            fuse.burn()
            return done

        return stepping

    setattr(Journal, "append", appending)  # noqa: B010  # mypy: no method is assigned to otherwise
    for name, original in originals.items():
        setattr(Mailbox, name, around(original))
    try:
        yield
    finally:
        setattr(Journal, "append", append)  # noqa: B010
        for name, original in originals.items():
            setattr(Mailbox, name, original)

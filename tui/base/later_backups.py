"""Backups made after the copy base was put back from: what is asked of them, and what is kept.

Owns the questions. Refuses to own the rule (store), and where they are asked (gate).

Source: agreement 7.2f, 13.5, A11.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.paths import path_of
from tui.widgets.page import PageLine
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAME, _ALL = "name", "all"
_WHAT: Final = (
    Option(_NAME, "name one that lies on a drive"),
    Option(_ALL, "each is named by now, or none was made"),
)


def drives(store: "Store") -> list[str]:
    """Return the drives that a backup may lie on, by name; runs in the clerk's thread."""
    from store.exchange.backup.making import drives

    return drives(store)


def form(known: Sequence[str]) -> Form:
    """Return what is asked."""
    options = [Option(each, wording.plain(each)) for each in known]
    what = _WHAT if options else _WHAT[1:]

    def is_of(kind: str) -> Callable[[Answers], bool]:
        return lambda answers: answers.get("what") == kind

    return Form(
        (
            Field("what", "What", "What is known of backups made after that copy?", Kind.ONE, lambda _: what),
            Field("file", "File", "Where does it lie? Its whole path.", Kind.LINE, applies=is_of(_NAME)),
            Field("drive", "Drive", "Which drive is that?", Kind.ONE, lambda _: options, applies=is_of(_NAME)),
            Field("passphrase", "Passphrase", "The backup's own passphrase?", Kind.LINE, applies=is_of(_NAME),
                  is_secret=True),
            Field("reason", "How", "How is that known? Name no family.", Kind.LINE, applies=is_of(_ALL)),
        )
    )  # fmt: skip


def means(width: int) -> list[PageLine]:
    """Return what follows from it."""
    return [
        *paragraph("Base was put back from an older copy: it knows no backup that was made after that one.", width),
        *paragraph("One that is named stays open until it is destroyed, as any other.", width),
    ]


def keep(store: "Store", answers: Answers) -> None:
    """Name one, or say that it is all; runs in the clerk's thread.

    Raises:
        StoreError: As `later.name` and `later.say_all_named`.
    """
    from store.exchange.backup import later

    if answers.get("what") == _ALL:
        later.say_all_named(store, one(answers, "reason") or "")
        return
    typed = passphrase(answers, "passphrase")
    later.name(store, path_of(one(answers, "file") or ""), one(answers, "drive") or "", typed)

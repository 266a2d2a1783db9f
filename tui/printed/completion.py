"""`doorstep completion`: what a shell needs to complete words, made from the parser itself.

Owns which options are files and folders. Refuses to own how each shell wants it (shtab).
"""

import argparse
from collections.abc import Iterator

import shtab

from tui.arguments import parser

_FILES, _FOLDERS = ("FILE", "F"), ("DIR",)
"""How options call what they take, where it lies on the disk."""


def run(chosen: argparse.Namespace) -> None:
    """Print it."""
    whole = parser()
    for action in _actions(whole):
        if action.metavar in (*_FILES, *_FOLDERS):
            action.complete = shtab.FILE if action.metavar in _FILES else shtab.DIRECTORY  # type: ignore[attr-defined]
    print(shtab.complete(whole, shell=chosen.shell))


def _actions(of: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every option and argument of a parser and of the verbs below it."""
    for action in of._actions:  # argparse has no other way to ask
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                yield from _actions(verb)

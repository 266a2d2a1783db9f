"""README's table of commands tells the verbs and options that there are, and leaves out no verb."""

import argparse
import re
from collections.abc import Iterator

from tests.tui.key_table import README
from tui.arguments import parser

PLACEHOLDER = re.compile(r"[A-Z\[(-]")

APPS = {"--store", "--clock-is-right", "--attest-volume", "--volume-word"}
"""What the app takes where no verb is given."""


def rows() -> list[tuple[str, str]]:
    """Return the first cell's first command of each row, and the whole row."""
    table = README.read_text("utf-8").partition("\n## The command\n")[2].partition("`--json` is stable")[0]
    return re.findall(r"^(\| `(?:doorstep)([^`]*)`.*)$", table, re.MULTILINE)


def verbs(of: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every verb and deed with its parser, the whole first."""
    yield path, of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from verbs(below, f"{path} {name}".strip())


def named(command: str) -> list[str]:
    """Return the verbs and deeds that a first cell names: `device lost\\|wiped` are two."""
    words: list[list[str]] = []
    for word in command.replace("\\|", "|").split():
        if PLACEHOLDER.match(word):
            break
        words.append(word.split("|"))
    paths = [""]
    for alternatives in words:
        paths = [f"{path} {word}".strip() for path in paths for word in alternatives]
    return paths


def test_a_verb_that_was_asked_for_is_described_as_among_all_and_without_most_of_them() -> None:
    whole = dict(verbs(parser()))

    for asked in {path.partition(" ")[0] for path in whole if path}:
        alone = dict(verbs(parser(asked)))
        own = [path for path in whole if path.partition(" ")[0] == asked]
        assert [alone[path].format_help() for path in own] == [whole[path].format_help() for path in own]
        assert len({path.partition(" ")[0] for path in alone if path}) <= 4


def test_every_row_names_verbs_and_options_that_there_are() -> None:
    known = dict(verbs(parser()))
    wrong: list[str] = []

    for row, command in rows():
        for path in named(command):
            demo_of = path.startswith("demo ")
            if path and path not in known and not demo_of and " ".join(path.split()[:-1]) not in known:
                wrong.append(path)
        own = named(command)[0].partition(" ")[0]
        for span in re.findall(r"`([^`]*)`", row):
            first = span.removeprefix("doorstep ").partition(" ")[0]
            options = set().union(*(options_of(one) for one in below(known, first if first in known else own)))
            wrong += [f"{command}: {each}" for each in set(re.findall(r"--[a-z][a-z-]*", span)) - options - APPS]

    assert wrong == []


def test_no_verb_is_left_out() -> None:
    told = {path.split()[0] for _, command in rows() for path in named(command) if path}
    missing = {name.split()[0] for name, _ in verbs(parser()) if name} - told

    assert missing == set()


def below(known: dict[str, argparse.ArgumentParser], verb: str) -> list[argparse.ArgumentParser]:
    """Return the parsers of a verb and of its deeds."""
    return [one for name, one in known.items() if name.partition(" ")[0] == verb]


def options_of(of: argparse.ArgumentParser) -> set[str]:
    return {text for action in of._actions for text in action.option_strings}

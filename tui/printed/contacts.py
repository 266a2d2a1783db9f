"""`doorstep contacts`: the list of families, one line each, found as the app finds them.

Owns where it may be printed: a real laptop's list goes to a terminal and nowhere else. Refuses to own searching.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from store.agreement.london import london_day
from store.coming_in import hold_sees_contacts
from store.door import agreement_of
from store.errors import TerminalOnlyError
from store.fieldwork.lines import Line
from store.fieldwork.looking import lines_of
from store.fieldwork.searching import Order, Search, in_order
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper
from tui.widgets import family_columns
from tui.widgets.family_columns import Seen

WIDTH = 120
"""How wide a line is where no terminal says."""


def run(chosen: argparse.Namespace) -> None:
    """Print the list.

    Raises:
        TerminalOnlyError: It would leave a real laptop, to a file or another program.
        KeeperSeesNoContactsError: A keeper of eligibility asks (clause 7.2c).
    """
    with opened.open_store(chosen) as store:
        hold_sees_contacts(store)
        hold_here(is_practice=store.sidecar.is_practice, is_terminal=sys.stdout.isatty())
        lines = lines_of(store)
        ordered = in_order(lines, range(len(lines)), Order.NEXT)
        found = [lines[row] for row in Search(lines, ordered).find(chosen.search or "")]
        if chosen.json:
            print(json.dumps([_told(line) for line in found], indent=2))
        else:
            _tell(store, found)


def hold_here(*, is_practice: bool, is_terminal: bool) -> None:
    """Make sure that no real family's line goes to a file or another program.

    Raises:
        TerminalOnlyError: It would.

    Source:
        Design 8; agreement A9.
    """
    if not (is_practice or is_terminal):
        raise TerminalOnlyError


def _tell(store: Store, found: Sequence[Line]) -> None:
    width = paper.columns() or WIDTH
    seen = Seen(london_day(store.now()), agreement_of(store).calls.minimum)
    print(family_columns.titles(width).rstrip())
    for line in found:
        print(family_columns.line(line, seen, width).rstrip())
    paper.say(wording.counted(len(found), "family", "families"))


def _told(line: Line) -> dict[str, object]:
    """Return one line as the JSON that README documents; what it is found by is no part of it."""
    told = line._asdict()
    del told["folded"]
    return {**told, "is_unsent": bool(line.is_unsent), "is_note_unread": bool(line.is_note_unread)}

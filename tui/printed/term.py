"""`doorstep term`: how long the agreement runs, an extension in writing, and how it ended."""

import argparse
import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from store.agreement.lifetime import TermEnd
from store.agreement.london import london_day
from store.keeping.store import Store
from tui import term_words, wording
from tui.documents import document_digest
from tui.moments import iso_day
from tui.printed import opened, paper

HEARD: Final = "Every laptop hears of it with its next bundle."


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    match chosen.deed:
        case "show":
            with opened.open_store(chosen) as store:
                _show(store, is_json=chosen.json)
        case "extend":
            _extend(chosen)
        case "notice":
            _notice(chosen)
        case "ran-out":
            from store.exchange.ending import tell_run_out

            with opened.open_store(chosen) as store:
                ended_on = tell_run_out(store)
            paper.say(f"Recorded: the agreement ran out with {wording.day(ended_on)}. {HEARD}")


def _extend(chosen: argparse.Namespace) -> None:
    from store.exchange.ending import Agreed, extend

    ends_on, digest = iso_day(chosen.to), document_digest(Path(chosen.document))
    second = partial(opened.passphrase, chosen, "The second person's passphrase: ")
    agreed = None if chosen.agreed is None else Agreed(iso_day(chosen.agreed), second)
    with opened.open_store(chosen) as store:
        was = extend(store, ends_on, digest, agreed)
    paper.say(f"Extended: the agreement runs to the end of {wording.day(ends_on)}, and not {wording.day(was)}. {HEARD}")


def _notice(chosen: argparse.Namespace) -> None:
    from store.exchange.ending import give_notice

    cause = TermEnd.IMMEDIATE_NOTICE if chosen.immediate else TermEnd.ONE_MONTH_NOTICE
    until = None if chosen.until is None else iso_day(chosen.until)
    digest = document_digest(Path(chosen.document))
    with opened.open_store(chosen) as store:
        given_on = london_day(store.now()) if chosen.given is None else iso_day(chosen.given)
        ends_on = give_notice(store, cause, given_on, until, digest)
    if chosen.immediate:
        paper.say(f"Recorded: the agreement has ended. {HEARD} Sync now, and call them back.")
    else:
        paper.say(f"Recorded: the agreement runs to the end of {wording.day(ends_on)}. {HEARD}")


def _show(store: Store, *, is_json: bool) -> None:
    from store.custody.naming import staff_names
    from store.exchange.ending import endings
    from store.keeping.term import term_stands

    stands, told, names = term_stands(store), endings(store), staff_names(store)
    if is_json:
        print(
            json.dumps(
                {
                    "state": stands.state.value,
                    "ends_on": stands.ends_on.isoformat(),
                    "over_at": stands.over_at.isoformat(timespec="milliseconds"),
                    "told": [
                        {
                            "what": each.cause.value if each.cause else "extension",
                            "at": each.at.isoformat(timespec="milliseconds"),
                            "by": names.get(each.staff, each.staff),
                            "given_on": _iso(each.given_on),
                            "agreed_on": _iso(each.agreed_on),
                            "old_ends_on": _iso(each.old_ends_on),
                            "ends_on": each.ends_on.isoformat(),
                            "document_digest": each.document_digest,
                        }
                        for each in told
                    ],
                },
                indent=2,
            )
        )
        return
    paper.say(term_words.term(stands, london_day(store.now())))
    for each in told:
        who = names.get(each.staff, "")
        document = f", document {each.document_digest}" if each.document_digest else ""
        on = each.given_on or each.agreed_on
        given = f" of {wording.day(on)}" if on else ""
        paper.say(
            f"{term_words.HOW[each.cause].capitalize()}{given}: to the end of {wording.day(each.ends_on)};"
            f" recorded {wording.moment(each.at)}{f' by {who}' if who else ''}{document}.",
            "  ",
        )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

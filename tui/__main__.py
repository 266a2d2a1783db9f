"""The `doorstep` command: arguments, then printed output.

Owns the words of the command line and the exit codes: 0 done, 1 refused, 2 usage. Refuses to own what a verb does.
"""

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module

from store import RELEASE
from store.errors import OutputError, StoreError
from tui import notices

DONE, REFUSED, USAGE = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    sys.excepthook = notices.tell_fault
    threading.excepthook = lambda fault: notices.tell_fault(fault.exc_type, None, fault.exc_traceback)
    chosen = _parser().parse_args(words)
    try:
        import_module(f"tui.printed.{chosen.verb}").run(chosen)
        sys.stdout.flush()  # here, where a closed pipe can still be told from a fault
    except StoreError as refusal:
        notices.tell(refusal)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has gone; what is left of it goes nowhere, or Python would try again and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError:
        notices.tell(OutputError())  # what the store's disk refuses is told by the store; this is where we print to
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doorstep",
        description="Fieldwork for survey interviewers, and a provable record of whose data lies where.",
    )
    parser.add_argument("--version", action="version", version=f"doorstep {RELEASE}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--store", metavar="DIR", help="the store's folder (or DOORSTEP_STORE)")
    signing_in = argparse.ArgumentParser(add_help=False, parents=[where])
    signing_in.add_argument(
        "--passphrase-stdin", action="store_true", help="read the passphrase from the first line of standard input"
    )
    signing_in.add_argument(
        "--clock-is-right", action="store_true", help="go on although the clock fell back; the trail says so"
    )
    signing_in.add_argument(
        "--attest-volume", metavar="REASON", help="supervisors: attest a volume that cannot be shown encrypted"
    )
    printing = argparse.ArgumentParser(add_help=False)
    printing.add_argument("--json", action="store_true", help="print JSON instead of text")

    demo = verbs.add_parser("demo", help="made-up families in a throw-away practice store")
    demo.add_argument("--families", metavar="N", type=_count, default=12, help="how many (12 unless told)")
    demo.set_defaults(verb="demo")

    init = verbs.add_parser("init", help="make a store")
    roles = init.add_subparsers(metavar="ROLE", required=True)
    base = roles.add_parser("base", parents=[signing_in], help="a base station")
    base.add_argument("--practice", action="store_true", help="a practice store, on a training clock")
    base.add_argument("--as-if", metavar="DATE", help="the day the training clock starts on (2015-11-02)")
    base.add_argument("--no-keyring", action="store_true", help="protect it by a longer passphrase alone")
    base.add_argument("--agreement", metavar="FILE", help="another agreement than Essex 2015")
    base.add_argument("--name", required=True, help="what this base is called")
    base.add_argument("--staff", required=True, metavar="NAME", help="your name; you declare that you are trained")
    base.set_defaults(verb="init", parser=base)

    status = verbs.add_parser("status", parents=[signing_in, printing], help="how this store stands")
    status.add_argument("--agreement", action="store_true", help="the agreement's terms and its own faults instead")
    status.set_defaults(verb="status")

    trail = verbs.add_parser("trail", parents=[signing_in, printing], help="what happened, newest first")
    trail.add_argument("--as-of", metavar="WHEN", help="only what had happened by the end of that day, or by then")
    trail.add_argument("--family", metavar="REF", help="only what is about one family, by the council's reference")
    trail.set_defaults(verb="trail")

    verify = verbs.add_parser("verify", parents=[signing_in, printing], help="whether everything that is kept holds")
    verify.add_argument("file", nargs="?", metavar="FILE", help="an exported proof, checked with no store at all")
    verify.add_argument("--signatures", action="store_true", help="check every person's signature too")
    verify.set_defaults(verb="verify")

    clock = verbs.add_parser("practice-clock", parents=[signing_in], help="move a practice store's clock forward")
    clock.add_argument("--to", required=True, metavar="DATE", help="a day or an instant")
    clock.set_defaults(verb="practice_clock")

    staff = verbs.add_parser("staff", help="who may sign in, and with what training")
    deeds = staff.add_subparsers(metavar="DEED", required=True)
    listing = deeds.add_parser("list", parents=[signing_in, printing], help="the register")
    add = deeds.add_parser("add", parents=[signing_in], help="add a person; their passphrase is the second line")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=("supervisor", "interviewer", "auditor"), required=True)
    leave = deeds.add_parser("leave", parents=[signing_in], help="a person leaves: their passphrase opens nothing more")
    leave.add_argument("--name", required=True)
    change = deeds.add_parser(
        "passphrase", parents=[signing_in], help="change your own; the new one is the second line"
    )
    for deed, name in ((listing, "list"), (add, "add"), (leave, "leave"), (change, "passphrase")):
        deed.set_defaults(verb="staff", deed=name)
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())

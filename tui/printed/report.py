"""`doorstep report`: how the work stands, for the team; and the one report that is let out, by two people."""

import argparse
import json
from pathlib import Path

from store.fieldwork.consents.back_checks import Check
from store.keeping.store import Store
from tui import output_words, wording
from tui.printed import clocks, custody_report, fieldwork_figures, leaving, opened, paper, second_waves

SECOND = "The second person's passphrase, once both have read it: "

ID_SHOWN = 8
"""Of a check's id: enough to name it by."""


def run(chosen: argparse.Namespace) -> None:
    """Print what was asked for.

    Raises:
        DayFormError: `--as-of` is no day and no instant; nobody has signed in then.
    """
    as_of = getattr(chosen, "as_of", None)
    at = None if as_of is None else wording.day_or_instant(as_of, wording.DAY_ENDS)
    if chosen.deed == "fieldwork":
        leaving.hold_said(chosen)
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "custody":
                custody_report.custody(store, chosen, at)
            case "back-checks":
                _back_checks(store, is_json=chosen.json)
            case "clocks":
                clocks.tell(store, is_json=chosen.json)
            case "fieldwork":
                _fieldwork(store, chosen)
            case "progress":
                fieldwork_figures.progress(store, is_json=chosen.json)
            case "rates":
                fieldwork_figures.rates(store, is_json=chosen.json)
            case "wave-two":
                second_waves.tell(store, is_json=chosen.json)


def _fieldwork(store: Store, chosen: argparse.Namespace) -> None:
    """Print the report for two people to read, and let it out once the second one says so."""
    from store.exchange.backup.later import copies_put_back
    from store.exchange.outputs import make_fieldwork_report, release

    report = make_fieldwork_report(store)
    whom = leaving.sealed_for(store, chosen)
    print("\n".join(map(wording.plain, report.text.splitlines())))
    for until in copies_put_back(store).values():
        paper.say(output_words.forgotten(until))
    release(store, report, opened.passphrase(chosen, SECOND), Path(chosen.to), whom)
    how = "in clear" if whom is None else f"sealed for {whom.whom.name}"
    paper.say(f"Written to {chosen.to}, {how}: two people let it out, and the trail says so.")


def _back_checks(store: Store, *, is_json: bool) -> None:
    from store.custody.naming import staff_names
    from store.exchange.back_checks import checks
    from store.exchange.peers import hold_base

    hold_base(store)
    found = checks(store)
    names = staff_names(store)
    if is_json:
        print(json.dumps([_told(each, names) for each in found], indent=2))
        return
    if not found:
        paper.say("Nothing was drawn for checking. Begin with `doorstep back-check draw`.")
    for each in found:
        paper.say(_line(each, names), f"{each.back_check[:ID_SHOWN]}  ")
    waiting = sum(each.is_open for each in found)
    if found:
        paper.say(f"{wording.counted(waiting, 'check')} of {len(found):,} open. For the team: not for release.")


def _line(each: Check, names: dict[str, str]) -> str:
    by = names.get(each.candidate.done_by, "somebody who is not on the register")
    came = "open" if each.result is None else each.result.replace("_", " ")
    suspends = "; linkage and re-contact wait" if came == "failed" else ""
    return f"{each.candidate.matter} by {by}, due {each.due_on or 'any day'}: {came}{suspends}"


def _told(each: Check, names: dict[str, str]) -> dict[str, object]:
    """Return one check as the JSON that README documents."""
    return {
        "check": each.back_check,
        "matter": each.candidate.matter.value,
        "family": each.candidate.family,
        "person": each.candidate.person,
        "record": each.candidate.record,
        "done_by": each.candidate.done_by,
        "name": names.get(each.candidate.done_by),
        "due_on": each.due_on,
        "result": each.result and each.result.value,
        "open": each.is_open,
    }

"""`doorstep back-check`: drawing what somebody else checks, and recording what came of it."""

import argparse

from store.keeping.acts.terms.consents import BackCheckResult
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    from store.exchange.back_checks import draw_checks, record_result

    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "draw":
                count = draw_checks(store)
                paper.say(f"{wording.counted(count, 'check')} drawn. See them with `doorstep report back-checks`.")
            case "record":
                record_result(store, chosen.check, BackCheckResult(chosen.result), chosen.finding)
                paper.say(_SAID[BackCheckResult(chosen.result)])


_SAID = {
    BackCheckResult.CONFIRMED: "Confirmed.",
    BackCheckResult.FAILED: "Failed: this person's linkage and re-contact wait until it is settled.",
    BackCheckResult.NOT_REACHED: "Not reached: the check stays open.",
    BackCheckResult.SETTLED: "Settled: linkage and re-contact count again as they were answered.",
}

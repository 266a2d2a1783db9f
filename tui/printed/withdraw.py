"""`doorstep withdraw`: a withdrawal that reaches the office by post or telephone, with the code on the leaflet."""

import argparse
from typing import TYPE_CHECKING

from store.fieldwork.consents.effects import Withdrawn
from tui.printed import opened, paper

if TYPE_CHECKING:
    from store.exchange.withdrawn_by_code import ByCode


def run(chosen: argparse.Namespace) -> None:
    """Keep it, and say what follows."""
    from store.exchange.withdrawn_by_code import hold_by_code, keep_withdrawal

    told = _told(chosen)
    hold_by_code(told)  # before anybody signs in
    with opened.open_store(chosen) as store:
        is_found = keep_withdrawal(store, told, _sheet(chosen.sheet))
        is_frozen = store.frozen is not None
    if is_frozen:
        paper.say("This store is frozen, so it is noted beside it, and told as soon as it takes acts again.")
    elif is_found:
        paper.say("The withdrawal is kept. It reaches every laptop that has the family with the next bundle.")
    else:
        paper.say("The code finds nobody here. The withdrawal is kept as a request: see `doorstep request list`.")


def _told(chosen: argparse.Namespace) -> "ByCode":
    from store.exchange.withdrawn_by_code import ByCode

    yes_no = {None: None, "yes": True, "no": False}
    return ByCode(chosen.receipt, Withdrawn(chosen.what), yes_no[chosen.linkage], yes_no[chosen.delete], chosen.parent)


def _sheet(typed: str | None) -> str | None:
    from store.fieldwork.paper_wishes import sheet_number

    return None if typed is None else sheet_number(typed)

"""`doorstep notice`: what has to be told, filled in, as text and as pages to send."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from store.keeping.store import Store
from tui.pages.beside import let_out_with_page
from tui.pages.laying import pdf_of_text
from tui.printed import leaving, opened, paper

if TYPE_CHECKING:
    from store.exchange.noticing import Notice


def run(chosen: argparse.Namespace) -> None:
    """Draft one; print it, or leave it as a file.

    Raises:
        WhichExportError: A file, and neither for whom nor in clear.
    """
    from store.keeping.acts.terms.exchange import Shipment

    if chosen.to is not None:
        leaving.hold_said(chosen)
    with opened.open_store(chosen) as store:
        notice = _drafted(store, chosen)
        if chosen.to is None:
            for line in notice.text.splitlines():
                paper.say(line)
            return
        page = let_out_with_page(
            store,
            Path(chosen.to),
            notice.text.encode("utf-8"),
            pdf_of_text(notice.text),
            leaving.sealed_for(store, chosen),
            shipment=Shipment.NOTICE,
            purpose=notice.purpose,
            clause=notice.clause,
            families=notice.families,
        )
    paper.say(f"The notice is written to {chosen.to}; pages to send beside it: {page}.")
    paper.say("Telling somebody is what stops a clock: record it once it is done.")


def _drafted(store: Store, chosen: argparse.Namespace) -> "Notice":
    from store.custody.incidents.notices import Whom
    from store.exchange import noticing

    match chosen.deed:
        case "incident":
            return noticing.of_incident(store, chosen.about, Whom(chosen.whom))
        case "request":
            return noticing.of_request(store, chosen.about)
        case "delivery":
            return noticing.of_delivery(store, chosen.about)
        case _:
            return noticing.of_destruction(store, chosen.about)

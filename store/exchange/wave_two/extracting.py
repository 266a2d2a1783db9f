"""The list of wave 2 for whoever plans its fieldwork: which families, where, who moved, who is asked again.

Owns what stands in it, and letting it out sealed. Refuses to own who is of wave 2 (choosing), and names, telephones and
streets: those go to the laptop of whoever visits, in its own bundle.

Source: agreement 4.4, 7.1, 7.2d, 9.1d, 9.1e: need to know.
"""

import csv
import io
from pathlib import Path
from typing import Final

from store.errors import NobodySelectedError
from store.exchange.letting_out import SealedFor
from store.exchange.sealed_exports import leave_sealed
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.wave_two.gates import selection_of_council
from store.exchange.wave_two.sample import Sampled, sample
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from store.keeping.store import Store

HEADINGS: Final = ("reference", "postcode", "moved", "asked_again")


def selected(store: Store, council: str) -> list[Sampled]:
    """Return the families of wave 2 of a council that are held, by their reference.

    Raises:
        NobodySelectedError: Its updates have not come, or nobody agreed.
    """
    selection = selection_of_council(store, council)
    found = [] if selection is None else sample(store, selection)
    if not found:
        raise NobodySelectedError
    return found


def extract_sample(store: Store, council: str, path: Path, sealed_for: SealedFor) -> int:
    """Send the list of wave 2 of a council; return how many families stand in it.

    Args:
        store: Base's.
        council: Its name.
        path: Where the file is written; what is there already is replaced.
        sealed_for: Whom it is for, and the road.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        NobodySelectedError: As `selected`.
        StoreError: As `leave_sealed`.
    """
    hold_supervisor_of_base(store)
    found = selected(store, council)
    leave_sealed(
        store,
        path,
        _table(found),
        sealed_for.whom,
        shipment=Shipment.CONTACTS,
        purpose=ExportPurpose.FIELDWORK,
        channel=sealed_for.channel,
        clause="4.4",
        families=[each.family for each in found],
        rows_count=len(found),
    )
    return len(found)


def _table(found: list[Sampled]) -> bytes:
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(HEADINGS)
    writer.writerows(
        (each.reference, each.postcode, "yes" if each.is_moved else "no", each.afresh_count) for each in found
    )
    return into.getvalue().encode("utf-8", "surrogatepass")

"""Made-up lines of the list of families."""

from typing import Any

from store.fieldwork.lines import Line, Standing
from store.keeping.folding import digits, fold


def made_line(name: str = "Zoë O'Dowd", street: str = "12 Lapwing Reach", **changed: Any) -> Line:
    """Return a line; `changed` are fields of `Line`, or a phone."""
    phone = changed.pop("phone", "07700 900123")
    line = Line(
        family="f" * 32,
        name=name,
        street=street,
        postcode="CM1 9AL",
        reference="ECC-00012",
        folded="",
        standing=Standing.TO_DO,
        next_at_ms=None,
        attempts_count=0,
        visits_count=0,
        last="",
        consents="",
        is_unsent=False,
        is_note_unread=False,
    )._replace(**changed)
    found_by = (line.name, line.street, line.reference, line.postcode, line.postcode.replace(" ", ""), digits(phone))
    return line._replace(folded=fold(" ".join(found_by)))

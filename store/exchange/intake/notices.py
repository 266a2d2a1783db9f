"""What a council is told of its delivery, drafted: that it cannot be read, that it names families which had refused.

Owns the words, ready to send. Refuses to own sending them, and keeping them: the trail holds their digest.

Source: agreement 8.4 (within one week), 7.2a and A10 (a release that should not have been).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.incidents import NoticeMatter


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice, ready to send.

    Attributes:
        notice: Its id in the trail.
        text: What it says; the report of a release names families by the council's references.
    """

    notice: str
    matter: NoticeMatter
    about: str
    text: str = field(repr=False)

    def act(self) -> acts.NoticeDrafted:
        """Return the act that tells of it."""
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        return acts.NoticeDrafted(
            notice=self.notice, matter=self.matter, about=self.about, recipient=None, sha256=digest
        )


def unreadable(council: str, delivery: str, sha256: str, flaw: str, arrived_on: date, due_on: date) -> Draft:
    """Return what tells a council that its delivery cannot be read."""
    text = (
        f"To {council}\n\n"
        f"Your delivery of {_day(arrived_on)} cannot be read. {flaw}\n"
        f"The file's SHA-256 is {sha256}.\n\n"
        f"Clause 8.4 of the data sharing agreement asks us to tell you by {_day(due_on)}."
        " Please send it again under AES-256 encryption, and its passphrase by another way.\n"
    )
    return Draft(new_id(), NoticeMatter.DELIVERY_UNREADABLE, delivery, text)


def released(council: str, delivery: str, references: Sequence[str], arrived_on: date) -> Draft:
    """Return what tells a council which families it should not have supplied."""
    text = (
        f"To {council}\n\n"
        f"Your delivery of {_day(arrived_on)} names {len(references)} families that had refused within the two weeks"
        " of clause 7.2a. Their contact details should not have been released. None of them is visited;"
        " what you look into is yours to decide (Annex A, point 10).\n\n"
        "Their references:\n" + "".join(f"  {each}\n" for each in references)
    )
    return Draft(new_id(), NoticeMatter.UNAUTHORISED_RELEASE, delivery, text)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"

"""The wordings in use: the agreement's own, and what base issued since.

Owns reading them, and holding an issued one against the clauses. Refuses to own the checks (agreement), bringing one to
a laptop (exchange), and choosing among them: an asking that is open keeps those it was opened with.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from store.agreement import Agreement
from store.agreement.clauses import names_its_objects, names_the_parties
from store.agreement.purposes import Purpose
from store.agreement.wordings import TranslationState, Wording, WordingForm, check_wording
from store.errors import WordingRefusedError
from store.keeping.store import Store
from store.keeping.taking import N_BITS

_INDEX: Final = (1 << N_BITS) - 1


def hold_wording(wording: Wording, agreement: Agreement) -> None:
    """Make sure that a wording can be read to somebody under an agreement.

    Raises:
        WordingRefusedError: Its text is not whole, does not name every party, or not what it asks about; each with a
            sentence of its own.

    Source:
        Agreement 1.2-1.4, 4.2, 4.4.
    """
    check_wording(wording)
    if not names_the_parties(wording, agreement):
        raise WordingRefusedError(
            wording.id, wording.version, "it does not name the council, the department and the agency"
        )
    if not names_its_objects(wording, agreement):
        raise WordingRefusedError(wording.id, wording.version, "it does not name what it asks about")


def target_of(wording_id: str, purpose: Purpose, text: str, agreement: Agreement) -> str | None:
    """Return which of a purpose's targets a wording asks about: that of its earlier version, or the one it names.

    None where the purpose has none, and where that cannot be told.
    """
    earlier = next((each for each in agreement.wordings if each.id == wording_id), None)
    if earlier is not None:
        return earlier.target
    (term,) = (term for term in agreement.purposes if term.id is purpose)
    named = [target.id for target in term.targets if target.name in text]
    return named[0] if len(named) == 1 else None


def wordings_of(store: Store, agreement: Agreement) -> Iterator[Wording]:
    """Yield every wording that can be read: the agreement's, then those issued since that hold."""
    yield from agreement.wordings
    for wording, _ in issued(store, agreement):
        if holds(wording, agreement):
            yield wording


def in_use(store: Store, agreement: Agreement, on: date) -> tuple[Wording, ...]:
    """Return the wordings that an asking opened on a London day may show."""
    later = [wording for wording, from_on in issued(store, agreement) if from_on <= on and holds(wording, agreement)]
    return (*agreement.wordings, *later)


def issued(store: Store, agreement: Agreement, entries: Iterable[int] | None = None) -> list[tuple[Wording, date]]:
    """Return what base issued, each with the first day it is to be used, held against nothing yet.

    Args:
        store: Base's or a laptop's.
        agreement: The store's.
        entries: Only those that stand at these indices of base's journal.
    """
    rows = store.rows(
        "SELECT wording, purpose, version, language, form, translation, digest, text, from_on, entry"
        " FROM issuedwording ORDER BY wording, language, version"
    )
    chosen = None if entries is None else set(entries)
    return [
        (
            Wording(
                id=id_,
                purpose=Purpose(purpose),
                target=target_of(id_, Purpose(purpose), text, agreement),
                version=version,
                language=language,
                form=WordingForm(form),
                translation=TranslationState(translation),
                sha256=digest,
                text=text,
            ),
            date.fromisoformat(from_on),
        )
        for id_, purpose, version, language, form, translation, digest, text, from_on, entry in rows
        if chosen is None or entry & _INDEX in chosen
    ]


def holds(wording: Wording, agreement: Agreement) -> bool:
    """Say whether a wording can be read to somebody."""
    try:
        hold_wording(wording, agreement)
    except WordingRefusedError:
        return False
    return True

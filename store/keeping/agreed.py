"""The agreement a store lives under, as it was founded with it.

Owns reading it back. Refuses to own its terms.
"""

from store.agreement import Agreement
from store.agreement.loading import agreement_from
from store.errors import StoreDamagedError
from store.keeping.store import Store


def agreement_of(store: Store) -> Agreement:
    """Return the agreement a store lives under: the file it was founded with, held against the digest in its journal.

    Raises:
        StoreDamagedError: The file kept is not the one the journal names.
    """
    kept = agreement_from(store.notebook.note("agreement").encode("utf-8"))
    if kept.digest != store.fact("agreement_digest"):
        raise StoreDamagedError
    return kept

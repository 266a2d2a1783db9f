"""What follows from a wording that base put to use, at base and on a laptop.

Owns its row. Refuses to own whether it is fit to be read (agreement): a row is what was issued, and whoever reads one
holds it against the clauses.
"""

from typing import TYPE_CHECKING

from store.keeping import acts
from store.keeping.by_name import tables

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def wording_issued(tables_: "Projection", key: int, act: acts.WordingIssued) -> None:
    """Put it."""
    tables_.put(
        tables.IssuedWording,
        wording=act.wording,
        version=act.wording_version,
        language=act.language,
        form=act.form,
        purpose=act.purpose,
        translation=act.translation,
        text=act.text,
        digest=act.digest,
        from_on=act.from_on,
        entry=key,
    )


def wording_issued_by_base(tables_: "Projection", key: int, act: acts.WordingIssued, _sender: str) -> None:
    """Put one that came down; a laptop's own journal issues none."""
    wording_issued(tables_, key, act)

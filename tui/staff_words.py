"""What is said of somebody who leaves and carries a laptop. Pure.

Owns the sentences. Refuses to own who carries what (store), and what is to be done by which key or command.
"""

from collections.abc import Iterable

from store.exchange.laptops import Known
from tui import wording


def still_open(name: str, laptops: Iterable[Known]) -> list[str]:
    """Return, a sentence each, which laptops somebody who left still opens: base closes none from afar."""
    who = wording.plain(name)
    return [
        f"{wording.plain(each.peer.name)}, with {wording.counted(each.families_count, 'family', 'families')},"
        f" opens for {who} until it is handed in."
        for each in laptops
    ]

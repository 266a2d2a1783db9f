"""Laptops to measure at: enrolled with a base, with as many made-up families as are wanted.

Owns making them fast: families are kept as acts in the laptop's own journal, thousands at once, instead of travelling
down to it. Then base takes them in, and has everything that the laptop has, as on most mornings.
"""

from pathlib import Path
from typing import Final

from store import door
from store.exchange.enrolment import accept, waiting_answers
from store.exchange.mailbox import open_mailbox
from store.exchange.mailboxes import name_mailbox
from store.exchange.sending import unsent_count
from store.exchange.sync import sync
from store.exchange.ticket import issue_ticket
from store.fieldwork import made_up
from store.ids import new_id
from tests.benchmarks import stores

DEVICE: Final = "Laptop"
PASSPHRASE: Final = "Lantern orchard 58 kestrel"
AT_ONCE: Final = 5_000


def make_laptop(folder: Path, families_count: int) -> Path:
    """Return the folder of a practice laptop nobody is signed in to; key derivation costs it nearly nothing.

    Args:
        folder: New; everything lies below it.
        families_count: How many families it holds.
    """
    folder.mkdir()
    base, laptop = folder / "base", folder / "laptop"
    stores.found(base)
    with stores.open_at(base) as store:
        ticket = issue_ticket(store, DEVICE, "Interviewer One", folder)
        asked = door.NewField(ticket, has_keyring=False, cost=stores.CHEAP)
        door.found_field(laptop, asked, stores.passphrase())
        (waiting,) = waiting_answers(store, folder)
        accept(store, waiting, None)
    families = list(made_up.families(families_count, new_id()))
    mail = folder / "mail"
    mail.mkdir()
    with stores.open_at(base) as at_base, stores.open_at(laptop) as store:
        for first in range(0, families_count, AT_ONCE):
            store.record(*families[first : first + AT_ONCE])
        known = {each: name_mailbox(each, str(mail))[1] for each in (store, at_base)}
        with open_mailbox(str(mail)) as box:
            while unsent_count(store):
                for each in (store, at_base, store):
                    sync(each, box, known[each])
    return laptop

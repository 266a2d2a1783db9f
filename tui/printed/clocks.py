"""`doorstep report clocks`: every clock that runs, the soonest first."""

import json

from store.clock import Instant
from store.custody.clocks import DutyClock, running
from store.custody.incidents.record import clock_record
from store.custody.naming import device_names
from store.keeping.store import Store
from tui import duty_words
from tui.duty_words import ID_SHOWN
from tui.printed import paper


def tell(store: Store, *, is_json: bool) -> None:
    """Print every clock that runs, what stops it, and what follows if it runs out."""
    now, found, names = store.now(), running(store), device_names(store)
    if is_json:
        print(json.dumps([_told(each, now) for each in found], indent=2))
        return
    if not found:
        paper.say("No clock runs.")
    for each in found:
        say(each, now, names)


def say(clock: DutyClock, now: Instant, names: dict[str, str]) -> None:
    """Print one clock."""
    on = f" on {names.get(clock.told_by, clock.told_by[:ID_SHOWN])}" if clock.told_by else ""
    paper.say(f"{duty_words.clock(clock, now)}{on}", f"{clock.about_id[:ID_SHOWN]}  ")
    for line in duty_words.consequences(clock):
        paper.say(line, " " * (ID_SHOWN + 2))


def _told(clock: DutyClock, now: Instant) -> dict[str, object]:
    return {**clock_record(clock), "late": clock.is_late_at(now)}

"""`doorstep report progress` and `doorstep report rates`: figures of the fieldwork, printed.

Owns how they look. Refuses to own every figure (store.fieldwork), and releasing any: each page says that it is for the
team.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from store.clock import to_ms
from store.fieldwork.counts import Counted, WaveCounts, counts_of
from store.fieldwork.progress import Progress
from store.fieldwork.rates import Rate, Rates, rates_of
from store.keeping.store import Store
from tui import wording
from tui.outcome_words import GROUPS
from tui.printed import paper

FOR_THE_TEAM = "For the team, not for release."


def rates(store: Store, *, is_json: bool) -> None:
    """Print every wave's rates, of households and of respondents.

    Raises:
        NotBaseError: A laptop knows its own families alone.
    """
    from store.exchange.peers import hold_base
    from store.fieldwork.every_case import every_case
    from store.fieldwork.unwilling import opted_out_count
    from store.keeping.agreed import agreement_of

    hold_base(store)
    agreement = agreement_of(store)
    with store.reader() as connection:
        waves = counts_of(every_case(connection, agreement, to_ms(store.now())), opted_out_count(connection))
    if is_json:
        print(json.dumps([_told(wave) for wave in waves], indent=2))
        return
    paper.say(f"{FOR_THE_TEAM} Rates as AAPOR defines them (Standard Definitions); outcomes grouped by this agreement.")
    paper.say("Respondents are those who were selected; where nobody was, every main carer and young person.")
    for wave in waves:
        _say_rates(wave)


def progress(store: Store, *, is_json: bool) -> None:
    """Print how far the work got, by council and by interviewer.

    Raises:
        NotBaseError: A laptop knows its own families alone.
    """
    from store.exchange.peers import hold_base
    from store.fieldwork.how_far import how_far
    from store.keeping.agreed import agreement_of

    hold_base(store)
    found = how_far(store, agreement_of(store))
    if is_json:
        told = {name: list(map(asdict, getattr(found, name))) for name in ("by_council", "by_interviewer")}
        print(json.dumps(told, indent=2))
        return
    paper.say(FOR_THE_TEAM)
    if not found.cases_count:
        paper.say("No family was delivered yet.")
        return
    _say_progress("By council", found.by_council, "no delivery known")
    _say_progress("By interviewer", found.by_interviewer, "nobody yet")


def _told(wave: WaveCounts) -> dict[str, object]:
    """Return one wave as the JSON that README documents; a rate is a number from 0 to 1, or null for n/a."""
    return {
        "wave": wave.wave.value,
        "opted_out_before_issue": wave.opted_out,
        "not_issued": wave.not_issued,
        "split_off": wave.split_off,
        "households": _counted(wave.households),
        "respondents": _counted(wave.respondents),
    }


def _counted(counted: Counted) -> dict[str, object]:
    found = rates_of(counted.groups)
    return {
        "total": counted.total,
        "pending": counted.pending,
        "groups": {group.value: count for group, count in counted.groups.items()},
        "e": _number(found.e),
        "RR": [*map(_number, found.response)],
        "COOP": [*map(_number, found.cooperation)],
        "REF": [*map(_number, found.refusal)],
        "CON": [*map(_number, found.contact)],
    }


def _number(rate: Rate) -> float | None:
    return None if rate is None else round(float(rate), 6)


def _say_rates(wave: WaveCounts) -> None:
    both = (wave.households, wave.respondents)
    print()
    _say_row(f"Wave {wave.wave}", ("households", "respondents"))
    _say_row("In the sample", _numbers(each.total for each in both))
    _say_row("Pending, in no rate", _numbers(each.pending for each in both))
    _say_row("  of these not issued yet", (f"{wave.not_issued:,}", ""))
    for group, title in GROUPS.items():
        _say_row(f"{group.value:<3} {title}", _numbers(each.groups[group] for each in both))
    found = [rates_of(each.groups) for each in both]
    _say_row("e, estimated", [_percentage(each.e) for each in found])
    for name, of in _KINDS.items():
        for place, pair in enumerate(zip(*(of(each) for each in found), strict=True), start=1):
            _say_row(f"{name}{place}", [*map(_percentage, pair)])
    _say_row("Opted out before issue, in no count above", (f"{wave.opted_out:,}", ""))
    if wave.split_off:
        _say_row("Split off another household, likewise", (f"{wave.split_off:,}", ""))


_KINDS: dict[str, Callable[[Rates], tuple[Rate, ...]]] = {
    "RR": lambda found: found.response,
    "COOP": lambda found: found.cooperation,
    "REF": lambda found: found.refusal,
    "CON": lambda found: found.contact,
}


def _numbers(of: Iterable[int]) -> list[str]:
    return [f"{each:,}" for each in of]


def _percentage(rate: Rate) -> str:
    return "n/a" if rate is None else f"{float(rate):.1%}"


def _say_row(label: str, cells: Sequence[str]) -> None:
    print(f"{label:<42}{''.join(f'{cell:>13}' for cell in cells)}".rstrip())


_HEADINGS = ("families", "unissued", "worked", "complete", "partial", "refused", "other", "attempts")

WHOSE_WIDTH = 24
"""Characters of a name; with the figures a line fits a terminal of a hundred columns."""


def _say_progress(title: str, rows: Sequence[Progress], unknown: str) -> None:
    print()
    print(f"{title:<{WHOSE_WIDTH}}{''.join(f'{heading:>9}' for heading in _HEADINGS)}")
    for row in rows:
        _, whose, *numbers = asdict(row).values()
        name = f"{wording.plain(whose) or unknown}, wave {row.wave}"
        cells = "".join(f"{number:>9,}" for number in numbers)
        print(f"{name:<{WHOSE_WIDTH}}{cells}" if len(name) < WHOSE_WIDTH else f"{name}\n{'':<{WHOSE_WIDTH}}{cells}")

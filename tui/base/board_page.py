"""The board as lines of a page. Pure.

Owns the order, the words and the columns. Refuses to own every figure (store), and reading any.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.clock import LONDON, Instant
from store.custody.clocks import DutyClock
from store.fieldwork.how_far import HowFar
from store.fieldwork.progress import Progress
from store.keeping.acts.terms.attempts import Wave
from store.keeping.term import TermStands
from tui import duty_words, term_words, wording
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.away import Away
    from store.exchange.waiting import Waiting
    from store.fieldwork.by_week import Week
    from tui.base.reading import BoardRead

FOR_THE_TEAM: Final = "For the team, not for release."
CLOCKS_SHOWN: Final = 4
"""More are one key away."""

_ROOMY: Final = 110
"""From this width on, interviewers have a column."""

WEEKS_SHOWN: Final = 8
"""Two months: what is older is in the reports."""

_WEEK, _TIMES = 13, 11
_NAME, _WHO, _WHEN, _COUNT = 16, 20, 13, 7
_HEADINGS: Final = ("Families", "Unissued", "Worked", "Complete", "Partial", "Refused", "Other", "Attempts")
_SHORT_HEADINGS: Final = ("All", "Waits", "Worked", "Compl.", "Part", "Refus.", "Other", "Attempts")
_WHOSE_NARROW: Final = 18


def board_page(read: "BoardRead", counted: HowFar | None, width: int) -> list[PageLine]:
    """Return the lines of the board.

    Args:
        read: What stands in a few rows each.
        counted: What was counted; None while that is still going on.
        width: Of the page, in cells.
    """
    today = london_day(read.at)
    sections = (
        [PageLine(FOR_THE_TEAM, Tint.MUTED)],
        _frozen(read.frozen, width),
        _end(read.term, today, width),
        _clocks(read.clocks, read.at, width),
        _waiting(read.waiting, width),
        _laptops(read.laptops, read.at, today, width),
        _backup(read.backed_up_at, read.at, width),
        _counted(counted, width),
    )
    lines: list[PageLine] = []
    for section in sections:
        told = list(section)
        lines += [*([PageLine("")] if lines and told else []), *told]
    return lines


def _frozen(why: str, width: int) -> Iterator[PageLine]:
    """Yield that base takes no acts, and the way on."""
    if why:
        said = f"Base is frozen ({why}) and takes no acts: two people let it go on in Laptops (l, r)."
        yield from paragraph(said, width, Tint.WARNING)


def _end(term: TermStands, today: date, width: int) -> Iterator[PageLine]:
    """Yield that the agreement ends, from a month before on; after it, what is to be done then."""
    if not term_words.counting_down(term, today):
        return
    yield from paragraph(term_words.term(term, today), width, Tint.WARNING)
    if term_words.is_over(term):
        said = "Take families back (f, r), sync (F5), then destroy everything (d). An extension in writing: r, then t."
        yield from paragraph(said, width, Tint.WARNING)


def _clocks(clocks: Sequence[DutyClock], at: Instant, width: int) -> Iterator[PageLine]:
    yield PageLine("Clocks, the soonest first", Tint.HEAD)
    for clock in clocks[:CLOCKS_SHOWN]:
        tint = Tint.WARNING if clock.is_late_at(at) else Tint.PLAIN
        yield from paragraph(duty_words.clock(clock, at), width, tint)
    if len(clocks) > CLOCKS_SHOWN:
        yield PageLine(f"{len(clocks) - CLOCKS_SHOWN} more: c shows them all.", Tint.MUTED)
    if not clocks:
        yield PageLine("No clock runs.", Tint.MUTED)


def _waiting(waiting: "Waiting", width: int) -> Iterator[PageLine]:
    told = (
        wording.counted(waiting.overdue, "visit OVERDUE", "visits OVERDUE") if waiting.overdue else "",
        wording.counted(waiting.conflicts, "value that clashes", "values that clash") if waiting.conflicts else "",
        wording.counted(waiting.notes, "note to read", "notes to read") if waiting.notes else "",
        wording.counted(waiting.paper, "refusal by number", "refusals by number") if waiting.paper else "",
        wording.counted(waiting.paused, "paused family", "paused families") if waiting.paused else "",
        wording.counted(waiting.deliveries, "delivery not opened", "deliveries not opened")
        if waiting.deliveries
        else "",
    )
    if waiting.destructions:
        count = wording.counted(waiting.destructions, "destruction is", "destructions are")
        yield from paragraph(f"{count} not done: d, then o goes on.", width, Tint.WARNING)
    if waiting.total:
        yield from paragraph(f"Inbox (m): {', '.join(filter(None, told))}.", width, Tint.WARNING)


def _backup(made_at: Instant | None, at: Instant, width: int) -> Iterator[PageLine]:
    """Yield how old the newest backup is that holds; nothing is given back by a laptop that lies in none."""
    if made_at is None:
        yield from paragraph("Base has no backup that was verified: u makes one.", width, Tint.WARNING)
        return
    tint = Tint.PLAIN if at - made_at < BACKUP_IS_OLD else Tint.WARNING
    yield from paragraph(f"Last backup of base (u): {wording.span(at - made_at)} ago.", width, tint)


BACKUP_IS_OLD: Final = timedelta(days=7)
"""A week of what laptops gave back would be lost with this machine."""

# -- laptops ---------------------------------------------------------------------------------------------------------


def _laptops(laptops: "Sequence[Away]", at: Instant, today: date, width: int) -> Iterator[PageLine]:
    yield PageLine(padded(laptop_titles(width), width - 2), Tint.HEAD)
    for laptop in laptops:
        yield from _laptop(laptop, at, today, width)
    if not laptops:
        yield from paragraph("No laptop is enrolled yet: Laptops (l, a) writes its ticket.", width, Tint.MUTED)


def _laptop(laptop: "Away", at: Instant, today: date, width: int) -> Iterator[PageLine]:
    marks = marks_of(laptop, at)
    tint = Tint.WARNING if laptop.is_quiet or laptop.unconfirmed_count else Tint.PLAIN
    if laptop.state != _IN_USE:
        tint = Tint.MUTED
    row = laptop_row(laptop, today, width)
    said = ", ".join(marks)
    if said and len(row) + 2 + len(said) <= width - 2:
        yield PageLine(f"{row}  {said}", tint)
        return
    yield PageLine(row, tint)
    if said:
        yield from paragraph(f"    {said}", width, tint)


_IN_USE: Final = "in_use"


def laptop_titles(width: int) -> str:
    """Return the titles over `laptop_row`."""
    who = f"{'Interviewer':<{_WHO}} " if width >= _ROOMY else ""
    sent = f"{'Last in':<{_WHEN}} {'Last out':<{_WHEN}}"
    return f"{'Laptop':<{_NAME}} {who}{sent} {'Unsent':>{_COUNT}} {'Holds':>{_COUNT}}"


def laptop_row(laptop: "Away", today: date, width: int) -> str:
    """Return how a laptop stands, in columns; the interviewer where there is room."""
    who = f"{padded(wording.plain(laptop.interviewer), _WHO)} " if width >= _ROOMY else ""
    sent = f"{_short(laptop.last_in_at, today):<{_WHEN}} {_short(laptop.last_out_at, today):<{_WHEN}}"
    counts = f"{laptop.unsent_count:>{_COUNT},} {laptop.held_count:>{_COUNT},}"
    return f"{laptop_name(laptop.name)} {who}{sent} {counts}"


def laptop_name(name: str) -> str:
    """Return a laptop's name as it stands in its column."""
    return padded(wording.plain(name), _NAME)


def marks_of(laptop: "Away", at: Instant) -> list[str]:
    """Return what is to be noticed of a laptop, the most pressing first."""
    marks = []
    if laptop.unconfirmed_count:
        marks.append(f"{wording.counted(laptop.unconfirmed_count, 'refusal')} not confirmed")
    if laptop.waiting_count:
        waiting = wording.counted(laptop.waiting_count, "entry waits", "entries wait")
        marks.append(f"{waiting} until it runs release {laptop.needs_release}")
    if laptop.has_carrier_left:
        marks.append("carrier left: shows none now" if laptop.is_left_heard else "carrier left: not heard there yet")
    since = laptop.last_in_at or laptop.last_out_at
    if laptop.is_quiet and since is not None:
        marks.append(f"QUIET for {wording.span(at - since)}")
    if laptop.is_lease_ended:
        marks.append("lease ended: locked there")
    if laptop.clock_ahead:
        way = "ahead" if laptop.clock_ahead.total_seconds() > 0 else "behind"
        marks.append(f"clock {wording.span(abs(laptop.clock_ahead))} {way}")
    if laptop.state != _IN_USE:
        marks.append(laptop.state.replace("_", " "))
    return marks


def _short(at: Instant | None, today: date) -> str:
    """Return when something was, in thirteen cells at most: `today 18:30`, `1 Nov 18:30`, `1 Nov 2015`."""
    if at is None:
        return "never"
    local = at.astimezone(LONDON)
    if local.date() == today:
        return f"today {local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}" if local.year == today.year else wording.short_day(local.date())


# -- how far the work got --------------------------------------------------------------------------------------------


def _counted(counted: HowFar | None, width: int) -> Iterator[PageLine]:
    if counted is None:
        yield PageLine("How far the work got is being counted.", Tint.MUTED)
    elif not counted.cases_count:
        yield PageLine("No family was delivered yet: a in Intake (i) takes a delivery in.", Tint.MUTED)
    else:
        yield from paragraph(_delivered(counted), width)
        yield PageLine("")
        yield from _progress("By interviewer", counted.by_interviewer, "nobody yet", width)
        yield PageLine("")
        yield from _progress("By council", counted.by_council, "no delivery known", width)
        yield from _plot(counted.weeks, width)


def _delivered(counted: HowFar) -> str:
    """Return what was delivered and what became of it, in one line: it adds up."""
    wave_one = [row for row in counted.by_council if row.wave is Wave.ONE]
    sample = sum(row.families_count for row in wave_one)
    ended = sum(row.complete_count + row.partial_count + row.refused_count + row.others_count for row in wave_one)
    ended -= counted.partly_count
    partly = f", {counted.partly_count:,} of them interviewed in part" if counted.partly_count else ""
    return (
        f"{sample + counted.opted_out_count:,} delivered = {counted.opted_out_count:,} refused before anybody had them"
        f" + {ended:,} ended + {sample - ended:,} to work{partly}."
    )


def _plot(weeks: Sequence["Week"], width: int) -> Iterator[PageLine]:
    """Yield the last weeks, a line each: `#` for interviews and `-` for other attempts, to one scale."""
    if not weeks:
        return
    yield PageLine("")
    shown = weeks[-WEEKS_SHOWN:]
    head = f"{'By week from':<{_WEEK}}{'Attempts':>{_TIMES}}{'Interviews':>{_TIMES}}  "
    yield PageLine(f"{head}# interview  - other attempt", Tint.HEAD)
    most, cells = max(week.attempts for week in shown), max(1, width - len(head) - 2)
    for week in shown:
        bar = -(-week.attempts * cells // most) if most > cells else week.attempts
        done = -(-week.interviews * bar // week.attempts) if week.attempts else 0
        drawn = "#" * done + "-" * (bar - done)
        day = wording.short_day(week.begins_on)
        yield PageLine(f"{day:<{_WEEK}}{week.attempts:>{_TIMES},}{week.interviews:>{_TIMES},}  {drawn}")


def _progress(title: str, rows: Sequence[Progress], unknown: str, width: int) -> Iterator[PageLine]:
    is_roomy = width >= _ROOMY
    name_cells, cells = (_NAME + _WHO + 1, 9) if is_roomy else (_WHOSE_NARROW, _COUNT)
    headings = _HEADINGS if is_roomy else _SHORT_HEADINGS
    columns = [max(cells, len(heading) + 1) for heading in headings]
    titles = "".join(f"{heading:>{room}}" for heading, room in zip(headings, columns, strict=True))
    has_waves = len({row.wave for row in rows}) > 1
    yield PageLine(f"{title:<{name_cells}}{titles}", Tint.HEAD)
    for row in rows:
        wave = f", {row.wave}" if has_waves else ""
        name = padded(f"{fitted(wording.plain(row.whose) or unknown, name_cells - len(wave))}{wave}", name_cells)
        yield PageLine(name + "".join(f"{count:>{room},}" for count, room in zip(_counts(row), columns, strict=True)))


def _counts(row: Progress) -> tuple[int, ...]:
    return (
        row.families_count, row.not_issued_count, row.worked_count, row.complete_count, row.partial_count,
        row.refused_count, row.others_count, row.attempts_count,
    )  # fmt: skip

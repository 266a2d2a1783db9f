"""What is asked and said about linkage: sending an extract, a stop-list, and what its recipient confirmed.

Owns the questions, the sentences and the fields that are shown before anything leaves. Refuses to own who may be sent,
and who is in either list (store).

Source: agreement 4.2, 7.1, 7.2f, 8.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.agreement.purposes import Purpose
from store.exchange.linkage.known import Sent
from store.exchange.linkage.tables import LINKED
from store.ids import PersonId
from store.keeping.acts.terms.exchange import Channel, ExportPurpose
from store.keeping.names import hold_line
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.documents import document_digest
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_ID_CHARS: Final = 8
_CHANNELS: Final = tuple(
    Option(each.value, wording.words(each))
    for each in (Channel.SECURE_EMAIL, Channel.TRANSFER_SITE, Channel.POST, Channel.HAND)
)


@dataclass(frozen=True, slots=True)
class Ready:
    """People whose yes to being linked with some records stands now.

    Attributes:
        records: What the agreement calls them.
        title: What their wordings name.
        new_count: How many of them no extract named yet.
    """

    records: str
    title: str
    people_count: int
    new_count: int


@dataclass(frozen=True, slots=True)
class Owed:
    """People who took it back, and whose recipient was not told yet."""

    recipient: str
    name: str = field(repr=False)
    people_count: int


@dataclass(frozen=True, slots=True)
class Stands:
    """How linkage stands.

    Attributes:
        files: Every extract and stop-list, in the order they were made.
        names: Of recipients, by id.
    """

    ready: Sequence[Ready]
    owed: Sequence[Owed]
    files: Sequence[Sent]
    names: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What can leave now, and to whom."""

    ready: Sequence[Ready]
    owed: Sequence[Owed]
    to: Offered = field(repr=False)


@dataclass(frozen=True, slots=True)
class About:
    """A file that was sent.

    Attributes:
        file: Itself.
        name: Its recipient's.
        owed_count: People in it who took linkage back, and are in no stop-list.
        open_count: Files that are not confirmed, this one or others: final destruction waits for all of them.
    """

    file: Sent
    name: str = field(repr=False)
    owed_count: int
    open_count: int


# -- reading; all of it runs in the clerk's thread


def stands(store: "Store") -> Stands:
    """Return how linkage stands."""
    from store.exchange.linkage.extracting import people_to_link
    from store.exchange.linkage.known import owed_stops, sent, unwilling_people
    from store.exchange.recipients import recipients
    from store.keeping.agreed import agreement_of

    files, names = sent(store), {each.recipient: each.name for each in recipients(store)}
    extracts = [each for each in files if each.revision is None and each.may_have_left]
    ready = []
    for term in agreement_of(store).purposes:
        for target in term.targets if term.id is Purpose.LINKAGE else ():
            people = {each.person for each in people_to_link(store, target.id)}
            went = [each.people for each in extracts if each.records in (target.id, None)]
            ready.append(Ready(target.id, target.name, len(people), len(people.difference(*went))))
    unwilling, owed = unwilling_people(store), []
    for whom in dict.fromkeys(each.recipient for each in files):
        theirs = owed_stops([each for each in files if each.recipient == whom], unwilling)
        untold = frozenset[PersonId]().union(*theirs.values())
        if untold:
            owed.append(Owed(whom, names.get(whom, ""), len(untold)))
    return Stands(ready, owed, files, names)


def leaving(store: "Store") -> Leaving:
    """Return what can leave now."""
    now = stands(store)
    return Leaving(now.ready, now.owed, going_out.offered(store, ExportPurpose.LINKAGE))


def about(store: "Store", file: Sent) -> About:
    """Return what is known of a file."""
    from store.exchange.linkage.known import open_files, owed_stops, sent, unwilling_people
    from store.exchange.recipients import recipients

    files = sent(store)
    (now,) = [each for each in files if (each.extract, each.revision) == (file.extract, file.revision)]
    owed = owed_stops(files, unwilling_people(store)).get(file.extract, frozenset()) & now.people
    names = {each.recipient: each.name for each in recipients(store)}
    return About(now, names.get(now.recipient, ""), len(owed), len(open_files(files)))


# -- the lines


def id_of(file: Sent) -> str:
    """Return what a file is called here."""
    return (file.revision or file.extract)[:_ID_CHARS]


def stands_words(file: Sent) -> str:
    """Return how a file stands."""
    if file.is_acknowledged:
        return "confirmed"
    if not file.may_have_left:
        return "never left"
    return "waits to be confirmed" if file.end is not None else "broken off: may have left"


def ready_words(each: Ready) -> str:
    """Return how many can be sent."""
    people = wording.counted(each.people_count, "person", "people")
    return wording.plain(f"{each.title}: {people} with a live yes, {each.new_count:,} in no extract yet")


def owed_words(each: Owed) -> str:
    """Return how many have to be told of."""
    people = wording.counted(each.people_count, "person", "people")
    return wording.plain(f"{each.name}: has to be told of {people} who took linkage back")


def file_lines(about: About, width: int) -> list[PageLine]:
    """Return all that is known of a file."""
    file = about.file
    what = "An extract" if file.revision is None else "A stop-list"
    people = wording.counted(len(file.people), "person", "people")
    lines = [
        *paragraph(f"{what} for {about.name}: {people}, {stands_words(file)}", width, Tint.HEAD),
        PageLine(f"File {id_of(file)}, movement {file.movement[:_ID_CHARS]} of the ledger."),
        *paragraph(f"What stands in it of each: {_shown(file)}. Nothing else.", width),
    ]
    if about.owed_count:
        owed = wording.counted(about.owed_count, "of them took", "of them took")
        lines += paragraph(f"{owed} linkage back, and nobody told {about.name} yet: Stop-list.", width, Tint.WARNING)
    if about.open_count:
        waits = f"{wording.counted(about.open_count, 'file')} sent for linkage not confirmed"
        lines += paragraph(f"Final destruction waits: {waits} (7.2f).", width, Tint.WARNING)
    else:
        lines += paragraph("Everything sent for linkage is confirmed: final destruction does not wait for it.", width)
    return lines


def _shown(file: Sent) -> str:
    return ", ".join(each.replace("_", " ") for each in LINKED) if file.revision is None else "person"


# -- an extract


def extract_form(leaving: Leaving) -> Form:
    """Return what is asked."""
    records = [Option(each.records, ready_words(each)) for each in leaving.ready]
    return Form(
        (
            Field(
                "records", "Records", "Which records are they linked with?", Kind.ONE, lambda _: records,
                applies=lambda _: len(records) > 1,
            ),
            going_out.whom_field(leaving.to),
            *going_out.road_fields(leaving.to),
        )
    )  # fmt: skip


def extract_means(leaving: Leaving, answers: Answers, width: int) -> Iterator[PageLine]:
    """Yield what leaves: how many, which fields, for whom."""
    ready = _chosen(leaving, answers)
    people = wording.counted(ready.people_count, "person", "people")
    yield from paragraph(f"{people} whose yes to “{ready.title}” stands now, and nobody else.", width, Tint.HEAD)
    yield from paragraph(f"Of each: {', '.join(each.replace('_', ' ') for each in LINKED)}. Nothing else.", width)
    yield PageLine("The person is a number drawn by chance; a stop-list names them by it alone.", Tint.MUTED)
    yield from going_out.means(leaving.to, answers, "linkage extract", ready.people_count, "4.2", width)
    yield from paragraph("They have to confirm having it; final destruction waits for that (7.2f).", width)


def extract(store: "Store", leaving: Leaving, answers: Answers) -> Sent:
    """Send it; runs in the clerk's thread.

    Raises:
        StoreError: As `extract_linkage`.
    """
    from store.exchange.linkage.extracting import extract_linkage

    to = going_out.sealed_for(leaving.to, answers)
    assert to is not None
    return extract_linkage(store, going_out.path(store, answers), to, _chosen(leaving, answers).records)


def _chosen(leaving: Leaving, answers: Answers) -> Ready:
    named = one(answers, "records")
    return next((each for each in leaving.ready if each.records == named), leaving.ready[0])


# -- a stop-list


def stop_form(leaving: Leaving) -> Form | None:
    """Return what is asked; None where nothing goes any more to whoever has to be told."""
    owed = {each.recipient for each in leaving.owed}
    whom = [each for each in leaving.to.whom if each.recipient in owed]
    to = Offered(whom, leaving.to.folder)
    if not whom:
        return None
    return Form((going_out.whom_field(to), *going_out.road_fields(to)))


def stop_means(leaving: Leaving, answers: Answers, width: int) -> Iterator[PageLine]:
    """Yield what leaves."""
    count = sum(each.people_count for each in leaving.owed if each.recipient == one(answers, "whom"))
    people = wording.counted(count, "person", "people")
    yield from paragraph(f"{people} whom they take out again, by their number alone.", width, Tint.HEAD)
    yield from going_out.means(leaving.to, answers, "stop-list", count, "4.2", width)
    yield from paragraph("They have to confirm having it; final destruction waits for that (7.2f).", width)


def stop(store: "Store", leaving: Leaving, answers: Answers) -> Sequence[Sent]:
    """Send it; runs in the clerk's thread.

    Raises:
        StoreError: As `extract_stops`.
    """
    from store.exchange.linkage.extracting import extract_stops

    to = going_out.sealed_for(leaving.to, answers)
    assert to is not None
    return extract_stops(store, going_out.path(store, answers), to)


# -- what its recipient said


def confirmed_form() -> Form:
    """Return what is asked about a confirmation."""
    return Form(
        (
            Field("said", "Confirmed by", "Who said that they have it?", Kind.LINE, check=hold_line),
            Field("by", "By", "By what road did they say so?", Kind.ONE, lambda _: _CHANNELS),
            Field(
                "document", "Document", "What they wrote: its whole path; pass it by where they wrote nothing.",
                Kind.LINE, may_be_empty=True,
            ),
        )
    )  # fmt: skip


def confirmed_means(answers: Answers) -> list[PageLine]:
    """Return what keeping does."""
    lines = [PageLine("It counts as theirs from now on, and nothing waits for it any more.")]
    if one(answers, "document"):
        lines.append(PageLine("The digest of what they wrote is kept, and not what they wrote."))
    return lines


def confirm(store: "Store", file: Sent, answers: Answers) -> None:
    """Keep it; runs in the clerk's thread.

    Raises:
        StoreError: As `acknowledge`.
    """
    from store.exchange.linkage.extracting import acknowledge

    document = one(answers, "document")
    digest = None if document is None else document_digest(path_of(document))
    named, channel = file.revision or file.extract, Channel(one(answers, "by") or "")
    acknowledge(store, named, one(answers, "said") or "", channel, digest)


def never_left_form() -> Form:
    """Return what is asked about one that was broken off."""
    return Form((Field("why", "How known", "How is it known that it never left?", Kind.LINE, check=hold_line),))


def never_left_means(_: Answers) -> list[PageLine]:
    """Return what keeping does."""
    return [PageLine("Nobody has to confirm it, and it stops nothing. Only one that was broken off can be so.")]


def say_never_left(store: "Store", file: Sent, answers: Answers) -> None:
    """Keep it; runs in the clerk's thread.

    Raises:
        StoreError: As `never_left`.
    """
    from store.exchange.linkage.extracting import never_left

    never_left(store, file.revision or file.extract, one(answers, "why") or "")

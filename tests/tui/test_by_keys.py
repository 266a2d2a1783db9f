"""What a refusal says to do, on a screen: keys, where the command's own hint names a command."""

import inspect
import re
from collections.abc import Iterator

import pytest

from store import errors
from store.errors import StoreError
from tui import commands
from tui.by_keys import HINTS, hint_of, instead

_BOARD = {each.label: each.shown_key for each in commands.BOARD_COMMANDS}
_BOARD |= {"Destruction": _BOARD["Destroy"], "Families": commands.FAMILIES.key.rpartition(",")[2]}
_PLACES = {
    "Backups": commands.BACKUPS_COMMANDS,
    "Checks": commands.BACK_CHECKS_COMMANDS,
    "Clocks": commands.CLOCKS_COMMANDS,
    "Destruction": commands.DESTRUCTION_COMMANDS,
    "Devices": commands.DEVICES_COMMANDS,
    "Families": commands.FAMILIES_COMMANDS,
    "Intake": commands.INTAKE_COMMANDS,
    "Laptops": commands.LAPTOPS_COMMANDS,
    "Linkage": commands.LINKAGE_COMMANDS,
    "Outputs": commands.OUTPUTS_COMMANDS,
    "Paper": commands.SHEETS_COMMANDS,
    "Registers": commands.REGISTERS_COMMANDS,
    "Staff": commands.STAFF_COMMANDS,
    "Trail": commands.TRAIL_COMMANDS,
    "Wave two": commands.WAVE_TWO_COMMANDS,
}

_NAMES_A_COMMAND = re.compile(r"`doorstep |(?<!gpg )--[a-z]")
_STARTING = "said while it is started, before there is a screen"
_ELSEWHERE = "a store is made by command: at no screen of a store that is open"
_PUTTING_BACK = "base is put back by command: there is no store to sit at"
_TYPED = "no screen asks for it: what it names is chosen, or not needed"
BY_COMMAND = {
    errors.AgreementUnreadableError: _STARTING,
    errors.AttestationMissingError: "that somebody vouches is taken back by command",
    errors.BackupEverythingGoneError: _PUTTING_BACK,
    errors.BackupOlderError: _PUTTING_BACK,
    errors.CeremonyClockError: "whether the clock is right is said while it is started",
    errors.CertificateElsewhereError: "a file of anybody's is checked by command, with no store",
    errors.ClockMovedBackError: _STARTING,
    errors.CredentialUnknownError: _TYPED,
    errors.DestructionsSinceError: _PUTTING_BACK,
    errors.DriveElsewhereError: _TYPED,
    errors.DriveUnfitError: _TYPED,
    errors.LaptopNotVouchedError: "that somebody vouches is taken back by command",
    errors.MappingFormError: _TYPED,
    errors.NotEnrolledError: _ELSEWHERE,
    errors.NothingEligibleError: "its keepers use the command: they see no contacts (7.2c)",
    errors.PackNumberError: _TYPED,
    errors.PassphraseAskedError: _STARTING,
    errors.RecipientKeyFileError: "whoever is sent it runs that, on their own machine",
    errors.StillHereUnsaidError: _PUTTING_BACK,
    errors.StoreExistsError: _STARTING,
    errors.StoreFolderError: _STARTING,
    errors.StoreMissingError: _STARTING,
    errors.TerminalOnlyError: _TYPED,
    errors.TrainingClockError: _TYPED,
    errors.UnknownOutcomeError: _TYPED,
    errors.VolumeUnknownError: _STARTING,
    errors.WhichAnswerError: _TYPED,
    errors.WhichExportError: _TYPED,
    errors.WhichRecordsError: _TYPED,
}
"""Hints that stay as they are on a screen too, each with the reason why no key stands for what they name."""


def kinds(of: type[StoreError] = StoreError) -> Iterator[type[StoreError]]:
    """Yield every kind of refusal."""
    for each in of.__subclasses__():
        yield each
        yield from kinds(each)


def hint_in_source(kind: type[StoreError]) -> str:
    """Return what stands for the hint of a kind; as it is written, where it is made from what it is told."""
    written = kind.__dict__.get("hint", "")
    return written or inspect.getsource(kind).partition("self.hint = ")[2]


def test_every_hint_that_names_a_command_has_its_keys_or_a_reason_why_none_does_it() -> None:
    naming = {kind for kind in kinds() if _NAMES_A_COMMAND.search(instead(hint_in_source(kind))) and kind not in HINTS}

    assert sorted(each.__name__ for each in naming) == sorted(each.__name__ for each in BY_COMMAND)


@pytest.mark.parametrize("kind", HINTS, ids=lambda kind: kind.__name__)
def test_a_hint_by_keys_is_for_one_that_names_a_command(kind: type[StoreError]) -> None:
    assert _NAMES_A_COMMAND.search(hint_in_source(kind))
    assert "--" not in HINTS[kind]


@pytest.mark.parametrize("hint", HINTS.values())
def test_every_place_has_the_keys_that_are_said(hint: str) -> None:
    for place, key, then in re.findall(rf"({'|'.join(_PLACES)}) \((\w)(?:, (\w))?\)", hint):
        assert _BOARD[place] == key
        assert then in {"", *(each.shown_key for each in _PLACES[place])}


def test_a_mailbox_that_failed_is_tried_again_with_a_key() -> None:
    said = hint_of(errors.MailboxGoneError())

    assert "press F5 again" in said
    assert "doorstep" not in said


def test_whoever_is_kept_out_untrained_is_sent_to_no_key_that_is_behind_the_prompt() -> None:
    refusal = errors.CredentialNotLiveError(None)

    for said in (refusal.hint, hint_of(refusal)):
        assert "`doorstep sync` brings it to a laptop, and sends what is unsent" in said
        assert "F5" not in said


def test_any_other_hint_is_as_the_store_says_it() -> None:
    assert hint_of(errors.BackupPassphraseError()) == errors.BackupPassphraseError.hint

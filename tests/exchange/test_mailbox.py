"""What every kind of mailbox does alike, and what an address means."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import (
    MailboxAddressError,
    MailboxClutteredError,
    MailboxError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    MailboxGoneError,
    MailboxMissingError,
    MailboxNameError,
    MailboxNotAsWrittenError,
    MailboxPasswordError,
    SftpNotInstalledError,
)
from store.exchange import mailbox as mailboxes
from store.exchange.mailbox import Mailbox, MailboxScheme, open_mailbox
from tests.exchange.boxes import BASE, BUNDLE, LAPTOP, NAME, OTHER, PART, STEPS, Box, box_of, interrupted

NOT_NAMES = (
    "",
    ".",
    "..",
    "../" + NAME,
    "/" + NAME,
    "sub/" + NAME,
    "sub\\" + NAME,
    NAME + "\n",
    NAME + "\0",
    NAME + "/",
    NAME.upper(),
    NAME.replace("0000000001", "1"),
    NAME.replace("0000000001", "00000000001"),
    NAME.replace("0000000001", "\u0660" * 9 + "\u0661"),
    NAME.replace(".bundle", ".zip"),
    f"{BASE}.0000000001.bundle",
    PART,
)


@pytest.fixture(params=list(MailboxScheme))
def box(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with box_of(request.param, tmp_path, monkeypatch) as box:
        yield box


@pytest.fixture
def mailbox(box: Box) -> Iterator[Mailbox]:
    with box.open() as mailbox:
        yield mailbox


class TestEveryKind:
    @pytest.mark.parametrize("size", [1, 32_767, 32_768, 32_769, 1_000_000])
    def test_what_was_put_is_listed_and_read_as_it_was(self, mailbox: Mailbox, box: Box, size: int) -> None:
        bundle = os.urandom(size)

        mailbox.put(NAME, bundle)

        assert mailbox.names() == box.lying() == [NAME]
        assert mailbox.read(NAME, size) == bundle == (box.path / NAME).read_bytes()

    def test_names_are_sorted_and_seen_by_another_who_opens_it(self, mailbox: Mailbox, box: Box) -> None:
        names = [f"{BASE}.{sender}.{number:010d}.bundle" for sender in (OTHER, LAPTOP) for number in (10, 9)]

        for name in names:
            mailbox.put(name, BUNDLE)

        with box.open() as other:
            assert other.names() == sorted(names)

    def test_putting_a_name_again_replaces_what_bore_it(self, mailbox: Mailbox, box: Box) -> None:
        mailbox.put(NAME, b"old")

        mailbox.put(NAME, b"newer")

        assert mailbox.read(NAME, 100) == b"newer"
        assert box.lying() == [NAME]

    def test_an_empty_file_that_exfat_left_is_never_taken_for_a_bundle(self, mailbox: Mailbox, box: Box) -> None:
        (box.path / NAME).touch()

        assert mailbox.names() == []
        with pytest.raises(MailboxFileGoneError):
            mailbox.read(NAME, 100)
        mailbox.put(NAME, BUNDLE)
        assert mailbox.read(NAME, len(BUNDLE)) == BUNDLE

    def test_what_is_no_plain_file_of_an_exact_name_is_passed_over(
        self, mailbox: Mailbox, box: Box, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside"
        outside.write_bytes(b"not for a mailbox")
        folder, link, pipe = (f"{BASE}.{OTHER}.{number:010d}.bundle" for number in (1, 2, 3))
        (box.path / folder).mkdir()
        (box.path / link).symlink_to(outside)
        os.mkfifo(box.path / pipe)
        for name in NOT_NAMES:
            if name.strip("./") and not set(name) & set("/\0"):
                (box.path / name).write_bytes(b"something")

        assert mailbox.names() == []
        for name in (folder, link, pipe):
            with pytest.raises(MailboxFileGoneError):
                mailbox.read(name, 100)

    @pytest.mark.parametrize("name", NOT_NAMES)
    def test_a_name_that_is_no_bundles_is_refused_before_anything_is_touched(
        self, mailbox: Mailbox, box: Box, name: str
    ) -> None:
        (box.path.parent / NAME).write_bytes(b"outside")

        for ask in (
            mailbox.remove,
            lambda name: mailbox.read(name, 9),
            lambda name: mailbox.put(name, b"1"),
        ):
            with pytest.raises(MailboxNameError):
                ask(name)

        assert box.lying() == []
        assert (box.path.parent / NAME).read_bytes() == b"outside"

    def test_a_larger_file_is_refused_before_it_is_read(self, mailbox: Mailbox, box: Box) -> None:
        with (box.path / NAME).open("wb") as file:
            file.truncate(1 << 40)  # a hole: reading it would never end

        with pytest.raises(MailboxFileTooLargeError) as refusal:
            mailbox.read(NAME, 1000)

        assert (refusal.value.size_bytes, refusal.value.max_bytes) == (1 << 40, 1000)

    def test_a_file_that_grows_while_it_is_read_is_refused_when_it_passes_the_limit(
        self, mailbox: Mailbox, box: Box, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (box.path / NAME).write_bytes(b"1")
        looked = (box.path / NAME).stat()
        (box.path / NAME).write_bytes(BUNDLE)
        if box.server:
            monkeypatch.setattr(mailbox._place, "_size", lambda _: 1)
        else:
            monkeypatch.setattr(os, "fstat", lambda _: looked)

        with pytest.raises(MailboxFileTooLargeError):
            mailbox.read(NAME, 1000)

    def test_removing_takes_it_away_and_is_fine_with_what_is_not_there(self, mailbox: Mailbox, box: Box) -> None:
        mailbox.put(NAME, BUNDLE)

        mailbox.remove(NAME)
        mailbox.remove(NAME)

        assert box.lying() == []
        with pytest.raises(MailboxFileGoneError):
            mailbox.read(NAME, 100)

    def test_parts_this_sender_left_are_cleared_and_those_of_others_stay(self, mailbox: Mailbox, box: Box) -> None:
        mine = PART.replace("0000000001", "0000000007")
        theirs = PART.replace(LAPTOP, OTHER)
        for name in (mine, theirs, "letter.part"):
            (box.path / name).write_bytes(b"cut off")

        mailbox.put(NAME, BUNDLE)

        assert box.lying() == sorted([NAME, theirs, "letter.part"])

    def test_a_part_that_cannot_be_cleared_is_in_nobodys_way(self, mailbox: Mailbox, box: Box) -> None:
        (box.path / PART).write_bytes(b"cut off")

        def refuse() -> None:
            raise MailboxGoneError

        interrupted(mailbox, 2, refuse).put(NAME, BUNDLE)

        assert box.lying() == [NAME, PART]

    def test_a_part_is_never_written_over_what_lies_there(self, mailbox: Mailbox, box: Box, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.write_bytes(b"somebody's")
        (box.path / PART).symlink_to(outside)

        with pytest.raises(MailboxError):
            mailbox._place.write_new(PART, BUNDLE)

        assert outside.read_bytes() == b"somebody's"

    def test_what_reads_back_as_something_else_is_taken_out_again(self, mailbox: Mailbox, box: Box) -> None:
        def flip() -> None:
            [part] = box.path.iterdir()
            part.write_bytes(BUNDLE[:-1] + b"\0")

        with pytest.raises(MailboxNotAsWrittenError):
            interrupted(mailbox, 3, flip).put(NAME, BUNDLE)

        assert box.lying() == []

    @pytest.mark.parametrize("step", range(1, STEPS + 1))
    def test_a_step_that_fails_leaves_no_bundle_and_no_part(self, mailbox: Mailbox, box: Box, step: int) -> None:
        def refuse() -> None:
            raise MailboxGoneError

        with pytest.raises(MailboxGoneError):
            interrupted(mailbox, step, refuse).put(NAME, BUNDLE)

        assert box.lying() == []
        mailbox.put(NAME, BUNDLE)
        assert box.lying() == [NAME]

    @pytest.mark.parametrize("step", range(1, STEPS + 1))
    def test_a_person_who_stops_it_leaves_no_bundle_and_no_part(self, mailbox: Mailbox, box: Box, step: int) -> None:
        def stop() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted(mailbox, step, stop).put(NAME, BUNDLE)

        assert box.lying() == []

    def test_a_folder_with_more_than_a_mailbox_holds_is_not_looked_through(
        self, mailbox: Mailbox, box: Box, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mailboxes, "MOST_FILES", 3)
        for number in range(3):
            (box.path / f"{number}").touch()
        assert mailbox.names() == []

        (box.path / "one more").touch()

        with pytest.raises(MailboxClutteredError):
            mailbox.names()

    def test_a_folder_that_is_not_there_is_refused_and_not_made(self, box: Box) -> None:
        box.path.rmdir()

        with pytest.raises(MailboxMissingError):
            box.open()

        assert not box.path.exists()

    def test_a_file_is_no_mailbox(self, box: Box) -> None:
        box.path.rmdir()
        box.path.touch()

        with pytest.raises(MailboxMissingError):
            box.open()

    def test_it_tells_how_to_open_it_again(self, mailbox: Mailbox, box: Box) -> None:
        mailbox.put(NAME, BUNDLE)

        with open_mailbox(mailbox.address, mailbox.host_key) as again:
            assert again.names() == [NAME]
            assert (again.address, again.scheme) == (mailbox.address, mailbox.scheme)
            assert again.scheme is (MailboxScheme.SFTP if box.server else MailboxScheme.FOLDER)


class TestAddresses:
    def test_a_folder_is_named_by_a_path_or_a_file_address(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "the box: 100%"
        folder.mkdir()
        monkeypatch.chdir(tmp_path)
        quoted = f"{tmp_path}/the%20box:%20100%25"

        for url in (str(folder), "the box: 100%", f"file:{quoted}", f"file://{quoted}", f"FILE://localhost{quoted}"):
            assert open_mailbox(url).address == str(folder)

    @pytest.mark.parametrize("url", ["C:\\box", "c:/box", "C:box", "d:"])
    def test_a_drive_letter_is_no_scheme(self, url: str) -> None:
        with pytest.raises(MailboxMissingError):
            open_mailbox(url)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "  ",
            "/box\n",
            "/box\x1b[2J",
            "/box\0",
            "ftp://server/box",
            "https://server/box",
            "s3://bucket/box",
            "local://box",
            "file:",
            "file:box",
            "file://server/box",
            "file:///box?x=1",
            "file:///box#1",
            "file:///box%00",
            "sftp:",
            "sftp:/box",
            "sftp://server/box",
            "sftp://@server/box",
            "sftp://somebody@/box",
            "sftp://somebody@server",
            "sftp://somebody@server/",
            "sftp://somebody@server/%2F",
            "sftp://somebody@server/box/../../etc",
            "sftp://somebody@server/box%00",
            "sftp://somebody@server/box?x=1",
            "sftp://somebody@server/box#1",
            "sftp://somebody@server:0/box",
            "sftp://somebody@server:65536/box",
            "sftp://somebody@server:ssh/box",
            "sftp://somebody@[::1/box",
        ],
    )
    def test_what_is_no_address_is_refused(self, url: str) -> None:
        with pytest.raises(MailboxAddressError):
            open_mailbox(url)

    @pytest.mark.parametrize("password", ["made-up", "", "%6d"])
    def test_a_password_in_an_address_is_refused_and_not_repeated(self, password: str) -> None:
        with pytest.raises(MailboxPasswordError) as refusal:
            open_mailbox(f"sftp://somebody:{password}@server/box")

        assert "somebody" not in str(refusal.value)

    def test_without_the_sftp_part_the_refusal_names_the_one_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "paramiko", None)
        monkeypatch.delitem(sys.modules, "store.exchange.mailbox_sftp", raising=False)

        with pytest.raises(SftpNotInstalledError) as refusal:
            open_mailbox("sftp://somebody@server/box")

        assert '`pip install "doorstep[sftp]"`' in refusal.value.hint

    def test_a_folder_needs_nothing_of_the_sftp_part(self, tmp_path: Path) -> None:
        words = (
            "import sys; from store.exchange.mailbox import open_mailbox;"
            f"open_mailbox({str(tmp_path)!r}).put({NAME!r}, b'1');"
            "print({'fsspec', 'paramiko', 'upath', 'cryptography'} & set(sys.modules))"
        )

        said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)

        assert (said.stdout, said.stderr) == ("set()\n", "")

    def test_every_refusal_says_what_to_do(self) -> None:
        for kind in MailboxError.__subclasses__():
            assert kind.hint != MailboxError.hint
            assert kind.hint.endswith(".")

"""The whole life, chapter by chapter: one script for whoever watches it and for the journey that holds it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from tests.exchange.sftp_server import running_sftp_server
from tests.tour import between, ending, first_wave, second_wave
from tests.tour.stage import CHELMSFORD, COLCHESTER, Stage
from tests.tour.telling import Telling

STICK = "stick"

WHILE_IT_RUNS = (
    first_wave.set_up,
    first_wave.take_everything_in,
    first_wave.give_out,
    first_wave.visit,
    first_wave.look_at_base,
    first_wave.back_up,
    between.know_recipients,
    between.raise_an_incident,
    between.change_a_mind,
    between.hand_out_a_proof,
    between.link,
    between.send_back,
    second_wave.take_updates,
    second_wave.visit_again,
)
AT_ITS_END = (
    ending.end_the_term,
    ending.hand_over,
    ending.destroy_the_original,
    ending.call_everything_back,
    ending.destroy_everything,
    ending.prove,
)


@contextlib.contextmanager
def stage_in(folder: Path, telling: Telling) -> Iterator[Stage]:
    """Give an empty stage: one laptop's mailbox is a folder, the other's an SFTP server on this machine."""
    (folder / STICK).mkdir()
    with running_sftp_server() as server, patch.dict(os.environ, {"DOORSTEP_SFTP_KEY": str(server.key)}):
        yield Stage(folder, telling, {COLCHESTER: STICK, CHELMSFORD: server.url()}, server.box)

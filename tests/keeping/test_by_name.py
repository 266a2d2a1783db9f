"""Rows are written by the names of their tables: nothing that declares them is loaded for it, and none is forgotten."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from store import keeping
from store.keeping import by_name, schema
from store.keeping.by_name import name_of
from tests.made import PASSPHRASE, made_base

DECLARING = sorted(each.stem for each in Path(keeping.__path__[0]).glob("tables*.py"))
SITS = f"""
import json, pathlib, sys
from store import door
from store.keeping.passphrases import read_passphrase
with door.open_store(pathlib.Path(sys.argv[1]), read_passphrase({PASSPHRASE.encode()!r})) as store:
    from store.keeping.acts import QueueTaken
    before = store.queue_taken()
    store.record(QueueTaken(up_to=before + 1, lines_count=1, is_damaged=False))
    assert store.queue_taken() == before + 1
print(json.dumps(sorted(sys.modules)))
"""


def test_a_store_that_is_written_to_loads_nothing_that_declares_tables(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SITS, str(made_base(tmp_path))], capture_output=True, text=True, check=True
    )

    loaded = set(json.loads(ended.stdout))
    assert "store.keeping.projection" in loaded
    assert not {"sqlalchemy", "sqlmodel", "store.keeping.tables"} & loaded


@pytest.mark.parametrize("module", DECLARING)
def test_every_module_that_declares_tables_can_be_had_by_name_and_is_made(module: str) -> None:
    assert hasattr(by_name, module)
    assert f"store.keeping.{module}" in {each.__name__ for each in schema.DECLARED}


def test_a_table_has_the_name_that_sqlmodel_gives_it() -> None:
    declared = [each for each in _models(SQLModel) if hasattr(each, "__table__")]

    assert declared
    assert [name_of(each) for each in declared] == [str(each.__tablename__) for each in declared]


def _models(kind: type[SQLModel]) -> list[type[SQLModel]]:
    return [kind, *(model for each in kind.__subclasses__() for model in _models(each))]

"""The reader is opened at its first use, once, and only from the files that come with Kutip."""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import DAMAGE, damage

from kutip.errors import ReaderError
from kutip.models import lazy_reader
from kutip.models.lazy_reader import FOLDER, SHA256, LazyReader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SHA256:
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def test_threads_that_come_at_once_get_the_one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(lazy_reader, "PassageReader", lambda *files: opened.append(files) or object())
    reader = LazyReader()
    assert not reader.is_open
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: id(reader.get()), range(8)))
    assert len(opened) == len(found) == 1
    assert reader.is_open


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", list(SHA256))
def test_a_missing_or_changed_file_is_told_once(
    folder: Path, name: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(folder / name, how)
    reader = LazyReader(folder)
    for _ in range(2):
        with pytest.raises(ReaderError, match=name) as told:
            reader.get()
        assert "KUTIP_READER=off" in str(told.value)
    assert str(reader.problem) == str(told.value)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert not reader.is_open


def test_a_missing_file_is_known_before_it_is_needed(folder: Path) -> None:
    assert LazyReader(folder).problem is None
    (folder / next(iter(SHA256))).unlink()
    assert "missing" in str(LazyReader(folder).problem)


def test_its_licence_and_sources_come_with_it() -> None:
    text = (FOLDER / "LICENSE-READER").read_text(encoding="utf-8")
    for said in ("CC BY-SA 4.0", "SQuAD", "Rajpurkar", "all-MiniLM-L6-v2", "Apache"):
        assert said in text

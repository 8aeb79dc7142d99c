"""A change of a corpus is whole or nothing, wherever the process that makes it is killed, and its index agrees."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.corpus_change import HIDDEN, CorpusChange, recover
from kutip.errors import CorpusError

# Makes a change again and again, each time killed one step later, until it is done; then kills those who clear away.
KILLED_AT_EVERY_STEP = """
import json, os, shutil, signal, sys
from pathlib import Path

from indexer.corpus_change import CorpusChange, recover
from kutip.index.store import new_generation, open_generation

top, has_index = Path(sys.argv[1]) / "top", sys.argv[2] == "index"
corpus, index = top / "corpus", top / "index"
BEFORE = {"old": "Old.", "gone": "Gone.", "other": "Other."}
AFTER = {"old": "Newer.", "new": "New.", "other": "Other."}

def build(folders):
    with new_generation(index) as writer:
        held = {folder.name: (folder / "source.md").read_text() for folder in folders}
        writer.path("held.json").write_text(json.dumps(held))

def change():
    with CorpusChange(corpus) as one:
        for name, text in (("new", "New."), ("old", "Newer.")):
            room = one.room("read")
            (room / "source.md").write_text(text)
            one.place(room, name)
        one.take_out("gone")
        if has_index:
            one.note_index(index)
            build(one.folders())
        one.keep()

def state():
    held = {one.name: (one / "source.md").read_text() for one in corpus.iterdir() if not one.name.startswith(".")}
    return held, json.loads(open_generation(index).path("held.json").read_text())

def killed_at(step, work):
    # True if the work was killed at that step, False if it was done before.
    child = os.fork()
    if child == 0:
        left = [step]
        def count(event, given):
            if event.startswith(("os.", "shutil.")) or event == "open" and str(top) in str(given[0]):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return status != 0

def settled(was):
    recover(corpus)
    held, indexed = state()
    assert [one for one in corpus.iterdir() if one.name.startswith(".")] == []
    assert held in (BEFORE, AFTER), held
    assert not has_index or held == indexed, (was, held, indexed)
    return held

for name, text in BEFORE.items():
    (corpus / name).mkdir(parents=True)
    (corpus / name / "source.md").write_text(text)
build([corpus / name for name in sorted(BEFORE)])
shutil.copytree(top, top.with_name("first"))
seen, again, step = [], 0, 0
while True:
    step += 1
    is_killed = killed_at(step, change)
    held, indexed = state()
    # Until the index has the change, the corpus is as it was; all that was prepared is hidden.
    assert not has_index or indexed == AFTER or held == BEFORE, (step, held, indexed)
    shutil.rmtree(top.with_name("left"), ignore_errors=True)
    shutil.copytree(top, top.with_name("left"))
    seen.append(settled(step) == AFTER)
    for second in range(1, 1000 if step % 7 == 0 else 1):
        shutil.rmtree(top)
        shutil.copytree(top.with_name("left"), top)
        if not killed_at(second, lambda: recover(corpus)):
            break
        again += 1
        assert (settled((step, second)) == AFTER) == seen[-1]
    shutil.rmtree(top)
    shutil.copytree(top.with_name("first"), top)
    if not is_killed:
        break
print(json.dumps({"steps": step, "again": again, "undone": seen.count(False), "in order": seen == sorted(seen)}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("what", ["corpus", "index"])
def test_a_change_that_is_killed_at_any_step_is_whole_or_nothing(tmp_path: Path, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, str(tmp_path), what], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["steps"] > 30
    assert told["again"] > 30
    assert told["in order"]  # first steps are undone, then, from one on, all is done
    assert 10 < told["undone"] < told["steps"] - 3


def held(corpus: Path) -> dict[str, str]:
    return {path.name: (path / "source.md").read_text(encoding="utf-8") for path in corpus.iterdir()}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one paper."""
    (tmp_path / "corpus" / "old").mkdir(parents=True)
    (tmp_path / "corpus" / "old" / "source.md").write_text("Old.", encoding="utf-8")
    return tmp_path / "corpus"


def test_what_an_interrupted_build_has_put_in_force_comes_into_the_corpus(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()

    def change(*, is_built: bool) -> None:
        with CorpusChange(corpus) as one:
            room = one.room("new")
            (room / "source.md").write_text("New.", encoding="utf-8")
            one.place(room, "new")
            one.note_index(index)
            if is_built:
                (index / "CURRENT").write_text("gen-1 0123456789ab\n", encoding="ascii")
            raise KeyboardInterrupt  # just now, before the corpus could be changed

    with pytest.raises(KeyboardInterrupt):
        change(is_built=False)
    assert held(corpus) == {"old": "Old."}
    with pytest.raises(KeyboardInterrupt):
        change(is_built=True)
    assert held(corpus) == {"old": "Old.", "new": "New."}


def test_a_full_disk_leaves_the_corpus_as_it_was(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), CorpusChange(corpus) as one:  # noqa: PT012
        room = one.room("new")
        (room / "source.md").write_text("New.", encoding="utf-8")
        monkeypatch.setattr("indexer.corpus_change.sync", full)
        one.place(room, "new")
    assert held(corpus) == {"old": "Old."}


def test_a_change_that_could_not_be_carried_out_to_the_end_goes_on_later(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.rename

    def refusing(self: Path, target: Path) -> Path:
        if target == corpus / "second":
            raise OSError(13, "Permission denied")
        return plain(self, target)

    with pytest.raises(OSError, match="Permission denied"), CorpusChange(corpus) as one:  # noqa: PT012
        for name in ("first", "second"):
            room = one.room(name)
            (room / "source.md").write_text("New.", encoding="utf-8")
            one.place(room, name)
        one.take_out("old")
        monkeypatch.setattr(Path, "rename", refusing)
        one.keep()
    monkeypatch.setattr(Path, "rename", plain)
    recover(corpus)
    assert held(corpus) == {"first": "New.", "second": "New."}


def test_two_processes_do_not_change_a_corpus_at_once(corpus: Path) -> None:
    (corpus / HIDDEN).mkdir()
    (corpus / HIDDEN / "owner").write_text(str(os.getppid()), encoding="ascii")
    with pytest.raises(CorpusError, match="another kutip changes"), CorpusChange(corpus):
        pass
    assert (corpus / HIDDEN / "owner").exists()
    (corpus / HIDDEN / "owner").unlink()  # as the message says
    with CorpusChange(corpus):
        pass
    assert held(corpus) == {"old": "Old."}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM")
def test_a_request_to_end_does_not_stop_the_undoing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("indexer.corpus_change.shutil.rmtree", asked)
    with CorpusChange(corpus) as one:
        one.take_out("old")
    assert (corpus / "old").exists()

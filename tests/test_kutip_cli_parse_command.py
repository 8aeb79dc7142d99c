"""`kutip parse`: any file or folder, without a corpus or an index, and how sure the reading is."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indexer.believed import Believed, believed
from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_alone
from kutip.cli.commands import app
from kutip.errors import CorpusError
from kutip.types import Kind

PAPER = """# Tolls of the North

Ana Okafor, Bo Lind

## Abstract

Tolls were paid in salt (Brandt, 1988).

- One cart paid four pence.

## References

Brandt, A. (1988). Tolls. Town Press.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in: there is no corpus and no index."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def parsed(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["parse", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_a_file_is_read_without_a_corpus_and_summed_up(here: Path) -> None:
    (here / "My Tolls.md").write_text(PAPER, encoding="utf-8")
    status, out, _ = parsed("My Tolls.md")
    assert status == 0
    assert "Tolls were paid in salt (Brandt, 1988)." in out  # block by block
    assert "My Tolls (My Tolls.md)" in out
    assert "Tolls of the North; authors: Ana Okafor, Bo Lind; year: unknown" in out
    assert "author read from the first page" in out
    assert (
        "blocks: heading 2, paragraph 1, list item 1, reference 1, front matter 2; tables: 0; pages: not shown" in out
    )
    assert "citations: 1, 1 of them tied to an entry; mismatches: 0" in out
    assert "nothing looks odd" in out


def test_a_folder_with_a_source_is_read_with_its_metadata(here: Path) -> None:
    (here / "tolls").mkdir()
    (here / "tolls" / "source.md").write_text(PAPER, encoding="utf-8")
    (here / "tolls" / "metadata.json").write_text('{"title": "Tolls of the north"}', encoding="utf-8")
    assert "title read from the first page, confirmed by metadata.json" in parsed("tolls")[1]


def test_of_a_folder_of_files_each_is_summed_up_and_a_bad_one_is_told_of(here: Path) -> None:
    for name, text in (("a.md", PAPER.encode()), ("b.txt", b"\xff"), ("c.csv", b"1,2")):
        (here / name).write_bytes(text)
    status, out, err = parsed(".")
    assert status == 1
    assert "a (a.md)" in out
    assert "Tolls were paid" not in out
    assert "b.txt is not UTF-8" in err
    assert "c.csv" not in out + err


def test_json_has_one_block_a_line(here: Path) -> None:
    (here / "a.md").write_text(PAPER, encoding="utf-8")
    kinds = [json.loads(line)["kind"] for line in parsed("a.md", "--json")[1].splitlines()]
    assert kinds.count("heading") == 2


@pytest.mark.parametrize(("name", "told"), [("no.md", "corpus"), ("empty", "has no text to read"), ("a.pdf", "a.pdf")])
def test_what_cannot_be_read_is_told(here: Path, name: str, told: str) -> None:
    (here / "empty").mkdir()
    (here / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(CorpusError, match=told):
        parsed(name)


def of_text(folder: Path, text: str) -> Believed:
    (folder / "a.md").write_text(text, encoding="utf-8")
    document, blocks, keyed = read_alone(folder / "a.md")
    return believed(document, blocks, read_bibliography(document, blocks, keyed))


def test_what_looks_odd_is_doubted(here: Path) -> None:
    long = of_text(here, "It goes on and on. " * 300)
    assert [doubt.partition(" ")[0] for doubt in long.doubts] == ["no", "1", "no"]
    cited = of_text(here, PAPER.partition("## References")[0] + "Salt (Ray, 1990; Lee, 1991; Orr, 1992) was dear.\n")
    assert cited.doubts == ("no list of references was found for 4 citations",)
    wrong = of_text(here, PAPER.replace("1988).", "1988; Ray, 1990; Lee, 1991; Orr, 1992).", 1))
    assert wrong.doubts == ("3 of 4 citations have no entry: the list may be read wrongly",)
    silent = of_text(here, PAPER.replace("(Brandt, 1988)", "then"))
    assert silent.doubts == ("no citation was found of 1 entries",)


def test_rows_of_one_table_are_one_table(here: Path) -> None:
    table = "Table 1. Tolls\n\n| Cart | Pence |\n| --- | --- |\n| one | 4 |\n| two | 8 |\n"
    summed = of_text(here, PAPER.replace("- One cart", f"{table}\n- One cart"))
    assert (summed.tables, dict(summed.kinds)[Kind.TABLE_ROW]) == (1, 2)

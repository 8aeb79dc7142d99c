"""Papers come into a corpus whole or not at all, under a name of their own, and none comes twice."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.adding import AddedPaper, Choice, Fate, PaperAdder, Wishes
from indexer.corpus_change import HIDDEN, CorpusChange
from indexer.found_files import STANDARD_INPUT, Other, find_papers
from indexer.given_metadata import read_given_metadata
from indexer.known_papers import Sameness, Twin
from indexer.limited import LimitedCalls
from indexer.paper_ids import file_name_of, paper_id
from indexer.papers import read_paper
from kutip.errors import CorpusError
from kutip.metadata.facts import facts_of
from kutip.settings import Settings
from kutip.types import Document

FRONT = "---\ntitle: {title}\nauthor: [{author}]\ndate: {year}\ndoi: {doi}\n---\n\n# {title}\n\nSalt was dear.\n"
BIB = """@article{holm2019, author = {Holm, Ida and van der Berg, Jan}, title = {Salt Roads}, journal = {Roads},
  year = {2019}, pages = {3--9}, doi = {10.1234/salt}}
@book{ray, author = {{Salt Board}}, title = {Other}, year = {in press}}
"""


def paper(title: str = "Salt", author: str = "Ida Holm", year: int = 2019, doi: str = "10.1234/salt") -> str:
    return FRONT.format(title=title, author=author, year=year, doi=doi)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder for files that are to be added, without a corpus and an index."""
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[LimitedCalls]:
    """Calls in this process, which is quicker than in one of their own."""
    with LimitedCalls(seconds=60, megabytes=1000) as made:
        monkeypatch.setattr(made._worker, "can_start", False)
        yield made


def settings_of(folder: Path) -> Settings:
    return Settings(corpus=folder / "corpus", index=folder / "index")


def add(here: Path, calls: LimitedCalls, name: str, content: str | bytes, wishes: Wishes | None = None) -> str:
    """Add a file with this name and content, and return the id of its paper."""
    data = content if isinstance(content, bytes) else content.encode()
    (here / name).write_bytes(data)
    with CorpusChange(here / "corpus") as change:
        added = PaperAdder(change, calls, settings_of(here)).add(here / name, wishes or Wishes())
        change.keep()
    return added.id


def files(corpus: Path) -> dict[str, bytes]:
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*") if path.is_file()}


def test_a_paper_is_copied_under_author_and_year(here: Path, calls: LimitedCalls) -> None:
    assert add(here, calls, "My paper (final).MD", paper()) == "holm-2019"
    assert files(here / "corpus") == {"holm-2019/source.md": paper().encode()}


def test_another_paper_of_author_and_year_gets_a_letter(here: Path, calls: LimitedCalls) -> None:
    ids = [add(here, calls, f"{n}.md", paper(title=f"Salt {n}", doi=f"10.1234/{n}")) for n in range(3)]
    assert ids == ["holm-2019", "holm-2019-b", "holm-2019-c"]


@pytest.mark.parametrize(
    ("metadata", "file", "expected"),
    [
        ({"author": [{"family": "Øster-Łuk", "given": "A"}], "issued": {"raw": "1998"}}, "x.md", "oster-luk-1998"),
        ({"author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "J"}]}, "x.md", "van-der-berg"),
        ({"author": [{"literal": "Salt Board"}], "issued": {"raw": "2001"}}, "x.md", "salt-board-2001"),
        (
            {"author": [{"family": "王", "given": "伟"}], "issued": {"raw": "2001"}},
            "Roads of Salt.pdf",
            "roads-of-salt-2001",
        ),
        ({"issued": {"raw": "2001"}}, "Roads of Salt 2001.pdf", "roads-of-salt-2001"),
        ({}, "路.pdf", "paper"),
        ({}, "nul.pdf", "paper-nul"),
        ({}, "tolls/source.md", "tolls"),
    ],
)
def test_ids_are_plain_letters(metadata: dict[str, object], file: str, expected: str) -> None:
    assert paper_id(facts_of(Document("a", "", "00", metadata)), Path(file), ()) == expected


def test_a_long_name_leaves_room_for_a_number() -> None:
    name = file_name_of(Path("salt " * 50 + ".pdf"))
    assert len(name) <= 60
    assert paper_id(facts_of(Document("a", "", "00", {})), Path(f"{name}.pdf"), {name}) == f"{name}-b"


def test_the_same_file_is_not_added_twice(here: Path, calls: LimitedCalls) -> None:
    add(here, calls, "a.md", paper())
    (here / "b.md").write_text(paper(), encoding="utf-8")
    before = files(here / "corpus")
    with CorpusChange(here / "corpus") as change:
        again = PaperAdder(change, calls, settings_of(here)).add(here / "b.md", Wishes())
        change.keep()
    assert again == AddedPaper("holm-2019", Fate.HELD)
    assert files(here / "corpus") == before


def test_two_files_of_one_paper_given_together_are_seen(here: Path, calls: LimitedCalls) -> None:
    for name, text in (("a.md", paper()), ("b.md", paper()), ("c.md", paper() + "\nIt still is.\n")):
        (here / name).write_text(text, encoding="utf-8")
    with CorpusChange(here / "corpus") as change:
        adder = PaperAdder(change, calls, settings_of(here))
        assert adder.add(here / "a.md", Wishes()).paper is not None
        assert adder.add(here / "b.md", Wishes()).paper is None
        with pytest.raises(CorpusError, match=r"has holm-2019 with the DOI 10\.1234/salt; --replace"):
            adder.add(here / "c.md", Wishes())


def test_a_known_doi_is_refused_unless_it_is_to_replace(here: Path, calls: LimitedCalls) -> None:
    add(here, calls, "a.md", paper())
    stated = {"title": "Salt of old", "DOI": "10.1234/SALT", "sha256": "0" * 64, "source_form": "markdown"}
    (here / "corpus/holm-2019/metadata.json").write_text(json.dumps(stated), encoding="utf-8")
    (here / "corpus/holm-2019/refs.bib").write_text(BIB, encoding="utf-8")
    newer = "Salt\n\nIda Holm\n\nhttps://doi.org/10.1234/salt\n\nABSTRACT\n\nSalt was very dear in all of the north.\n"
    given = here / "given.json"
    given.write_text('{"DOI": "10.1234/salt", "title": "Salt"}', encoding="utf-8")
    before = files(here / "corpus")
    with pytest.raises(CorpusError, match=r"has holm-2019 with the DOI 10\.1234/salt; --replace"):
        add(here, calls, "new.txt", newer, Wishes(metadata=read_given_metadata(given)))
    assert files(here / "corpus") == before
    assert (
        add(here, calls, "new.txt", newer, Wishes(metadata=read_given_metadata(given), twins=Choice.REPLACE))
        == "holm-2019"
    )
    after = files(here / "corpus")
    assert after.keys() == {"holm-2019/source.txt", "holm-2019/metadata.json", "holm-2019/refs.bib"}
    assert json.loads(after["holm-2019/metadata.json"]) == {
        "DOI": "10.1234/salt",
        "title": "Salt",
        "custom": {"read_from": {"DOI": "given.json", "title": "given.json"}},
    }


def test_replacing_keeps_metadata_but_what_they_say_of_the_old_file(here: Path, calls: LimitedCalls) -> None:
    add(here, calls, "a.md", paper())
    stated = {"title": "Salt of old", "DOI": "10.1234/salt", "sha256": "0" * 64, "source_form": "pdf-text"}
    (here / "corpus/holm-2019/metadata.json").write_text(json.dumps(stated), encoding="utf-8")
    assert add(here, calls, "b.md", paper() + "\nMore.\n", Wishes(twins=Choice.REPLACE)) == "holm-2019"
    kept = json.loads(files(here / "corpus")["holm-2019/metadata.json"])
    assert kept == {"title": "Salt of old", "DOI": "10.1234/salt"}


def test_a_chosen_id_is_never_put_over_another_paper(here: Path, calls: LimitedCalls) -> None:
    assert add(here, calls, "a.md", paper(), Wishes("salt")) == "salt"
    other = paper(title="Tin", doi="10.1234/tin")
    with pytest.raises(CorpusError, match="another paper as salt"):
        add(here, calls, "b.md", other, Wishes("salt"))
    with pytest.raises(CorpusError, match="no document id"):
        add(here, calls, "b.md", other, Wishes("../salt"))
    assert files(here / "corpus") == {"salt/source.md": paper().encode()}
    assert add(here, calls, "b.md", other, Wishes("salt", Choice.REPLACE)) == "salt"
    assert files(here / "corpus") == {"salt/source.md": other.encode()}


def test_metadata_are_the_one_entry_or_the_papers_own(here: Path, calls: LimitedCalls) -> None:
    (here / "all.bib").write_text(BIB, encoding="utf-8")
    given = read_given_metadata(here / "all.bib")
    name = add(here, calls, "a.md", paper(title="Another title"), Wishes(metadata=given))  # by its DOI
    written = json.loads(files(here / "corpus")[f"{name}/metadata.json"])
    assert set(written.pop("custom")["read_from"].values()) == {"all.bib, entry holm2019"}
    assert written == {
        "type": "article-journal",
        "title": "Salt Roads",
        "container-title": "Roads",
        "page": "3-9",
        "DOI": "10.1234/salt",
        "author": [
            {"family": "Holm", "given": "Ida"},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [[2019]]},
    }
    assert add(here, calls, "ray.md", "# Words\n\nWords here.\n", Wishes(metadata=given)) == "salt-board"  # by its key
    assert json.loads(files(here / "corpus")["salt-board/metadata.json"])["status"] == "in press"
    with pytest.raises(CorpusError, match="has no entry for this paper"):
        add(here, calls, "c.md", "# Tin\n\nTin.\n", Wishes(metadata=given))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "TY  - JOUR\n", "neither a .bib"),
        ("a.ris", "no record\n", "has no entry"),
        ("a.bib", b"\xff", "not UTF-8 text (its byte 0)"),
        ("a.bib", "% nothing\n", "has no entry"),
        ("a.json", "[1]", "no items of CSL-JSON"),
        ("a.json", "[" * 100_000, "cannot be read"),
        ("a.json", "[]", "has no entry"),
    ],
)
def test_metadata_that_cannot_be_used_are_told_of(tmp_path: Path, name: str, text: str | bytes, told: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CorpusError, match=re.escape(told)):
        read_given_metadata(tmp_path / name)


def test_the_file_of_references_that_a_source_names_comes_along(here: Path, calls: LimitedCalls) -> None:
    (here / "refs.bib").write_text(BIB, encoding="utf-8")
    (here / "others.bib").write_text(BIB, encoding="utf-8")
    text = paper().replace("doi:", "bibliography: refs.bib\ndoi:") + "\nRoads led north [@holm2019].\n"
    assert add(here, calls, "a.md", text) == "holm-2019"
    assert files(here / "corpus").keys() == {"holm-2019/source.md", "holm-2019/refs.bib"}


def test_the_folder_of_a_paper_is_added_with_its_metadata(here: Path, calls: LimitedCalls) -> None:
    (here / "tolls").mkdir()
    for name, text in (
        ("source.md", "# Tolls\n\nThey paid.\n"),
        ("metadata.json", '{"title": "Tolls"}'),
        ("x.log", ""),
    ):
        (here / "tolls" / name).write_text(text, encoding="utf-8")
    assert find_papers([here / "tolls"]).papers == [here / "tolls"]
    with CorpusChange(here / "corpus") as change:
        assert PaperAdder(change, calls, settings_of(here)).add(here / "tolls", Wishes()).id == "tolls"
        change.keep()
    assert files(here / "corpus").keys() == {"tolls/source.md", "tolls/metadata.json"}


def test_of_a_folder_all_papers_below_it_are_found_and_the_rest_is_told(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.md", "deep/er/c d é.md", "notes.csv", ".hidden.md", "tolls/source.txt", "tolls/in.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "download").write_bytes(b"\n%PDF-1.7\n")  # a PDF that lost its suffix
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "own.md").write_text("x", encoding="utf-8")
    found = find_papers([tmp_path, tmp_path / "a.md"], [tmp_path / "corpus", tmp_path / "none"])
    names = ["a.md", "b.PDF", "download", "deep/er/c d é.md", "tolls"]
    assert [path.relative_to(tmp_path).as_posix() for path in found.papers] == names
    assert found.others == {
        Other.HIDDEN: [tmp_path / ".hidden.md"],
        Other.FORM: [tmp_path / "notes.csv"],
        Other.OWN: [tmp_path / "corpus"],
    }
    (tmp_path / "empty").mkdir()
    for wrong, told in (("empty", "has no paper"), ("no.md", "there is no file")):
        with pytest.raises(CorpusError, match=told):
            find_papers([tmp_path / wrong])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    for name, target in (("file.md", "../a.md"), ("loop", "."), ("gone.md", "../gone.md")):
        (tmp_path / "in" / name).symlink_to(target)
    os.mkfifo(tmp_path / "in" / "pipe.md")
    found = find_papers([tmp_path / "in"])
    assert found.papers == [tmp_path / "in" / "file.md"]
    assert {why: [path.name for path in paths] for why, paths in found.others.items()} == {
        Other.LINK: ["gone.md", "loop"],
        Other.ODD: ["pipe.md"],
    }


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.md", b"", "a.md is empty: it has 0 bytes"),
        ("a.pdf", b"", "a.pdf is empty"),
        ("a.md", b"\n \n", "is blank"),
        ("a.pdf", b"<!DOCTYPE html><p>Sign in", "is a web page, no PDF"),
        ("a.doc", b"\xd0\xcf", "no form that is read"),
        ("a.md", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"1,2", "no form that is read"),
        ("a.pdf", b"no", "is no PDF; fetch it again"),
    ],
)
def test_a_bad_file_is_named_and_leaves_nothing(
    here: Path, calls: LimitedCalls, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(CorpusError, match=told) as raised:
        add(here, calls, name, content)
    assert str(here / name) in str(raised.value)
    assert HIDDEN not in str(raised.value)
    assert not (here / "corpus").exists()  # it was made for this paper


@pytest.mark.parametrize("error", [CorpusError("no"), KeyboardInterrupt(), SystemExit(1)])
def test_what_is_not_kept_is_undone(here: Path, calls: LimitedCalls, error: BaseException) -> None:
    add(here, calls, "a.md", paper())
    add(here, calls, "t.md", paper(title="Tin", author="Bo Tin", doi="10.1234/tin"))
    before = files(here / "corpus")
    (here / "b.md").write_text(paper() + "\nMore.\n", encoding="utf-8")
    (here / "c.md").write_text(paper(title="Ore", doi="10.1234/ore"), encoding="utf-8")

    def change_much() -> None:
        with CorpusChange(here / "corpus") as change:
            adder = PaperAdder(change, calls, settings_of(here))
            adder.add(here / "b.md", Wishes(twins=Choice.REPLACE))
            adder.add(here / "c.md", Wishes())
            change.take_out("tin-2019")
            assert [one.name for one in change.folders()] == ["holm-2019", "holm-2019-b"]
            raise error

    with pytest.raises(type(error)):
        change_much()
    assert files(here / "corpus") == before


def test_one_paper_of_several_is_undone(here: Path, calls: LimitedCalls) -> None:
    for name, text in (("a.md", paper()), ("b.md", paper(title="Tin", doi="10.1234/tin"))):
        (here / name).write_text(text, encoding="utf-8")
    with CorpusChange(here / "corpus") as change:
        adder = PaperAdder(change, calls, settings_of(here))
        assert [adder.add(here / name, Wishes()).id for name in ("a.md", "b.md")] == ["holm-2019", "holm-2019-b"]
        assert change.undo("holm-2019")
        assert not change.undo("holm-2019")
        change.keep()
    assert files(here / "corpus").keys() == {"holm-2019-b/source.md"}


def test_a_chosen_answer_decides_on_a_paper_that_may_be_there(here: Path, calls: LimitedCalls) -> None:
    add(here, calls, "a.md", paper())
    same = paper(doi="").replace("doi: \n", "") + "\nIt still is.\n"
    with pytest.raises(CorpusError, match="has holm-2019 with the title “Salt” and the year 2019; --replace"):
        add(here, calls, "b.md", same)
    asked: list[tuple[str, Twin]] = []

    def answer(choice: Choice) -> Wishes:
        return Wishes(ask=lambda path, twin: asked.append((path.name, twin)) or choice)

    assert add(here, calls, "b.md", same, answer(Choice.LEAVE)) == "holm-2019"
    assert files(here / "corpus") == {"holm-2019/source.md": paper().encode()}
    assert add(here, calls, "b.md", same, answer(Choice.AS_NEW)) == "holm-2019-b"
    assert add(here, calls, "c.md", same + "\nYes.\n", answer(Choice.REPLACE)) == "holm-2019"
    assert files(here / "corpus").keys() == {"holm-2019/source.md", "holm-2019-b/source.md"}
    assert (here / "corpus/holm-2019/source.md").read_text(encoding="utf-8").endswith("Yes.\n")
    assert {one[1].by for one in asked} == {Sameness.TITLE}
    assert [one[0] for one in asked] == ["b.md", "b.md", "c.md"]


@pytest.mark.parametrize(
    "other",
    [
        paper(doi="10.1234/other"),  # each has a DOI, and these differ
        paper(doi="", year=2020),
        paper(doi="", author="Bo Tin"),  # "Editorial", by someone else
        paper(doi="", title="Salty"),
    ],
)
def test_a_title_alone_makes_no_twin(here: Path, calls: LimitedCalls, other: str) -> None:
    add(here, calls, "a.md", paper())
    assert add(here, calls, "b.md", other.replace("doi: \n", "")) != "holm-2019"


def test_a_paper_that_no_index_knows_is_read_to_be_recognised(here: Path, calls: LimitedCalls) -> None:
    add(here, calls, "a.md", paper(), Wishes("tolls"))  # its DOI is in its text alone
    with pytest.raises(CorpusError, match=r"has tolls with the DOI 10\.1234/salt"):
        add(here, calls, "b.md", paper() + "\nMore.\n")


def test_standard_input_is_named_after_authors_or_title(here: Path, calls: LimitedCalls) -> None:
    for text, name in ((paper(), "holm-2019"), ("# Of the tolls in the far north\n\nThey paid.\n", "of-the-tolls-in")):
        with CorpusChange(here / "corpus") as change:
            adder = PaperAdder(change, calls, settings_of(here), given=text.encode())
            assert adder.add(STANDARD_INPUT, Wishes()).id == name
            change.keep()
    assert files(here / "corpus").keys() == {"holm-2019/source.txt", "of-the-tolls-in/source.txt"}


def test_a_paper_is_renamed_as_if_it_had_been_read_so(here: Path, calls: LimitedCalls) -> None:
    listed = "\nRoads led north (Lind, 2001; Moe, 2002).\n\n# References\n\nLind, B. (2001). Salt. Town Press.\n"
    (here / "any name.md").write_text(paper() + listed, encoding="utf-8")
    with CorpusChange(here / "corpus") as change:
        added = PaperAdder(change, calls, settings_of(here)).add(here / "any name.md", Wishes())
        assert added.paper is not None
        assert len(added.paper.bibliography.references) == 1
        assert len(added.paper.bibliography.mentions) == 2
        assert added.paper.bibliography.problems
        (folder,) = change.folders()
        assert added.paper == read_paper(folder, settings_of(here).building)

"""Lists beside the papers, of any text: a glossary, abbreviations and examples are read, or refused on one line."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from unicode_texts import TEXTS

from indexer.abbreviations import merged, read_listed
from indexer.examples import read_examples
from indexer.glossaries import glossaries_of
from kutip.errors import CorpusError, QueryError
from kutip.language import LANGUAGES
from kutip.settings import Settings
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import Glossary
from retriever.query.understanding import Understanding

few = examples(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
LINES = st.lists(
    st.lists(TEXTS | st.sampled_from(["", "#", "|", "a|b", "rapat"]), min_size=1, max_size=5).map("\t".join), max_size=4
).map("\n".join)


@few
@given(lines=LINES, question=TEXTS)
def test_lists_of_any_text_are_read_or_refused_on_one_line(tmp_path: Path, lines: str, question: str) -> None:
    for name in ("glossary_id.tsv", "abbreviations.tsv"):
        (tmp_path / name).write_text(lines, encoding="utf-8", newline="")
    (tmp_path / "examples.json").write_text(json.dumps([{"language": "en", "question": question}]), encoding="utf-8")
    for read in (
        lambda: glossaries_of(tmp_path),
        lambda: read_listed(tmp_path / "abbreviations.tsv"),
        lambda: read_examples(tmp_path / "examples.json"),
    ):
        try:
            read()
        except CorpusError as error:
            assert "\n" not in str(error)  # noqa: PT017 - only a refusal has a message


def plain(text: str) -> str:
    """A text that can stand in a column."""
    return " ".join(text.replace("|", " ").split()) or "x"


@few
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3), question=TEXTS)
def test_questions_are_read_with_entries_of_any_text(tmp_path: Path, rows: list[list[str]], question: str) -> None:
    columns = [[plain(one) for one in row] for row in rows]
    words = "".join(f"{a.casefold()}\t{b}|{c}\tnote\n" for a, b, c in columns)
    forms = "".join(f"{a}\t{b}\t{c}\tsource\n" for a, b, c in columns)
    (tmp_path / "glossary_id.tsv").write_text(words, encoding="utf-8")
    (tmp_path / "abbreviations.tsv").write_text(forms, encoding="utf-8")
    try:
        entries, listed = glossaries_of(tmp_path)["id"], read_listed(tmp_path / "abbreviations.tsv")
    except CorpusError:  # two words that are the same in lower case, for example
        return
    indonesian = LANGUAGES["id"].translating
    assert indonesian is not None
    glossary = Glossary({word: list(translations) for word, translations in entries.items()}, indonesian)
    understanding = Understanding({"id": glossary}, Abbreviations(merged(listed, [])), lambda terms: [])
    for text in (question, f"Kapan {question}?", " ".join(one for row in columns for one in row) or "x"):
        with suppress(QueryError):
            understanding.of(text, Settings().search)


def test_missing_lists_are_empty(tmp_path: Path) -> None:
    assert glossaries_of(tmp_path) == {"id": {}}
    assert read_listed(tmp_path / "abbreviations.tsv") == []
    assert read_examples(tmp_path / "examples.json") is None


def test_a_glossary_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "glossary_id.tsv").mkdir()
    with pytest.raises(CorpusError, match="cannot be read as a file: Is a directory"):
        glossaries_of(tmp_path)

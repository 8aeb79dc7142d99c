"""Metadata of any shape and size: each is read, or refused in one line that names the file and the field."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from unicode_texts import TEXTS

from indexer.parsing.metadata import read_metadata, refuse_misshapen
from kutip.errors import CorpusError
from kutip.metadata.facts import facts_of
from kutip.types import Document, Kind, Passage, Span
from retriever.citations.exports import EXPORTERS, export

PASSAGE = Passage("5f2c", "paper", Kind.PARAGRAPH, ("Harbours",), "", None, (Span(0, 12),), "Police meet.")


def refusal(folder: Path, text: str | bytes) -> str:
    """The message for a metadata file that is refused, on one short line, without the path."""
    own = folder / "paper"
    own.mkdir(exist_ok=True)
    path = own / "metadata.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(CorpusError) as refused:
        read_metadata(path, "00")
    told = str(refused.value)
    assert told.isprintable()
    assert len(told) < 500
    return told.replace(str(path), "FILE")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps({"title": "x" * 1_000_000}), "FILE: title has 1,000,000 characters; shorten it to 5,000"),
        (json.dumps({"author": [{"family": "A"}] * 100_000}), "FILE: author has 100,000 entries; list at most 5,000"),
        (json.dumps({"own": {str(n): n for n in range(9_000)}}), "FILE: own has 9,000 entries; list at most 5,000"),
        (json.dumps({"abstract": "x" * 200_000}), "FILE: abstract has 200,000 characters; shorten it to 100,000"),
        ('{"own": ' + "[" * 300 + "]" * 300 + "}", "FILE: own is nested more than 20 deep; make it simpler"),
        ('{"volume": ' + "9" * 40 + "}", "FILE: volume is a number of more than 30 digits; write it as text"),
        ('{"title": "a\\u0000b"}', "FILE: title holds the control character U+0000; remove it"),
        ('{"title": "a\\u202eb"}', "FILE: title holds the control character U+202E; remove it"),
        ('{"own": {"a\\u001bb": 1}}', "FILE: own holds the control character U+001B; remove it"),
        ('{"title": "a", "title": "b"}', "FILE is not JSON in UTF-8: the field 'title' stands twice; mend it"),
        ('{"author": [{"family": "a", "family": "b"}]}', "FILE is not JSON in UTF-8: the field 'family' stands twice"),
        ('{"volume": ' + "9" * 5000 + "}", "FILE is not JSON in UTF-8: "),
        ('{"own": 1e999}', "FILE is not JSON in UTF-8: "),
        ('{"title": "\\ud800"}', "FILE is not JSON in UTF-8: "),
        (b'{"title": "\xff"}', "FILE is not JSON in UTF-8: "),
        (b" " * (5 << 20), "FILE has 5,242,880 bytes, at most 4,194,304 are read; shorten it"),
        ('{"DOI": 10.1}', "FILE: DOI is 10.1; write it as CSL-JSON does: "),
        ('{"author": [{"literal": 5}]}', "FILE: author is [{'literal': 5}]; write it as CSL-JSON does: "),
        ('{"title": ["a\\nb"]}', "FILE: title is ['a\\nb']; write it as CSL-JSON does: "),
        (json.dumps({"title": ["x" * 4000]}), "FILE: title is ['xxxx"),
        ('{"sha256": "\\u202e"}', "FILE"),
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_metadata_that_cannot_be_used_are_refused_by_name(tmp_path: Path, text: str | bytes, told: str) -> None:
    found = refusal(tmp_path, text)
    assert told in found or told == "FILE"


@pytest.mark.parametrize("title", ["[/mg] dose", "{x} & <b>", "5 < 6", "Tab\tand\nline", "\u0645\u200f"])
def test_odd_but_usable_metadata_are_accepted(tmp_path: Path, title: str) -> None:
    (tmp_path / "paper").mkdir()
    path = tmp_path / "paper" / "metadata.json"
    held: dict[str, Any] = {"title": title, "issued": {"date-parts": [["n.d."]]}, "own": {"a": {"b": [{"c": [1]}]}}}
    held["author"] = [{"family": f"Author{n}"} for n in range(5_000)]
    path.write_text(json.dumps(held), encoding="utf-8")
    assert read_metadata(path, "00") == held


def fault(metadata: dict[str, Any]) -> str | None:
    """The message with which the indexer refuses metadata; None if it takes them."""
    try:
        refuse_misshapen(metadata, Path("metadata.json"))
    except CorpusError as error:
        return str(error)
    return None


WORDS = TEXTS | st.sampled_from(["n.d.", "circa 1990", "[/mg]", "9" * 5000, "https://doi.org/10.1/a%00%0AER", "2019"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            WORDS | st.sampled_from(["family", "literal", "date-parts", "raw", "season"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
FIELDS = "title author editor issued DOI license language container-title type volume issue page edition URL genre own"


@examples(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(metadata=st.dictionaries(st.sampled_from(FIELDS.split()) | WORDS, ANYTHING, max_size=6))
@example(metadata={"type": "book", "edition": "1" * 5000})
@example(metadata={"type": "book", "edition": "٣rd", "issued": {"date-parts": [["٢٠٢٠"]]}})
def test_metadata_of_any_shape_are_refused_by_name_or_exported(metadata: dict[str, Any]) -> None:
    told = fault(metadata)
    if told is not None:
        assert told.startswith("metadata.json: ")
        assert told.isprintable()
        return
    paper = Document("paper", "Police meet.", "00", metadata)
    facts = facts_of(paper)
    assert all(text is None or "\n" not in text for text in (facts.title, facts.doi, facts.licence, *facts.authors))
    for form in EXPORTERS:
        assert export(paper, PASSAGE, form)

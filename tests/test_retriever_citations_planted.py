"""Exports of papers with planted metadata: no field ends its record, begins another or holds a command."""

import json
import re
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_retriever_citations_exports import read_bibtex, read_ris
from unicode_texts import TEXTS

from kutip.types import Document, Kind, Passage, Span
from retriever.citations.exports import EXPORTERS, export

FORGED = [
    "x\nER  - \n\nTY  - BOOK\nTI  - Forged\nER  - ",
    "x\r\nER  - \rTY  - BOOK\u2028TI  - Forged\u2029\x85ER  - \x0bTY  - X\x0cER  - \x1cTY  - X\x1eER  - ",
    "x},\n}\n\n@book{forged,\n\ttitle = {Forged",
    'x"}\n@comment{y}@preamble{"z"}@string{a = "b"}',
    "\\input{/etc/passwd} \\write18{rm} \\end{document} ^^5cinput $x$ %\n~ # & _",
    "@article{forged, title={x}}",
    "{{{", "}}}", "\\", "\\}", "{\\", "%", "x % }", "a and b and {others}", "http://a};\nUR  - javascript:alert(1)",
    '", "type": "book"}, {"id": "forged',
    "\n\n(Forged, 2020)", "\nTY  - BOOK", "TY  - BOOK", "ER  - ", "AU  - Forged",
]  # fmt: skip
WORDS = st.sampled_from(FORGED) | TEXTS
NAMES = st.lists(
    st.dictionaries(st.sampled_from(["family", "given", "literal", "suffix", "dropping-particle"]), WORDS), max_size=3
)
TEXT_FIELDS = ["title", "DOI", "URL", "container-title", "publisher", "volume", "issue", "page", "number", "language"]
TEXT_FIELDS += ["edition", "genre", "license", "abstract", "note", "keyword", "type", "id"]
METADATA = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        **dict.fromkeys(TEXT_FIELDS[1:], WORDS),
        "author": NAMES,
        "editor": NAMES,
        "issued": st.fixed_dictionaries({}, optional={"raw": WORDS, "date-parts": st.lists(st.lists(WORDS))}),
    },
)
# The commands that Kutip writes itself; all others would come from the metadata.
COMMANDS = {"textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum"}
PASSAGE = Passage("5f2c", "paper", Kind.PARAGRAPH, ("Harbours",), "", None, (Span(0, 12),), "Police meet.")


@given(metadata=METADATA, heading=WORDS)
@example(metadata={"title": FORGED[0], "DOI": FORGED[2], "URL": FORGED[2]}, heading=FORGED[0])
@example(metadata=dict.fromkeys(TEXT_FIELDS, FORGED[2]), heading=FORGED[2])
@example(metadata=dict.fromkeys(TEXT_FIELDS, FORGED[4]), heading=FORGED[4])
@example(metadata={"title": "a", "author": [{"family": one, "given": one} for one in FORGED]}, heading="")
def test_no_metadata_forge_a_second_record(metadata: dict[str, Any], heading: str) -> None:
    paper, passage = Document("paper", "Police meet.", "00", metadata), replace(PASSAGE, heading=(heading,))
    bibtex = export(paper, passage, "bibtex")
    read_bibtex(bibtex)  # there is one entry and nothing else
    library = bibtexparser.parse_string(bibtex)
    assert [one.key for one in library.entries] == ["paper"]
    assert len(library.blocks) == 1
    assert set(re.findall(r"\\([A-Za-z@]+)", bibtex)) <= COMMANDS
    ris = export(paper, passage, "ris")
    read_ris(ris)
    assert [re.findall(rf"^{tag}  -", ris, re.MULTILINE) for tag in ("TY", "ER")] == [["TY  -"], ["ER  -"]]
    assert all(re.match(r"[A-Z][A-Z0-9]  -", line) for line in ris.splitlines() if line)
    (item,) = json.loads(export(paper, passage, "csl-json"))
    assert item["id"] == "paper"
    assert not re.match(r"(?i)\s*(javascript|data|file):", item.get("URL", ""))
    reference, blank, in_text, end = export(paper, passage, "apa").split("\n")
    assert (blank, end, reference != "", in_text[:1], in_text[-1:]) == ("", "", True, "(", ")")
    json.loads(export(paper, passage, "annotation"))


@pytest.mark.parametrize("form", EXPORTERS)
def test_exports_of_planted_metadata_are_text_in_utf_8(form: str) -> None:
    metadata = {"title": "&#8238;a&#x1b;[31m", "author": [{"family": "&#7;x"}], "DOI": "https://doi.org/10.1/a%00%0AER"}
    written = export(Document("paper", "Police meet.", "00", metadata), PASSAGE, form)
    written.encode("utf-8")
    assert not re.search("[\0\x07\x1b\u202e]", written)

"""A language added as docs/how-to/add-a-language.md says: all code that reads words knows those of its record."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from conftest import ROOT

RECIPE = ROOT / "docs" / "how-to" / "add-a-language.md"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
RECORD, LISTED = (code for form, code in BLOCKS if form == "python")
# Run in a process of its own: modules put the words of all languages together when they are imported.
PROGRAM = """
import json, sys
from kutip import language
from kutip.language import ENGLISH, INDONESIAN, Mapping, LanguageData
written_record, written_list = json.loads(sys.stdin.read())
exec(written_record)
exec(written_list)
language.LANGUAGES = LANGUAGES

from indexer.parsing import line_openers
from kutip.language.negations import denies
from kutip.settings import Settings
from kutip.text.terms import terms
from retriever.query.abbreviations import Abbreviations
from retriever.query.forms import rewrite_dates
from retriever.query.glossary import Glossary
from retriever.query.language import detect_language
from retriever.query.understanding import Understanding

glossaries = {"ms": Glossary({"mesyuarat": ["meeting"], "negara": ["country"]}, MALAY.translating)}
understanding = Understanding(glossaries, Abbreviations([]), lambda terms: [])
read = understanding.of("Bilakah mesyuarat negara-negara itu boleh bermula?", Settings().search)
questions = ["Bilakah ia boleh bermula?", "Kapan itu dapat dimulai karena apa?", "When did it begin?", "ASEANAPOL"]
print(json.dumps({
    "languages": [detect_language(question) for question in questions],
    "terms": terms("kerana mesyuarat bahawa"),
    "caption": bool(line_openers.TABLE.match("Jadual 3. Kes")),
    "denies": denies("usah"),
    "dates": [one.target for one in rewrite_dates("31 Ogos 1957")],
    "read": [read.language, read.kind, read.encoded],
}))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What Kutip makes of texts with the recipe's language among its own."""
    given = json.dumps([RECORD, LISTED])
    ran = subprocess.run([sys.executable, "-c", PROGRAM], input=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_questions_in_an_added_language_are_told_from_the_others(found: dict[str, Any]) -> None:
    assert found["languages"] == ["ms", "id", "en", "en"]


def test_function_words_of_an_added_language_are_not_searched(found: dict[str, Any]) -> None:
    assert found["terms"] == ["mesyuarat"]


def test_papers_in_an_added_language_are_read_by_its_words(found: dict[str, Any]) -> None:
    assert found["caption"] is True
    assert found["denies"] is True
    assert found["dates"] == ["31/8/1957"]


def test_a_question_in_an_added_language_is_translated_and_has_a_type(found: dict[str, Any]) -> None:
    language, kind, encoded = found["read"]
    assert (language, kind) == ("ms", "when")
    assert {"meeting", "country"} <= {*encoded.split()}
    assert "mesyuarat" not in encoded


def test_the_glossary_of_the_recipe_has_three_columns() -> None:
    (glossary,) = [code for form, code in BLOCKS if not form and "\t" in code]
    assert [len(line.split("\t")) for line in glossary.splitlines()] == [3, 3, 3]


def test_the_recipe_names_files_that_are_there() -> None:
    links = re.findall(r"\]\((\.\./[^)#]+)", RECIPE.read_text(encoding="utf-8"))
    assert len(links) >= 6
    assert [link for link in links if not (RECIPE.parent / link).exists()] == []

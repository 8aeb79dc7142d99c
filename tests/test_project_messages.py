"""Every language's catalogue has the same messages, namely exactly those that the code and the pages use."""

import ast
import re
import string
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from conftest import ROOT
from pydantic import BaseModel

from api.pages.routes import HERE
from api.v1.answer_schemas import AskResponse
from api.v1.citation_schemas import QuoteCheckOut
from api.v1.reference_schemas import MentionOut
from kutip.index.corpus_view import PaperState
from kutip.language import LANGUAGES
from kutip.messages.catalogue import LOCALES, languages
from kutip.types import DifferenceKind, FactOrigin, Label, ProblemKind, Status, Verdict
from retriever.citations.exports import page_formats
from retriever.ranking.stage_weights import STAGES

TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "templates").glob("*.html")))
SUFFIXES = ("html", "json", "md", "onnx", "txt")  # the name of a file looks like an id
WHYS = (
    *(
        "glossary",
        "abbreviation",
        "ordinal",
        "law",
        "date",
        "number",
        "spelling",
        "asks_for_each_paper",
        "authors_of_a_paper",
    ),
    *("not_part_of_the_question", "typing", "informal"),
)


def read(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "kutip.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(language: str) -> dict[str, Entry]:
    """Return the messages of a catalogue by id, for example "label.quoted"."""
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in read(language) if one.id}


def forms(entry: Entry) -> tuple[str, ...]:
    """Return the translation of a message, or its singular and plural."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def placeholders(entry: Entry) -> set[tuple[str | None, str | None, str | None]]:
    """Return name, format and conversion of each placeholder in a message, over all its plural forms."""
    return {
        (name, how, conversion)
        for form in forms(entry)
        for _, name, how, conversion in string.Formatter().parse(form)
        if name is not None
    }


ENGLISH = entries("en")
OTHERS = [language for language in languages() if language != "en"]
GROUPS = {key.partition(".")[0] for key in ENGLISH}
# Code and templates put these ids together from a prefix (the key) and one of the values.
FAMILIES: dict[str, Iterable[str]] = {
    "cli_difference.": DifferenceKind,
    "cli_label.": Label,
    "cli_problem.": ProblemKind,
    "cli_verdict.": Verdict,
    "export.": [name for name in page_formats() if f"export.{name}" in ENGLISH],  # others are shown by their names
    "label.": [name for label in Label for name in (label, f"{label}_means")],
    "paper_state.": [state for state in PaperState if state is not PaperState.INDEXED],
    "read_fact.": ("title", "author", "issued", "doi"),
    "read_from.": FactOrigin,
    "score.": (*STAGES, "reader"),
    "source.": ("source", "hit"),
    "status.": Status,
    "trouble.": ProblemKind,
    "verdict.": [name for verdict in Verdict for name in (verdict, f"{verdict}_means")],
    "why.": WHYS,
}


def test_kutip_speaks_the_languages_that_it_reads() -> None:
    assert set(languages()) == set(LANGUAGES)
    assert len(ENGLISH) > 300


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_messages_with_the_same_values(language: str) -> None:
    own = entries(language)
    assert own.keys() == ENGLISH.keys()
    assert [key for key in own if placeholders(own[key]) != placeholders(ENGLISH[key])] == []
    assert [key for key in own if own[key].pluralizable != ENGLISH[key].pluralizable] == []
    assert list(own) == list(ENGLISH), "in the same order, so that two files can be read side by side"


@pytest.mark.parametrize("language", languages())
def test_every_message_is_translated_and_has_all_plural_forms(language: str) -> None:
    catalogue = read(language)
    assert str(catalogue.locale) == language
    for key, entry in entries(language).items():
        assert not entry.fuzzy, key
        assert all(form.strip() for form in forms(entry)), key
        assert not entry.pluralizable or len(forms(entry)) == catalogue.num_plurals, key
        assert not entry.pluralizable or entry.id == (key, key), key
        assert not entry.pluralizable or "n" in {name for name, *_ in placeholders(entry)}, key
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", languages())
def test_placeholders_have_only_known_formats(language: str) -> None:
    for key, entry in entries(language).items():
        formats = {form for _, form, _ in placeholders(entry)}
        assert formats <= {"", "and", "semicolons", "quoted", "both", ".0%"}, key


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_of_over_two_words_is_left_in_english(language: str) -> None:
    own = entries(language)
    same = {key for key in own for form in forms(own[key]) if form in forms(ENGLISH[key]) and len(form.split()) > 2}
    assert same == set()


def ids_in_use() -> tuple[set[str], set[str]]:
    """Return the whole ids, and the prefixes of ids, in the code and the templates."""
    ids = set(re.findall(r"""\bw\(\s*["']([\w.]+)["']\s*[,)]""", TEMPLATES))
    ids |= set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["'] if """, TEMPLATES))
    prefixes = set(re.findall(r"""\bw\(\s*["']([\w.]+?\.)["']\s*~""", TEMPLATES))
    prefixes |= {f"{group}." for group in re.findall(r"""\bnamed\(["'](\w+)["']""", TEMPLATES)}
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", node.value) and node.value.partition(".")[0] in GROUPS:
                    ids.add(node.value)
                elif node.value.endswith(".") and node.value[:-1] in GROUPS:
                    prefixes.add(node.value)
    return {one for one in ids if one.partition(".")[2] not in SUFFIXES}, prefixes


def test_the_catalogue_has_exactly_the_messages_that_code_and_pages_use() -> None:
    ids, prefixes = ids_in_use()
    assert prefixes == FAMILIES.keys()
    used = ids | {f"{group}{name}" for group, names in FAMILIES.items() for name in names}
    assert used - ENGLISH.keys() == set()
    assert ENGLISH.keys() - used == set()


@pytest.mark.parametrize(
    ("shape", "field", "groups"),
    [
        (QuoteCheckOut, "reason_code", "reason"),
        (MentionOut, "problem_code", "mention"),
        (AskResponse, "note_codes reason_codes", "answer"),
    ],
)
def test_the_openapi_document_names_every_code(shape: type[BaseModel], field: str, groups: str) -> None:
    described = " ".join(str(shape.model_fields[one].description) for one in field.split())
    codes = set(re.findall(r"[a-z]+(?:_[a-z]+)*", described.partition(":")[2]))
    wanted = {key.partition(".")[2] for key in ENGLISH if key.partition(".")[0] == groups}
    assert wanted <= codes


def test_a_code_of_the_api_names_one_message_of_its_field() -> None:
    """The API gives codes without their group, so no two groups of one field may have the same name."""
    fields = ("answer wanted", "reason printing difference change", "mention", "problem count")
    for groups in map(str.split, fields):
        names = [key.partition(".")[2] for key in ENGLISH if key.partition(".")[0] in groups]
        assert len(set(names)) == len(names)

"""The catalogues: the same messages in every language, each of them used, and none missing that the code asks for."""

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
from kutip.language import LANGUAGES
from kutip.messages.catalogue import LOCALES, languages
from kutip.types import DifferenceKind, Label, ProblemKind, Status, Verdict
from retriever.citations.exports import page_formats

TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "templates").glob("*.html")))
SUFFIXES = ("html", "json", "md", "txt")  # the name of a file looks like an id
WHYS = ("glossary", "abbreviation", "ordinal", "law", "date", "number", "spelling", "asks_for_each_paper")


def read(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "kutip.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(language: str) -> dict[str, Entry]:
    """The messages of a catalogue by id."""
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in read(language) if one.id}


def forms(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def places(entry: Entry) -> set[tuple[str | None, str | None, str | None]]:
    """What a message is filled in with: name, format and conversion; the singular may say "one" for n."""
    return {
        (name, how, conversion)
        for form in forms(entry)
        for _, name, how, conversion in string.Formatter().parse(form)
        if name is not None
    }


ENGLISH = entries("en")
OTHERS = [language for language in languages() if language != "en"]
GROUPS = {key.partition(".")[0] for key in ENGLISH}
# The messages whose names are put together from a group and a value, by what stands before the value.
FAMILIES: dict[str, Iterable[str]] = {
    "cli_difference.": DifferenceKind,
    "cli_label.": Label,
    "cli_problem.": ProblemKind,
    "cli_verdict.": Verdict,
    "export.": [name for name in page_formats() if f"export.{name}" in ENGLISH],  # others are shown by their names
    "label.": [name for label in Label for name in (label, f"{label}_means")],
    "score.": ("bm25", "dense", "late"),
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
    assert [key for key in own if places(own[key]) != places(ENGLISH[key])] == []
    assert [key for key in own if own[key].pluralizable != ENGLISH[key].pluralizable] == []
    assert list(own) == list(ENGLISH), "in the same order, so that two files can be read side by side"


@pytest.mark.parametrize("language", languages())
def test_every_message_is_whole(language: str) -> None:
    catalogue = read(language)
    assert str(catalogue.locale) == language
    for key, entry in entries(language).items():
        assert not entry.fuzzy, key
        assert all(form.strip() for form in forms(entry)), key
        assert not entry.pluralizable or len(forms(entry)) == catalogue.num_plurals, key
        assert not entry.pluralizable or entry.id == (key, key), key
        assert not entry.pluralizable or "n" in {name for name, *_ in places(entry)}, key
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", languages())
def test_lists_are_joined_in_a_way_that_there_is(language: str) -> None:
    for key, entry in entries(language).items():
        ways = {how for _, how, _ in places(entry)}
        assert ways <= {"", "and", "semicolons", "quoted", ".0%"}, key


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_translated(language: str) -> None:
    own = entries(language)
    same = {key for key in own for form in forms(own[key]) if form in forms(ENGLISH[key]) and len(form.split()) > 2}
    assert same == set()


def written() -> tuple[set[str], set[str]]:
    """The ids, and the beginnings of ids, in the code and in the templates."""
    ids = set(re.findall(r"""\bw\(\s*["']([\w.]+)["']\s*[,)]""", TEMPLATES))
    ids |= set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["'] if """, TEMPLATES))
    begun = set(re.findall(r"""\bw\(\s*["']([\w.]+?\.)["']\s*~""", TEMPLATES))
    begun |= {f"{group}." for group in re.findall(r"""\bnamed\(["'](\w+)["']""", TEMPLATES)}
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", node.value) and node.value.partition(".")[0] in GROUPS:
                    ids.add(node.value)
                elif node.value.endswith(".") and node.value[:-1] in GROUPS:
                    begun.add(node.value)
    return {one for one in ids if one.partition(".")[2] not in SUFFIXES}, begun


def test_every_message_that_the_code_and_the_pages_ask_for_is_there_and_no_other() -> None:
    ids, begun = written()
    assert begun == FAMILIES.keys()
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
    """Codes are given without their group: within what one field can say, a name may stand once only."""
    fields = ("answer wanted", "reason printing difference change", "mention", "problem count")
    for groups in map(str.split, fields):
        names = [key.partition(".")[2] for key in ENGLISH if key.partition(".")[0] in groups]
        assert len(set(names)) == len(names)

"""Only modules in `kutip/language` have lists of words of a natural language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SRC = ROOT / "src"
HOME = SRC / "kutip" / "language"
LEAST_WORDS, LEAST_ALTERNATIVES = 6, 4
WORD = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)?")
# A part of a regular expression between bars or brackets that is a word, perhaps with an ending: "papers?".
ALTERNATIVE = re.compile(r"(?:\\b)?[a-z]{2,}(?:\[[a-z]+\])?[a-z ]*(?:\\w\*|\\w\+|[a-z]?\?)?(?:\\b)?")
# Lists of other words, which any module may have: (module, first word) -> what the words are.
TECHNICAL = {
    ("api/v1/reference_schemas.py", "year"): "fields of an entry",
    ("indexer/bibliography/bbl_file.py", "newblock"): "commands of LaTeX",
    ("indexer/bibliography/bibtex_fields.py", "family"): "parts of names in BibLaTeX",
    ("indexer/bibliography/bibtex_file.py", "jan"): "abbreviations of BibTeX",
    ("indexer/bibliography/bibtex_file.py", "ids"): "fields of BibTeX",
    ("indexer/parsing/markdown/pandoc_keys.py", "fig"): "kinds of cross-references in Markdown",
    ("indexer/given_metadata.py", "article"): "types of entries of BibTeX",
    ("indexer/given_metadata.py", "title"): "fields of CSL",
    ("indexer/ris_file.py", "ABST"): "types of entries of RIS",
    ("indexer/parsing/field_names.py", "author"): "names of fields",
    ("indexer/parsing/markdown/commonmark.py", "script"): "elements of HTML whose content is no text",
    ("indexer/parsing/markdown/commonmark_html.py", "a"): "elements within a line of HTML",
    ("indexer/parsing/markdown/commonmark_html.py", "address"): "other elements of HTML",
    ("indexer/parsing/corpus.py", "con"): "names that Windows reserves",
    ("indexer/parsing/markup/html_references.py", "references"): "classes of HTML",
    ("indexer/parsing/markup/html_references.py", "p"): "elements of HTML",
    ("indexer/parsing/markup/html_roles.py", "address"): "elements of HTML",
    ("indexer/parsing/markup/html_roles.py", "anchor-link"): "classes of HTML",
    ("indexer/parsing/markup/html_roles.py", "audio"): "elements of HTML",
    ("indexer/parsing/markup/html_roles.py", "b"): "elements of HTML",
    ("indexer/parsing/markup/html_roles.py", "fn"): "ids of notes",
    ("indexer/parsing/markup/html_roles.py", "navigation"): "roles of HTML",
    ("indexer/parsing/markup/html_tables.py", "caption"): "elements of HTML",
    ("indexer/parsing/markup/jats_article.py", "ack"): "elements of JATS",
    ("indexer/parsing/markup/jats_article.py", "address"): "elements of JATS",
    ("indexer/parsing/markup/jats_article.py", "alt-text"): "elements of JATS",
    ("indexer/parsing/markup/jats_facts.py", "ppub"): "kinds of dates of JATS",
    ("indexer/parsing/stated_facts.py", "title"): "fields of CSL",
    ("indexer/parsing/latex/latex_blocks.py", "title"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_citations.py", "citet"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "cite"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "emph"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "equation"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "figure"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "input"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "item"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "label"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "part"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "ref"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "tableofcontents"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "tabular"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "textcolor"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "CCSXML"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "verbatim"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "vspace"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_front.py", "author"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_front.py", "textsuperscript"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_inline.py", "arccos"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_inline.py", "left"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_inline.py", "mathrm"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_macros.py", "if"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_numbers.py", "setcounter"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_source.py", "verbatim"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_tables.py", "hline"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_tree.py", "c"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_tree.py", "doi"): "commands and environments of LaTeX",
    ("indexer/parsing/word/word_document.py", "del"): "elements of Word",
    ("indexer/parsing/word/word_math.py", "rPr"): "elements of Word",
    ("indexer/parsing/latex/latex_commands.py", "state"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_symbols.py", "kilo"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_symbols.py", "newline"): "commands and environments of LaTeX",
    ("indexer/parsing/latex/latex_commands.py", "footnote"): "commands and environments of LaTeX",
    ("kutip/metadata/csl.py", "book-chapter"): "types of Crossref",
    ("kutip/metadata/csl.py", "article"): "types of CSL",
    ("kutip/metadata/csl.py", "author"): "fields of CSL that hold names",
    ("kutip/metadata/csl.py", "http"): "schemes of addresses",
    ("kutip/metadata/csl.py", "accessed"): "fields of CSL that hold dates",
    ("kutip/metadata/csl.py", "chapter-number"): "fields of CSL that hold numbers",
    ("kutip/metadata/csl.py", "abstract"): "fields of CSL that hold text",
    ("kutip/metadata/rich_text.py", "em"): "elements of HTML and JATS",
    ("kutip/settings/__init__.py", "AnswerSettings"): "public names",
    ("kutip/types/__init__.py", "UNSEARCHED"): "public names",
    ("retriever/__init__.py", "EXPORTERS"): "public names",
    ("retriever/stages.py", "understanding"): "names of stages",
    ("retriever/quotations/comparable.py", "ﬀ"): "ligatures",
}
MODULES = [path for path in sorted(SRC.rglob("*.py")) if HOME not in path.parents]


def texts(nodes: list[ast.expr]) -> list[str]:
    """Return the strings among these expressions."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def lists_of(tree: ast.Module) -> Iterator[list[str]]:
    """Yield the strings of each list, tuple and set, the keys of each dictionary, and the words of each split text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield texts(node.elts)
        elif isinstance(node, ast.Dict) and all(isinstance(value, ast.Constant) for value in node.values):
            yield texts([key for key in node.keys if key is not None])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            yield [word for text in texts([node.func.value]) for word in text.split()]


def alternatives_of(tree: ast.Module) -> Iterator[list[str]]:
    """Yield the words between bars ("paper|article") of each string in a module, except docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            pieces = re.split(r"\(\?:|[|()]", node.value) if "|" in node.value else []
            yield [piece for piece in pieces if ALTERNATIVE.fullmatch(piece)]


def natural_lists(source: str) -> list[list[str]]:
    """Return the lists of at least six words, and the alternatives of at least four, in a module's source."""
    tree = ast.parse(source)
    lists = [[word for word in words if WORD.fullmatch(word)] for words in lists_of(tree)]
    found = [words for words in lists if len(words) >= LEAST_WORDS]
    return found + [words for words in alternatives_of(tree) if len(words) >= LEAST_ALTERNATIVES]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_no_other_module_has_a_list_of_words_of_a_language(path: Path) -> None:
    module = path.relative_to(SRC).as_posix()
    found = natural_lists(path.read_text(encoding="utf-8"))
    assert [words for words in found if (module, words[0]) not in TECHNICAL] == []


def test_every_technical_list_is_still_there() -> None:
    found = {
        (path.relative_to(SRC).as_posix(), words[0])
        for path in MODULES
        for words in natural_lists(path.read_text(encoding="utf-8"))
    }
    assert TECHNICAL.keys() <= found


@pytest.mark.parametrize(
    "source",
    [
        'STOP = frozenset("a about after again all also am".split())',
        'NOUNS = {"year", "name", "country", "city", "place", "total"}',
        'RANKS = ("akbp", "ipda", "iptu", "kompol", "kombes", "jend")',
        'NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}',
        r'SHARE = re.compile(r"\b(?:share|percent\w*|proportion|rate|persen)\b")',
        'PAPERS = r"(?:papers?|articles?|stud(?:y|ies)|authors|artikel)"',
        r'RUN = re.compile(rf"\b(?:organi[sz]ed|run|held|conducted)\s+by\s+{THE}")',
    ],
)
def test_a_list_of_words_is_found_however_it_is_written(source: str) -> None:
    assert len(natural_lists(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""Formats: csl-json|bibtex|ris|apa|annotation."""',
        'STAGES = ("bm25", "dense", "late")',
        'FIELDS = {"title": title(document), "year": year(document), "a": 1, "b": 2, "c": 3, "d": 4, "e": 5}',
        r'DATE = re.compile(r"\d{4}|\d{2}|[a-z]+|(?:st|nd)")',
        'PATH = "a sentence with many words in it, as a description or a message has"',
    ],
)
def test_other_strings_are_not_taken_for_a_list_of_words(source: str) -> None:
    assert natural_lists(source) == []

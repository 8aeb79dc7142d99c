"""Regular expressions are found by themselves, and the strings made for them show which of them are slow."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.attacking import attacks, built
from benchmarks.finding import FoundPattern, UnreadPatternError, Use, find_patterns
from benchmarks.patterns import slowest

QUADRATIC = {  # an expression that is slow, and one that reads the same in linear time
    r"\s+$": r"(?<!\s)\s++$",
    r"[a-z]+@": r"(?<![a-z])[a-z]++@",
    r"x\s*,?\s+y": r"x(?:\s*+,\s++|\s++)y",
    r"[^(]+$": r"(?<![^(])[^(]++$",
    r"\bdo\b.*\bdiffer\b": r"^(?>.*?\bdo\b).*\bdiffer\b",
}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a module of the package "shelf", which a test writes."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield tmp_path / "shelf" / "books.py"
    for name in [name for name in sys.modules if name.partition(".")[0] == "shelf"]:
        del sys.modules[name]


def found(module: Path, source: str) -> dict[str, tuple[str, set[Use]]]:
    """The expressions of a module by name, each with its text and its uses."""
    module.write_text(f"import re\n{source}\n", encoding="utf-8")
    return {one.name: (one.pattern.pattern, {*one.uses}) for one in find_patterns(module.parent.parent, ("shelf",))}


def test_the_method_says_where_an_expression_is_tried(module: Path) -> None:
    source = """
A, B, C = re.compile("a"), re.compile("b"), re.compile("c")
def read(text):
    return A.match(text), B.fullmatch(text), C.sub("", text), A.search(text)
"""
    assert found(module, source) == {
        "shelf.books.A": ("a", {Use.START, Use.ANYWHERE}),
        "shelf.books.B": ("b", {Use.WHOLE}),
        "shelf.books.C": ("c", {Use.ANYWHERE}),
    }


def test_a_match_from_a_given_place_may_be_tried_at_every_character(module: Path) -> None:
    source = "A = re.compile('a')\ndef read(text):\n    return [A.match(text, at) for at in range(len(text))]"
    assert found(module, source) == {"shelf.books.A": ("a", {Use.ANYWHERE})}


def test_expressions_in_collections_and_classes_are_found(module: Path) -> None:
    source = """
KINDS = {"a": re.compile("a"), "b": (re.compile("b"),)}
class Shelf:
    mark = re.compile("c")
    def read(self, text):
        return self.mark.match(text) or [kind.search(text) for kind in KINDS.values()]
"""
    module.write_text(f"import re\n{source}", encoding="utf-8")
    assert sorted(one.pattern.pattern for one in find_patterns(module.parent.parent, ("shelf",))) == ["a", "b", "c"]


def test_an_expression_that_another_name_is_given_to_is_used_as_that_name_is(module: Path) -> None:
    source = (
        "A = re.compile('a')\ndef read(text):\n    return apply(A, text)\ndef apply(p, text):\n    return p.split(text)"
    )
    assert found(module, source) == {"shelf.books.A": ("a", {Use.ANYWHERE})}


def test_expressions_inside_functions_are_found_with_their_flags(module: Path) -> None:
    source = "WORD = 'a|b'\ndef read(text):\n    return re.sub(rf'(?:{WORD})c', '', text, flags=re.IGNORECASE)"
    module.write_text(f"import re\n{source}\n", encoding="utf-8")
    (one,) = find_patterns(module.parent.parent, ("shelf",))
    assert one.pattern == re.compile("(?:a|b)c", re.IGNORECASE)


def test_an_expression_of_what_a_function_is_given_needs_an_example(module: Path) -> None:
    source = "def read(text, word):\n    return re.search(rf'{word}s', text)"
    with pytest.raises(UnreadPatternError, match=r"shelf\.books\.read, line 3"):
        found(module, source)


def test_an_expression_that_nothing_seems_to_use_is_refused(module: Path) -> None:
    with pytest.raises(UnreadPatternError, match=r"nothing uses shelf\.books\.A"):
        found(module, "A = re.compile('a')")


@pytest.mark.parametrize("slow", QUADRATIC)
def test_a_slow_expression_is_seen_and_its_linear_form_is_not(slow: str) -> None:
    def measured(pattern: str) -> bool:
        return slowest(FoundPattern("one", re.compile(pattern), frozenset({Use.ANYWHERE}))).grows_faster_than_linear

    assert measured(slow)
    assert not measured(QUADRATIC[slow])


def test_an_expression_is_tried_only_as_it_is_used() -> None:
    blanks = re.compile(r"\s+$")
    assert not slowest(FoundPattern("one", blanks, frozenset({Use.START, Use.WHOLE}))).grows_faster_than_linear
    assert not slowest(FoundPattern("one", blanks, frozenset({Use.ANYWHERE}), window=200)).grows_faster_than_linear
    assert slowest(FoundPattern("one", re.compile(r"x*-*x*!"), frozenset({Use.START}))).grows_faster_than_linear


def test_strings_have_the_length_that_is_asked_for() -> None:
    for attack in attacks(re.compile(r"(?:Law|Act)\s+(\d+)[/-]\d{4}")):
        assert 900 <= len(built(attack, 1000)) <= 1000

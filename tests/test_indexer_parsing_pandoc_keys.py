"""Citations of Pandoc's Markdown: which "@" are one, and where."""

import pytest

from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.parsing.markdown.pandoc_keys import pandoc_citations
from kutip.types import Form


def found(text: str, front: str = "") -> list[tuple[str, str, bool, bool]]:
    """Return the text, key, "in brackets" and "sure" of each citation of a text."""
    source = f"---\ntitle: Kites\n{front}---\n\n# Winds\n\n{text}\n"
    citing = pandoc_citations(source, read_markdown(source)[0])
    return [
        (source[one.span.start : one.span.end], one.key, one.form is Form.PARENTHETICAL, one.is_sure)
        for one in citing.citations
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Kites fly [@reed].", ["reed"]),
        ("Kites fly [@reed; @moss2019, p. 3; see also @fern:a].", ["reed", "moss2019", "fern:a"]),
        ("Kites fly [see @reed, ch. 2].", ["reed"]),
        ("Reed has it [-@reed].", ["reed"]),
        ("Kites fly [cf. -@reed, pp. 3-5, and *passim*].", ["reed"]),
        ("Kites fly [for a longer view of it, @reed2019].", ["reed2019"]),
        ("Kites fly [@{https://kites.org/a?b=c}].", ["https://kites.org/a?b=c"]),
        ("Kites fly [@DBLP:conf/kites/Reed19, p. 3].", ["DBLP:conf/kites/Reed19"]),
        ("Kites fly [@reed_2019.].", ["reed_2019"]),
        ("Kites fly ([@reed; @moss]).", ["reed", "moss"]),
        ("Kites fly [see [@reed]].", ["reed"]),
        ("It is so in [@reed]: they fly.", ["reed"]),
        ("Layang-layang terbang [lihat @reed, hlm. 3].", ["reed"]),
        ("Kites\nfly [@reed;\n@moss].", ["reed", "moss"]),
    ],
)
def test_keys_in_brackets_are_surely_citations(text: str, keys: list[str]) -> None:
    assert [(key, bracketed, sure) for _, key, bracketed, sure in found(text)] == [(key, True, True) for key in keys]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("As @reed says.", ["reed"]),
        ("As @reed [p. 3] says, and @moss2019.", ["reed", "moss2019"]),
        ("As -@reed says: @{moss}, _@fern_.", ["reed", "moss", "fern"]),
        ("Follow @kites on the web.", ["kites"]),
    ],
)
def test_keys_in_the_text_may_be_citations(text: str, keys: list[str]) -> None:
    assert [(key, bracketed, sure) for _, key, bracketed, sure in found(text)] == [(key, False, False) for key in keys]


@pytest.mark.parametrize(
    "text",
    [
        "Write to reed@kites.org or <moss@kites.org>.",
        r"Kites \@reed and [\@moss].",
        "The code `@reed` and ``a ` [@moss]`` says so.",
        "```\n[@reed]\n@moss\n```",
        "~~~ python\n@property\n~~~",
        "So it is. <!-- [@reed] --> And so.",
        "See https://kites.org/@reed for it.",
        "In @fig:wind and [@tbl:kites; @eq-lift].",
        "At 3 @ 5, and @.",
        "@",
    ],
)
def test_other_signs_are_no_citations(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["[@kites](https://kites.org/)", "[thanks to @reed and @moss]", "[thanks to @reed]"])
def test_names_in_brackets_are_not_surely_citations(text: str) -> None:
    assert [sure for *_, sure in found(text)] == [False] * text.count("@")


def test_labels_of_links_are_not_surely_citations() -> None:
    links = "Thanks to [@reed], and so [@moss].\n\n[@Reed]: https://kites.org/reed"
    assert [(key, sure) for _, key, _, sure in found(links)][:2] == [("reed", False), ("moss", True)]


def test_the_place_is_that_of_the_key_alone() -> None:
    assert [text for text, *_ in found("So [see -@reed, p. 3; @{moss}] and @fern.")] == ["@reed", "@{moss}", "@fern"]


def test_nothing_is_found_in_front_matter_or_the_list_of_references() -> None:
    assert found("Kites fly.\n\n# References\n\nReed, P. (2019). @kites. Press.", "nocite: '@reed'\n") == []


def test_front_matter_names_files_entries_and_what_is_listed_only() -> None:
    source = "---\nbibliography: [a.bib, b.json]\nnocite: |\n  @reed, @moss\nreferences:\n- id: fern\n---\n\nText.\n"
    citing = pandoc_citations(source, read_markdown(source)[0])
    assert (citing.files, citing.nocite) == (("a.bib", "b.json"), ("reed", "moss"))
    assert citing.items == ({"id": "fern"},)
    for odd in ("bibliography: 3", "bibliography: [3, {a: b}]", "references: x", "nocite: [1, [2]]", "bibliography:"):
        source = f"---\n{odd}\n---\n\nText.\n"
        assert pandoc_citations(source, ()).files == pandoc_citations(source, ()).nocite == ()


@pytest.mark.parametrize(
    "text", ["[@a; " * 20_000, "`@a" * 20_000, "[" * 100_000 + "@a", "@a-" * 50_000, "<!-- @a" * 9_000]
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    assert len(found(text)) <= text.count("@")

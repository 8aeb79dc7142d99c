"""Citations that a source states by keys: where they stand, what they are tied to, and what is told of the others."""

from collections.abc import Sequence

import pytest
from conftest import english

from indexer.bibliography.keyed_links import KeyedEntries, cited_as
from indexer.bibliography.read import read_bibliography
from indexer.parsing.keyed_citations import KeyedCitation, KeyedCitations
from kutip.text.reading import squeeze
from kutip.types import Author, Bibliography, Block, Document, Form, Kind, Message, Part, Reference, Span

REED = "Reed, P. (2019). Kites over the marsh. Marsh Press."
MOSS = "Moss, A., & Fern, B. (2019). Wind in reeds. Marsh Press."
SHORT = "Reed, P. (2019). Kites at sea. Marsh Press."


def paper(text: str, *entries: str) -> tuple[Document, list[Block]]:
    """Make a document of one paragraph and a list of references."""
    blocks, source = [], ""
    for kind, one in [(Kind.PARAGRAPH, text), *((Kind.REFERENCE, entry) for entry in entries)]:
        blocks.append(Block(kind, (), (Span(len(source), len(source) + len(one)),), squeeze(one)))
        source += f"{one}\n\n"
    return Document("paper", source, "00" * 32, {}), blocks


def read(text: str, entries: dict[str, str], *cited: tuple[str, str] | tuple[str, str, Form]) -> Bibliography:
    """Read a paper whose source states some citations: each a piece of its text and the key of what it cites."""
    document, blocks = paper(text, *entries.values())
    starts = [block.spans[0].start for block in blocks[1:]]
    citations, at = [], 0
    for words, key, *form in cited:
        found = text.find(words, at)
        at = text.index(words) if found < 0 else found
        citations.append(KeyedCitation(Span(at, at + len(words)), key, *form))
    keyed = KeyedCitations(tuple(citations), tuple(zip(starts, entries, strict=True)))
    return read_bibliography(document, blocks, keyed)


def ties(bibliography: Bibliography) -> list[tuple[str, str]]:
    """Return the text of each mention and the key of its entry, or "" if it is not tied."""
    keys = {one.id: one.key for one in bibliography.references}
    return [(one.text, keys[one.reference_id] if one.reference_id else "") for one in bibliography.mentions]


def told(bibliography: Bibliography) -> list[str]:
    return [english(problem.message) for problem in bibliography.problems]


# --- Tied by key ------------------------------------------------------------------------------------------------------


def test_a_key_is_tied_to_its_entry_and_takes_its_words_from_there() -> None:
    found = read("Kites fly @reed, says @moss.", {"reed": REED, "moss": MOSS}, ("@reed", "reed"), ("@moss", "moss"))
    assert ties(found) == [("@reed", "reed"), ("@moss", "moss")]
    assert [(one.who, one.year, one.key) for one in found.mentions] == [
        ("Reed", "2019", "reed"),
        ("Moss & Fern", "2019", "moss"),
    ]
    assert [one.context for one in found.mentions] == ["Kites fly @reed, says @moss."] * 2
    assert [one.form for one in found.mentions] == [Form.PARENTHETICAL] * 2
    assert told(found) == []


def test_the_form_that_the_source_states_is_kept() -> None:
    found = read("So says @reed.", {"reed": REED}, ("@reed", "reed", Form.NARRATIVE))
    assert [one.form for one in found.mentions] == [Form.NARRATIVE]


def test_a_key_decides_where_the_words_fit_two_entries() -> None:
    entries = {"marsh": REED, "sea": SHORT}
    found = read("Kites fly low (Reed, 2019) and at sea (Reed, 2019).", entries, ("Reed, 2019", "sea"))
    assert ties(found)[0] == ("Reed, 2019", "sea")
    assert found.mentions[0].problem is None
    assert found.mentions[1].problem is not None  # the source says nothing of the second, and both entries fit it


@pytest.mark.parametrize(
    ("text", "link", "who"),
    [
        ("It is so (Reed, 2019).", "Reed, 2019", "Reed"),
        ("It is so (Reed, 2019).", "(Reed, 2019)", "Reed"),
        ("It is so (Reed, 2019).", "2019", "Reed"),
        ("As Reed (2019) has it.", "2019", "Reed"),
        ("As Reed (2019) has it.", "Reed (2019)", "Reed"),
        ("As Reed (2019) has it.", "Reed", "Reed"),
    ],
)
def test_words_that_are_a_link_are_one_citation_with_its_words(text: str, link: str, who: str) -> None:
    found = read(text, {"a": REED}, (link, "a"))
    assert [(one.who, one.year, one.key) for one in found.mentions] == [(who, "2019", "a")]
    assert told(found) == []


def test_links_on_years_of_the_same_authors_are_one_citation_each() -> None:
    entries = {"a": REED, "b": "Reed, P. (2021). Gulls. Marsh Press."}
    found = read("As Reed (2019, 2021) has it.", entries, ("2019", "a"), ("2021", "b"))
    assert [(one.who, one.year, one.key) for one in found.mentions] == [("Reed", "2019", "a"), ("Reed", "2021", "b")]


def test_several_keys_in_one_place_are_one_citation_each() -> None:
    found = read("It is so [1, 2].", {"a": REED, "b": MOSS}, ("[1, 2]", "a"), ("[1, 2]", "b"))
    assert sorted(one.key for one in found.mentions) == ["a", "b"]
    assert len({one.id for one in found.mentions}) == 2
    assert len({one.spans for one in found.mentions}) == 1


def test_linked_numbers_are_numbered_and_a_range_cites_those_between() -> None:
    entries = {f"b{n}": f"{n}. Writer{n}, A. (2019). Title {n} of kites. Press." for n in (1, 2, 3, 4)}
    found = read("It is so [1–3] and so [4].", entries, ("1", "b1"), ("3", "b3"), ("4", "b4"))
    assert sorted(one.year for one in found.mentions) == ["1", "2", "3", "4"]
    assert {one.form for one in found.mentions} == {Form.NUMBERED}
    assert {one.reference_id for one in found.mentions} == {one.id for one in found.references}


def test_a_number_of_a_list_without_numbers_is_tied_by_its_key() -> None:
    found = read("It is so [7].", {"b7": REED}, ("7", "b7"))
    assert [(one.text, one.form, one.year, one.who) for one in found.mentions] == [("7", Form.NUMBERED, "7", "")]
    assert ties(found) == [("7", "b7")]


def test_capitals_of_keys_may_differ_only_if_one_entry_is_meant() -> None:
    assert ties(read("So @Reed.", {"reed": REED}, ("@Reed", "Reed"))) == [("@Reed", "reed")]
    both = read("So @REED.", {"reed": REED, "Reed": MOSS}, ("@REED", "REED"))
    assert ties(both) == [("@REED", "")]
    assert ties(read("So @Reed.", {"reed": REED, "Reed": MOSS}, ("@Reed", "Reed"))) == [("@Reed", "Reed")]


# --- Not tied ---------------------------------------------------------------------------------------------------------


def test_a_key_without_an_entry_is_told_of_once() -> None:
    text = "So @fern, so @fern again, and so @reed."
    found = read(text, {"reed": REED}, ("@fern", "fern"), (" @fern", "fern"), ("@reed", "reed"))
    assert ties(found) == [("@fern", ""), ("@fern", ""), ("@reed", "reed")]
    assert [problem.kind.value for problem in found.problems] == ["not_listed"]
    assert told(found) == ["The text cites [fern] 2 times, but the list of references has no such entry."]


def test_many_missing_keys_do_not_put_the_list_in_doubt() -> None:
    keys = ["a", "b", "c", "d", "e", "f"]
    text = " ".join(f"So @{key}." for key in keys)
    found = read(text, {"a": REED}, *((f"@{key}", key) for key in keys))
    assert [problem.kind.value for problem in found.problems] == ["not_listed"] * 5


def test_keys_are_no_error_of_the_paper_if_no_entry_has_one() -> None:
    document, blocks = paper("So @fern, and so Reed (2019).", REED)
    found = read_bibliography(document, blocks, KeyedCitations((KeyedCitation(Span(3, 8), "fern"),)))
    assert [problem.kind.value for problem in found.problems] == ["no_list"]
    assert told(found) == [
        "The text cites 1 work by key in 1 place, but the entries of these keys are in no file that Kutip has."
    ]
    without, blocks = paper("So @fern, and so Reed (2019).")
    both = read_bibliography(without, blocks, KeyedCitations((KeyedCitation(Span(3, 8), "fern"),)))
    assert [problem.kind.value for problem in both.problems] == ["no_list", "no_list"]


def test_a_link_to_no_entry_is_tied_by_its_words() -> None:
    found = read("It is so (Reed, 2019).", {"a": REED}, ("Reed, 2019", "elsewhere"))
    assert ties(found) == [("Reed, 2019", "a")]


@pytest.mark.parametrize("where", [(0, 0), (2, 3), (500, 510)])
def test_what_the_text_does_not_show_is_no_mention(where: tuple[int, int]) -> None:
    document, blocks = paper("So says he.", REED)
    found = read_bibliography(document, blocks, KeyedCitations((KeyedCitation(Span(*where), "a"),)))
    assert found.mentions == ()


def test_links_inside_the_list_of_references_cite_nothing() -> None:
    document, blocks = paper("So says he.", REED)
    start = blocks[1].spans[0].start
    keyed = KeyedCitations((KeyedCitation(Span(start, start + 4), "a"),), ((start, "a"),))
    assert read_bibliography(document, blocks, keyed).mentions == ()


def test_every_span_of_a_mention_reads_as_its_text() -> None:
    text = "It is so (@reed,\n@moss) here."
    found = read(text, {"reed": REED, "moss": MOSS}, ("@reed", "reed"), ("@moss", "moss"))
    assert [text[slice(*(one.spans[0].start, one.spans[-1].end))] for one in found.mentions] == ["@reed", "@moss"]


# --- Words of an entry ------------------------------------------------------------------------------------------------


def reference(families: Sequence[str], year: str | None, text: str = "") -> Reference:
    authors = tuple(Author(family, "", ()) for family in families)
    return Reference("r", "paper", text, (), authors, Part(year, ()) if year else None, title=Part("Kites", ()))


@pytest.mark.parametrize(
    ("families", "year", "text", "words"),
    [
        (["Reed"], "2019a", "", ("Reed", "2019a")),
        (["Reed", "Moss"], "2019", "", ("Reed & Moss", "2019")),
        (["Reed", "Moss", "Fern"], "2019", "", ("Reed et al.", "2019")),
        (["Reed"], "2019", "Reed, P., et al. (2019). Kites.", ("Reed et al.", "2019")),
        (["Reed"], None, "", ("Reed", "n.d.")),
        ([], "2019", "", ("Kites", "2019")),
    ],
)
def test_an_entry_is_cited_by_its_authors_and_year(
    families: list[str], year: str | None, text: str, words: tuple[str, str]
) -> None:
    assert cited_as(reference(families, year, text)) == words


def test_keys_are_known_only_if_all_files_were_read() -> None:
    entries = {"a": reference(["Reed"], None)}
    assert not KeyedEntries().are_known
    assert KeyedEntries(entries).are_known
    assert not KeyedEntries(entries, unread=[Message("notice.no_library", {"file": "a.bib"})]).are_known

"""A mismatch is told only where it is surely the paper's, and not where name and year stand together all the same."""

import hashlib
from collections.abc import Sequence

import pytest

from indexer.bibliography.read import read_bibliography
from indexer.parsing.markdown.markdown_reader import read_markdown
from kutip.types import Document, ProblemKind

WREN = "Wren, A. (2011). Lamps of the coast. Lamp Press."
HOLM = "Holm, B. (2014). Nets and boats. *Journal of Nets*, 3(2), 1–20."
OSEI = "Osei, R. (2016). Weather books. Town Press."
ENTRIES = (WREN, HOLM, OSEI)
ALL_CITED = "It is so (Wren, 2011; Holm, 2014; Osei, 2016)."


def told(text: str, entries: Sequence[str] = ENTRIES) -> list[tuple[str, str]]:
    """The kinds of the problems of a paper, each with the work or the start of the entry that it names."""
    source = "\n\n".join(["INTRODUCTION", text, "REFERENCES", *entries]) + "\n"
    document = Document("paper", source, hashlib.sha256(source.encode()).hexdigest(), {})
    found = read_bibliography(document, read_markdown(source)[0]).problems
    return [
        (one.kind.value, str(one.message.values.get("work") or one.message.values.get("entry"))[:6]) for one in found
    ]


def kinds(text: str, entries: Sequence[str] = ENTRIES) -> list[str]:
    return [kind for kind, _ in told(text, entries)]


def test_a_work_that_is_not_listed_is_told() -> None:
    assert told(f"{ALL_CITED} So says Lund (2012), too.") == [("not_listed", "Lund (")]


@pytest.mark.parametrize(
    "words",
    [
        "Northern Views On Old Harbour Lamps (1911) are shown.",
        "It is shown (Level Q4 Reports, 2012).",
    ],
)
def test_words_that_name_no_author_are_no_work_that_is_not_listed(words: str) -> None:
    assert kinds(f"{ALL_CITED} {words}") == []


def test_an_entry_that_nothing_in_the_text_may_cite_is_told() -> None:
    assert told("It is so (Wren, 2011; Holm, 2014).") == [("never_cited", "“Osei,")]


@pytest.mark.parametrize("citing", ["(compare OSEI, whose book is of 2016)", "[Osei’s weather books: 2016]"])
def test_an_entry_whose_name_and_year_stand_together_in_the_text_is_not_told(citing: str) -> None:
    assert kinds(f"It is so (Wren, 2011; Holm, 2014), as others hold {citing}.") == []


def test_the_citation_of_another_work_of_the_year_does_not_hide_an_entry() -> None:
    other = "Osei, R., & Berg, T. (2016). Lamps and books. Town Press."
    assert told(ALL_CITED, [*ENTRIES, other]) == [("never_cited", "“Osei,")]


def test_another_year_is_told_unless_an_entry_has_name_and_year() -> None:
    text = "It is so (Wren, 2012; Holm, 2014; Osei, 2016)."
    assert ("year_differs", "Wren (") in told(text)
    unread = "Committee on Lamps, Wren group. Report of the coast. 2012."
    unread_first = f"Wren A for the lamp committee: Report of the coast. Lamp Press; 2012. {unread}"
    assert "year_differs" not in kinds(text, [*ENTRIES, unread_first])


def test_most_entries_without_a_citation_are_one_problem_of_the_reading() -> None:
    entries = [*ENTRIES, *(f"Author{letter}, A. (2001). Title {letter}. Press." for letter in "abcdefgh")]
    assert kinds(ALL_CITED, entries) == [ProblemKind.LIST_UNREAD.value]


def test_a_list_of_which_no_citation_is_recognised_is_one_problem() -> None:
    assert kinds("It is so, as everyone knows.") == [ProblemKind.LIST_UNREAD.value]


def test_keys_whose_raised_plus_stands_apart_cite_their_entries() -> None:
    entries = ["[WHO+ 11] A. Wren et al. Lamps of the coast. 2011.", "[Ose16] R. Osei. Weather books. 2016."]
    assert kinds("It is so [WHO+ 11, Ose16].", entries) == []
    assert kinds("It is so [WHO+11, Ose16].", entries) == []


NUMBERED = ("1. Wren A. Lamps. 2011.", "2. Holm B. Nets. 2014.", "3. Osei R. Weather. 2016.", "4. Quist P. Ice. 2018.")


@pytest.mark.parametrize(
    "citing", ["It was so in 1950.3–4 Others agree.", "They were lit.3,4", "So they say3–4 today."]
)
def test_entries_whose_numbers_may_be_raised_behind_a_word_are_not_told(citing: str) -> None:
    assert kinds(f"It is so [1, 2]. {citing}", NUMBERED) == []


@pytest.mark.parametrize("text", ["They had 3 and 4 lamps.", "It was 2.3 or 1.4 metres.", "See Table 3, 4."])
def test_numbers_that_count_do_not_hide_an_entry_that_is_never_cited(text: str) -> None:
    assert kinds(f"It is so [1, 2]. {text}", NUMBERED) == ["never_cited", "never_cited"]

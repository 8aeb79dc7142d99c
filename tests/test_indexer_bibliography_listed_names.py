"""The index of names finds every reference that comparing a mention with each of them would find."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.listed_names import NameIndex, is_one_author, words_of_name
from kutip.types import Author, Part, Reference, Span

SPANS = (Span(0, 1),)
FAMILIES = ["Kim", "Lee", "van Dijk", "UNODC", "United Nations Office on Drugs and Crime", "O’Neil", "Müller", "WHO"]
GIVEN = ["A.", "B. C.", "Ana", ""]
CITED = [*FAMILIES, "A. Kim", "Kim A", "K", "World Health Organization", "Drugs and Crime", "muller", "Dijk"]


@st.composite
def references(draw: st.DrawFn) -> Reference:
    names = draw(st.lists(st.tuples(st.sampled_from(FAMILIES), st.sampled_from(GIVEN)), max_size=3))
    title = draw(st.sampled_from(["Salt", "World health organization"]))
    authors = tuple(Author(family, given, SPANS) for family, given in names)
    year = draw(st.sampled_from(["2001", "2001a", "2001b", "2002", "n.d."]))
    number = draw(st.integers())
    return Reference(f"r{number}", "paper", "text", SPANS, authors, Part(year, SPANS), None, Part(title, SPANS))


@given(st.lists(references(), max_size=12), st.lists(st.sampled_from(CITED), min_size=1, max_size=3))
def test_near_entries_are_all_whose_first_author_fits(listed: list[Reference], names: list[str]) -> None:
    who = " & ".join(names)
    cited = [words_of_name(name) for name in names]
    index = NameIndex(listed)
    fitting = [
        entry
        for entry in index.entries
        if entry.authors and (entry.authors[0].fits(cited[0]) or is_one_author(who, entry.authors))
    ]
    near = list(index.near(who, cited).entries)
    if fitting:
        assert near == fitting
    else:
        assert all(len(entry.authors) == len(cited) > 1 for entry in near)


@given(st.lists(references(), max_size=12), st.sampled_from(["2001", "2001a", "2002", "n.d.", "1999"]))
def test_entries_of_a_year_keep_the_order_of_the_list(listed: list[Reference], year: str) -> None:
    index = NameIndex(listed)
    near = index.near("Kim", [("kim",)])
    of_year = [entry.reference.year.text for entry in near.of_year(year) if entry.reference.year is not None]
    assert of_year == [year] * len(of_year)
    almost = [entry.reference.year.text for entry in near.of_almost_year(year) if entry.reference.year is not None]
    assert all(one[:4] == year[:4] and (len(one) == 4 or len(year) == 4) for one in almost)


def test_a_mention_without_a_name_is_near_nothing() -> None:
    assert NameIndex([]).near("", []).entries == ()

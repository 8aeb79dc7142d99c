"""The facts of a document: each is read from its field, and no metadata make the reading fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.types import Document

BARE = DocumentFacts("paper", None, (), (), None, None, None, None, {"id": "paper", "type": "document"})


def read(metadata: dict[str, Any]) -> DocumentFacts:
    return facts_of(Document("paper", "Police meet.", "00", metadata))


def test_facts_missing_from_the_metadata_are_none_or_empty() -> None:
    assert read({}) == BARE
    assert read(dict.fromkeys(["title", "author", "issued", "DOI", "license", "language"])) == BARE
    assert read({}).name == "paper"


def test_each_fact_is_read_from_its_field() -> None:
    facts = read(
        {
            "title": "Role of <i>E. coli</i>\n&amp; friends",
            "author": [
                {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
                {"family": "Goor", "given": "Jan", "non-dropping-particle": "van"},
                {"family": "King", "given": "Martin", "suffix": "Jr."},
                {"literal": "UNODC"},
            ],
            "issued": {"literal": "Spring 2010"},
            "DOI": "https://doi.org/10.1000/x",
            "license": "CC-BY-4.0",
            "language": "en",
        }
    )
    assert facts.title == facts.name == "Role of E. coli & friends"
    assert facts.authors == ("Ludwig van Beethoven", "Jan van Goor", "Martin King Jr.", "UNODC")
    assert (facts.year, facts.doi, facts.licence, facts.language) == (2010, "10.1000/x", "CC-BY-4.0", "en")


@pytest.mark.parametrize(
    "metadata",
    [
        {"title": ["Police"], "author": "Juned", "issued": "2025", "DOI": 10.1, "license": ["MIT"], "language": {}},
        {"title": 5, "author": [5, {"literal": 5}], "issued": [2025], "DOI": [], "license": 5, "language": 5},
        {"title": " ", "author": [{}], "issued": {}, "DOI": " ", "license": " ", "language": " "},
    ],
)
def test_values_of_other_types_are_not_read_as_facts(metadata: dict[str, Any]) -> None:
    facts = read(metadata)
    assert (facts.authors, facts.year, facts.doi, facts.licence) == ((), None, None, None)
    assert facts.name == (metadata["title"][0] if isinstance(metadata["title"], list) else "paper")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "name", "suffix", "date-parts", "raw", "season"]), inner
        )
    ),
)
FIELDS = st.sampled_from(["id", "type", "title", "author", "editor", "issued", "DOI", "license", "language", "own"])


@given(st.dictionaries(FIELDS, ANYTHING))
def test_any_metadata_give_facts_of_the_right_types(metadata: dict[str, Any]) -> None:
    facts = read(metadata)
    for text in (facts.title, facts.doi, facts.licence, facts.language, facts.name, *facts.authors):
        assert text is None or (isinstance(text, str) and text.strip())
    assert isinstance(facts.year, int | None)

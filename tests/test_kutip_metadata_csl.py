"""Facts out of CSL-JSON: names in parts, DOIs however they are written, and an item that CSL's schema takes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft4Validator

from kutip.metadata.csl import author_names, csl_item, doi, given_name, surname, year


@pytest.mark.parametrize(
    ("name", "listed", "given"),
    [
        ({"family": "Juned", "given": "Mansur"}, "Juned", "Mansur"),
        ({"family": "Goor", "given": "Jan", "non-dropping-particle": "van"}, "van Goor", "Jan"),
        ({"family": "Suharto"}, "Suharto", ""),
        ({"given": "Suharto"}, "Suharto", ""),
        ({"family": "Suharto", "given": None}, "Suharto", ""),
        ({"literal": "UNODC"}, "UNODC", ""),
        ({"literal": "UNODC", "family": "Juned", "given": "Mansur"}, "UNODC", ""),
        ({}, "", ""),
    ],
)
def test_a_name_has_what_it_is_listed_under_and_the_rest(name: dict[str, Any], listed: str, given: str) -> None:
    assert (surname(name), given_name(name)) == (listed, given)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("10.1/x", "10.1/x"),
        ("https://doi.org/10.1/x", "10.1/x"),
        ("http://dx.doi.org/10.1/x", "10.1/x"),
        ("DOI: 10.1/doi:x", "10.1/doi:x"),
        (" ", None),
        (None, None),
    ],
)
def test_a_doi_is_bare_however_it_is_written(written: str | None, bare: str | None) -> None:
    assert doi({"DOI": written}) == bare


def test_what_the_metadata_lack_is_none_or_empty() -> None:
    assert (year({}), doi({}), author_names({})) == (None, None, [])


@pytest.mark.parametrize(
    ("metadata", "item"),
    [
        ({}, {"type": "document"}),
        ({"type": "paper"}, {"type": "document"}),
        ({"type": ["book"]}, {"type": "document"}),
        ({"title": None, "volume": True, "issue": [1], "page": "", "author": None}, {"type": "document"}),
        ({"volume": 0, "issue": 1.5}, {"type": "document", "volume": 0, "issue": 1.5}),
        ({"custom": {"a": 1}, "locator": "3", "citation-label": "x", "id": 7}, {"type": "document"}),
        ({"author": [{"family": "Juned", "orcid": "0", "given": 7}, {}, {"family": " "}]}, [{"family": "Juned"}]),
        ({"issued": {"date-parts": [[2025, 4], [2026], [2027]], "x": 1}}, {"date-parts": [[2025, 4], [2026]]}),
        ({"issued": {"date-parts": [[None]]}, "accessed": {"date-parts": 5}, "submitted": "2025"}, None),
        ({"issued": {"date-parts": [], "raw": "spring of 2025", "literal": 5}}, {"raw": "spring of 2025"}),
        ({"DOI": "https://dx.doi.org/10.1/x"}, "10.1/x"),
        ({"DOI": "doi: 10.1/x"}, "10.1/x"),
        ({"DOI": " "}, None),
    ],
)
def test_csl_json_leaves_out_what_its_schema_would_refuse(metadata: dict[str, Any], item: Any) -> None:
    reduced = csl_item("paper", metadata)
    assert reduced.pop("id") == "paper"
    if isinstance(item, dict) and "type" in item:
        assert reduced == item
    else:
        del reduced["type"]
        assert reduced == ({} if item is None else {next(iter(metadata)): item})


# The parts of CSL's schema that are not lists of fields, written down again.
TEXT, NUMBER = {"type": "string"}, {"type": ["string", "number"]}
NAME = {"type": "object", "additionalProperties": TEXT, "minProperties": 1}
DATE_PARTS = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"minItems": 1, "maxItems": 3, "items": NUMBER}}
ITEM = Draft4Validator(
    {
        "type": "object",
        "required": ["id", "type"],
        "properties": {
            "title": TEXT,
            "volume": NUMBER,
            "author": {"type": "array", "items": NAME},
            "issued": {"properties": {"date-parts": DATE_PARTS, "raw": TEXT}, "additionalProperties": False},
            **dict.fromkeys(["id", "type"], TEXT),
        },
        "additionalProperties": False,
    }
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["family", "date-parts"]), inner),
)


@given(st.dictionaries(st.sampled_from(["id", "type", "title", "volume", "author", "issued", "own"]), ANYTHING))
def test_whatever_the_metadata_hold_the_item_is_valid(metadata: dict[str, Any]) -> None:
    ITEM.validate(csl_item("paper", metadata))

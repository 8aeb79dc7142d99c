"""Metadata as a valid CSL item, and DOIs in all notations."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft4Validator

from kutip.metadata.csl import bare_doi, csl_item


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("10.1/x", "10.1/x"),
        ("https://doi.org/10.1/x", "10.1/x"),
        ("http://dx.doi.org/10.1/x", "10.1/x"),
        ("DOI: 10.1/doi:x", "10.1/doi:x"),
        ("DOI 10.1/x", "10.1/x"),
        ("doi.org/10.1/x", "10.1/x"),
        ("https://www.doi.org/10.1/x", "10.1/x"),
        ("doi: https://doi.org/10.1/x", "10.1/x"),
        ("https://doi.org/doi:10.1/x", "10.1/x"),
        ("info:doi/10.1/x", "10.1/x"),
        ("https://publisher.example/doi/full/10.1/x", "10.1/x"),
        ("https://doi.org/10.1/%28SICI%291", "10.1/(SICI)1"),
        ("10.1/(SICI)11:6&lt;601::AID&gt;3", "10.1/(SICI)11:6<601::AID>3"),
        ("10.1/a%2Fb", "10.1/a%2Fb"),
        ("none yet", "none yet"),
        ("https://doi.org/", None),
        (" ", None),
    ],
)
def test_prefixes_of_a_doi_are_removed(written: str, bare: str | None) -> None:
    assert bare_doi(written) == bare
    assert csl_item("paper", {"DOI": written}).get("DOI") == bare


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
        ({"issued": {"season": 2, "circa": True, "raw": "2010"}}, {"season": 2, "circa": True, "raw": "2010"}),
        ({"issued": {"season": ["Spring"], "circa": {}}}, None),
        ({"container-title": ["J of Ports", "J. Ports"]}, "J of Ports"),
        ({"container-title": [5, {}]}, None),
        ({"author": [{"name": "UNODC", "sequence": "first"}]}, [{"literal": "UNODC"}]),
        ({"author": [{"suffix": "Jr."}, {"literal": "<i></i>"}]}, None),
        ({"type": "journal-article"}, {"type": "article-journal"}),
        ({"type": "book-chapter"}, {"type": "chapter"}),
        ({"title": "<em>E. coli</em> &amp; friends"}, "<i>E. coli</i> & friends"),
        ({"DOI": 10.1}, None),
        ({"DOI": "https://dx.doi.org/10.1/x"}, "10.1/x"),
        ({"DOI": "doi: 10.1/x"}, "10.1/x"),
        ({"DOI": " "}, None),
        ({"URL": " https://example.org/a?b "}, "https://example.org/a?b"),
        ({"URL": "www.example.org"}, "www.example.org"),
        ({"URL": "JavaScript:alert(1)"}, None),
        ({"URL": "\n\u202ejavascript:alert(1)"}, None),
        ({"URL": "data:text/html,x"}, None),
        ({"URL": "file:///etc/passwd"}, None),
        ({"URL": ["https://example.org"]}, None),
    ],
)
def test_csl_items_leave_out_what_the_schema_would_refuse(metadata: dict[str, Any], item: Any) -> None:
    reduced = csl_item("paper", metadata)
    assert reduced.pop("id") == "paper"
    if isinstance(item, dict) and "type" in item:
        assert reduced == item
    else:
        del reduced["type"]
        assert reduced == ({} if item is None else {next(iter(metadata)): item})


# The part of CSL's schema for these fields, written out for the test.
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
def test_any_metadata_give_a_valid_csl_item(metadata: dict[str, Any]) -> None:
    ITEM.validate(csl_item("paper", metadata))

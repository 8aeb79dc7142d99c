"""Works in CSL-JSON, of a file or of YAML front matter."""

import json
from typing import Any

import pytest

from indexer.bibliography.csl_works import CslWorks
from indexer.bibliography.listed_work import entry_text

ITEM: dict[str, Any] = {
    "id": "reed",
    "type": "article-journal",
    "title": "Kites of the <i>marsh</i> &amp; sea",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "Kite Office"},
        {"family": "Moss", "given": "Ada", "suffix": "Jr."},
    ],
    "issued": {"date-parts": [[2019, 5]]},
    "container-title": "Winds",
    "volume": 3,
    "issue": "2",
    "page": "1-9",
    "DOI": "https://doi.org/10.1000/x",
}


def line(**fields: object) -> str:
    work = CslWorks([{"id": "a", **fields}]).work("a")
    assert work is not None
    return entry_text(work)


def test_an_item_is_read_field_by_field() -> None:
    work = CslWorks([ITEM]).work("reed")
    assert work is not None
    assert [(one.particle, one.family, one.given, one.suffix) for one in work.authors] == [
        ("van der", "Berg", "Jan", ""),
        ("", "Kite Office", "", ""),
        ("", "Moss", "Ada", "Jr."),
    ]
    assert entry_text(work) == (
        "van der Berg, Jan, Kite Office, & Moss, Ada, Jr. (2019). Kites of the marsh & sea. Winds, 3(2), 1–9."
        " https://doi.org/10.1000/x"
    )


@pytest.mark.parametrize(
    "issued",
    [{"year": 2019}, [{"year": 2019, "month": 5}], 2019, "2019-05", {"date-parts": [["2019"]]}, {"raw": "May 2019"}],
)
def test_dates_are_read_as_yaml_and_json_have_them(issued: object) -> None:
    assert line(title="Kites", issued=issued) == "Kites (2019)."


@pytest.mark.parametrize("issued", [None, {}, [], [[1]], {"year": [2]}, {"date-parts": "x"}, True])
def test_what_is_no_date_is_none(issued: object) -> None:
    assert line(title="Kites", issued=issued) == "Kites (n.d.)."


def test_editors_stand_for_authors() -> None:
    assert line(title="Kites", editor=[{"family": "Reed", "given": "P."}]) == "Reed, P. (Ed.) (n.d.). Kites."


@pytest.mark.parametrize("held", [[ITEM], {"items": [ITEM]}, {"references": [ITEM]}])
def test_a_file_is_a_list_or_holds_one(held: object) -> None:
    assert CslWorks.of_json(json.dumps(held)).keys == ("reed",)


@pytest.mark.parametrize("text", ["", "{", "3", '{"a": 1}', '[{"title": "x"}]', '["x"]', "[" * 100_000, '{"items": 3}'])
def test_what_holds_no_items_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        CslWorks.of_json(text)


def test_items_without_id_or_with_one_that_was_there_are_left_out() -> None:
    works = CslWorks([ITEM, {"title": "x"}, "y", {"id": 7}, {"id": "reed", "title": "z"}])
    assert works.keys == ("reed", "7")
    assert [works.key_of(key) for key in ("7", "z")] == ["7", None]

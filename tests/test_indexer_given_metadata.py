"""The entry that a person gives for a paper is found by the file that it names, its key, its DOI or its title."""

from pathlib import Path

import pytest

from indexer.given_metadata import read_given_metadata
from indexer.linked_files import linked_files, plain_path
from indexer.ris_file import read_ris
from kutip.errors import CorpusError
from kutip.metadata.facts import DocumentFacts, facts_of
from kutip.types import Document

RIS = """TY  - JOUR
AU  - van der Berg, Jan, Jr.
AU  - Łuk Holm, Øster
AU  - World Salt Board
TI  - Salt roads of the
 north
T2  - Roads
PY  - 2019
DA  - 2019/05/03/Spring
SP  - 3
EP  - 9
VL  - 4
IS  - 2
DO  - https://doi.org/10.1234/salt
UR  - https://example.org/salt
L1  - files/12/salt roads.pdf
L1  - file:///C:/Users/ida/supplement%20a.pdf
SN  - 1234-5678
ID  - berg2019
TY  - BOOK
A1  - Tin, Bo
A2  - Moe, Eva
T1  - Tin
T2  - Studies in Metal
Y1  - 2001///
PB  - Town Press
CY  - Town
L1  - internal-pdf://3141/Tin-2001.pdf
ER  -
"""
BIB = r"""
@article{a, title={A}, doi={10.1/a}, file={Full Text:files/1/a b.pdf:application/pdf;Page:files/2/b.html:text/html}}
@article{b, title={B}, file={:papers/B\;1.pdf:PDF}}
@article{c, title={C}, file={C\:\\Users\\ida\\c.pdf}}
@article{d, title={D and more}, year={2001}}
@article{e, title={E}, file={files/3/main.pdf}}
@article{f, title={F}, file={files/4/main.pdf}}
"""


def facts(title: str = "", doi: str = "") -> DocumentFacts:
    return facts_of(Document("x", "", "00", {"title": title, "DOI": doi}))


def found(given: Path, path: Path | None, title: str = "", doi: str = "") -> str:
    keys = ["" if path is None else path.stem]
    return read_given_metadata(given).item_of(facts(title, doi), keys, path, is_alone=False).key


def test_a_record_of_ris_is_read_into_the_fields_of_csl() -> None:
    first, second = read_ris("\ufeff".lstrip("\ufeff") + RIS.replace("\n", "\r\n"))
    assert first == (
        "berg2019",
        {
            "type": "article-journal",
            "title": "Salt roads of the north",
            "container-title": "Roads",
            "volume": "4",
            "issue": "2",
            "author": [
                {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
                {"family": "Łuk Holm", "given": "Øster"},
                {"literal": "World Salt Board"},
            ],
            "page": "3-9",
            "issued": {"date-parts": [[2019, 5, 3]]},
            "DOI": "10.1234/salt",
            "URL": "https://example.org/salt",
            "ISSN": "1234-5678",
        },
        ("files/12/salt roads.pdf", "C:/Users/ida/supplement a.pdf"),
    )
    assert second == (
        "",
        {
            "type": "book",
            "title": "Tin",
            "collection-title": "Studies in Metal",
            "publisher": "Town Press",
            "publisher-place": "Town",
            "author": [{"family": "Tin", "given": "Bo"}],
            "editor": [{"family": "Moe", "given": "Eva"}],
            "issued": {"date-parts": [[2001]]},
        },
        ("Tin-2001.pdf",),
    )


@pytest.mark.parametrize(
    ("dates", "issued"),
    [
        ("PY  - 2019\nDA  - 2018/12", {"date-parts": [[2019]]}),  # printed in another year
        ("DA  - 2018-12-24", {"date-parts": [[2018, 12, 24]]}),
        ("PY  - in press", {"raw": "in press"}),
        ("PY  - 20191", {"raw": "20191"}),
        ("VL  - 3", None),
    ],
)
def test_dates_of_ris(dates: str, issued: object) -> None:
    ((_, item, _),) = read_ris(f"TY  - JOUR\nTI  - A\n{dates}\nER  - \n")
    assert item.get("issued") == issued


@pytest.mark.parametrize("text", ["", "no record", "ER  - \nER  - \n", "XX  - 1\n"])
def test_a_text_without_a_record_has_none(text: str) -> None:
    assert read_ris(text) == []


def test_what_is_wrong_in_a_record_does_not_hinder_the_rest() -> None:
    records = read_ris("TY  - \n stray\nZZ  - unknown\nTI  - A\nSP  - 3-9\nEP  - 9\nTY  - NOSUCH\nAU  - ,\nTI  - B\n")
    assert [item for _, item, _ in records] == [
        {"type": "document", "title": "A", "page": "3-9"},
        {"type": "document", "title": "B"},
    ]


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        (r"Full Text:files/1/a.pdf:application/pdf;Page:files/2/b.html:text/html", ("files/1/a.pdf", "files/2/b.html")),
        (r":papers/a.pdf:PDF", ("papers/a.pdf",)),
        (r":C\:/papers/a.pdf:PDF", ("C:/papers/a.pdf",)),
        (r":C\:\\papers\\a.pdf:PDF", (r"C:\papers\a.pdf",)),
        (r"C:\papers\a.pdf", (r"C:\papers\a.pdf",)),
        (r"/home/ida/a.pdf;/home/ida/b.pdf", ("/home/ida/a.pdf", "/home/ida/b.pdf")),
        (r"a\;b\:c.pdf", ("a;b:c.pdf",)),
        ("", ()),
        (";;:", ()),
    ],
)
def test_the_files_of_each_reference_manager(field: str, paths: tuple[str, ...]) -> None:
    assert linked_files(field) == paths


def test_addresses_that_are_no_files_are_none() -> None:
    assert plain_path("https://example.org/a.pdf") == ""
    assert plain_path("file:///home/ida/a%20b.pdf") == "/home/ida/a b.pdf"


def test_an_entry_is_found_by_its_file_key_doi_file_name_and_title(tmp_path: Path) -> None:
    given = tmp_path / "library.bib"
    given.write_text(BIB, encoding="utf-8")
    (tmp_path / "files" / "1").mkdir(parents=True)
    assert found(given, tmp_path / "files" / "1" / "a b.pdf", doi="10.9/other") == "a"  # relative to the library
    assert found(given, tmp_path / "elsewhere" / "B;1.PDF") == "b"  # by its name alone
    assert found(given, tmp_path / "c.pdf") == "c"  # exported on Windows
    assert found(given, tmp_path / "x.pdf", doi="10.1/A") == "a"
    assert found(given, tmp_path / "x.pdf", title="D: and, more") == "d"
    assert found(given, tmp_path / "d.pdf") == "d"  # its name is the key
    assert found(given, None, title="D and more") == "d"
    assert found(given, tmp_path / "files" / "4" / "main.pdf") == "f"
    with pytest.raises(CorpusError, match="has 2 entries for this paper"):
        found(given, tmp_path / "main.pdf")
    with pytest.raises(CorpusError, match="has no entry for this paper"):
        found(given, tmp_path / "x.pdf", title="Unknown")


def test_the_first_file_of_an_entry_comes_before_its_supplements(tmp_path: Path) -> None:
    given = tmp_path / "library.ris"
    given.write_text("TY  - JOUR\nTI  - A\nL1  - z.pdf\nL1  - a.pdf\nER  - \n", encoding="utf-8")
    read = read_given_metadata(given)
    assert [read.rank_of(tmp_path / name) for name in ("z.pdf", "a.pdf", "b.pdf")] == [0, 1, 0]


def test_notes_of_another_file_are_not_taken_for_facts(tmp_path: Path) -> None:
    given = tmp_path / "one.json"
    given.write_text('[{"id": "a", "title": "A", "custom": {"read_from": {"title": "elsewhere"}}}]', encoding="utf-8")
    read = read_given_metadata(given)
    item = read.item_of(facts(), (), None, is_alone=True)
    assert (item.fields, read.origin_of(item)) == ({"title": "A"}, "one.json, entry a")

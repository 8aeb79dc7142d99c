"""BibTeX and BibLaTeX files: what an entry says, however it is written, and files that are broken or hostile."""

from contextlib import suppress

import pytest

from indexer.bibliography.bibtex_fields import without_latex
from indexer.bibliography.bibtex_file import BibtexFile
from indexer.bibliography.listed_work import ListedWork, entry_text
from kutip.types import Author


def work(entry: str, key: str = "a") -> ListedWork:
    found = BibtexFile(entry).work(key)
    assert found is not None
    return found


def names(authors: str) -> list[tuple[str, str, str, str]]:
    found = work(f"@misc{{a, author = {{{authors}}}, title = {{T}}}}").authors
    return [(one.particle, one.family, one.given, one.suffix) for one in found]


# --- Persons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Reed, Paula", [("", "Reed", "Paula", "")]),
        ("Paula Reed and Moss, A. B.", [("", "Reed", "Paula", ""), ("", "Moss", "A. B.", "")]),
        ("van der Berg, Jan", [("van der", "Berg", "Jan", "")]),
        ("Jan van der Berg", [("van der", "Berg", "Jan", "")]),
        ("de la Cruz, Jr., Ana", [("de la", "Cruz", "Ana", "Jr.")]),
        ("{Ministry of Kites and Winds}", [("", "Ministry of Kites and Winds", "", "")]),
        ("{{Kites, Inc.}}", [("", "Kites, Inc.", "", "")]),
        (r"M{\"u}ller, K{\'a}ra and {\O}re, {\L}uk", [("", "Müller", "Kára", ""), ("", "Øre", "Łuk", "")]),
        ("Sukarno", [("", "Sukarno", "", "")]),
        ("family=Berg, given=Jan, prefix=van der", [("van der", "Berg", "Jan", "")]),
        ("Reed, Paula\n   and\n   Moss, Ada", [("", "Reed", "Paula", ""), ("", "Moss", "Ada", "")]),
    ],
)
def test_persons_are_read_however_they_are_written(written: str, read: list[tuple[str, ...]]) -> None:
    assert names(written) == read


def test_and_others_is_no_person() -> None:
    found = work("@misc{a, author = {Reed, P. and others}, title = {T}}")
    assert ([one.family for one in found.authors], found.others) == (["Reed"], True)


def test_editors_are_kept_apart_from_authors() -> None:
    found = work("@incollection{a, author = {Reed, P.}, editor = {Moss, A.}, title = {T}, booktitle = {B}}")
    assert ([one.family for one in found.authors], [one.family for one in found.editors]) == (["Reed"], ["Moss"])


# --- Fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("year = 2019", "2019"),
        ("year = {2019a}", "2019a"),
        ('date = "2019-05-01"', "2019"),
        ("date = {2019/2020}", "2019"),
        ("year = {in press}", "in press"),
        ("pubstate = {forthcoming}", "forthcoming"),
        ("date = {2018}, year = {2019}", "2018"),
        ("title = {No year}", ""),
    ],
)
def test_the_year_is_that_of_the_date(fields: str, year: str) -> None:
    assert work(f"@misc{{a, {fields}}}").year == year


@pytest.mark.parametrize(
    ("entry", "container", "publisher"),
    [
        ("@article{a, journal = {Kites}, publisher = {P}}", "Kites", "P"),
        ("@article{a, journaltitle = {Kites}}", "Kites", ""),
        ("@inproceedings{a, booktitle = {Proc. Kites}, organization = {ACM}}", "Proc. Kites", "ACM"),
        ("@phdthesis{a, school = {U. of Kites}}", "", "U. of Kites"),
        ("@techreport{a, institution = {Kite Office}}", "", "Kite Office"),
        ("@misc{a, howpublished = {Leaflet}}", "", "Leaflet"),
        (r"@misc{a, howpublished = {\url{https://kites.org/a_b}}}", "", ""),
    ],
)
def test_container_and_publisher_depend_on_what_the_entry_has(entry: str, container: str, publisher: str) -> None:
    found = work(entry)
    assert (found.container, found.publisher) == (container, publisher)


@pytest.mark.parametrize(
    ("fields", "doi", "url"),
    [
        (r"doi = {10.1000/a\_b}", "10.1000/a_b", ""),
        ("doi = {https://doi.org/10.1000/x}", "10.1000/x", ""),
        (r"url = {https://kites.org/a\_b?c=d\&e}", "", "https://kites.org/a_b?c=d&e"),
        (r"howpublished = {\url{https://kites.org/a_b}}", "", "https://kites.org/a_b"),
        ("eprint = {2001.00001}, archivePrefix = {arXiv}", "", "https://arxiv.org/abs/2001.00001"),
    ],
)
def test_addresses_are_as_they_are_meant(fields: str, doi: str, url: str) -> None:
    found = work(f"@misc{{a, {fields}}}")
    assert (found.doi, found.url) == (doi, url)


def test_latex_becomes_text() -> None:
    title = r"{DNA} of \emph{kites} \& winds --- a~r\'esum\'e, 100\%"
    assert work(f"@misc{{a, title = {{{title}}}, pages = {{1--20}}}}").title == "DNA of kites & winds — a résumé, 100%"
    assert work("@misc{a, pages = {1--20}}").pages == work("@misc{a, pages = {1-20}}").pages == "1–20"


def test_latex_that_cannot_be_read_is_kept() -> None:
    assert "kites" in without_latex([r"\unknown{kites} \begin{x"])[0]
    deep = "{" * 200 + "kites" + "}" * 200
    assert without_latex([deep]) == ["kites"]


def test_abbreviations_are_resolved_and_joined() -> None:
    strings = '@string{jok = "Journal of " # "Kites"}\n@string(full = jok # { and Winds})\n'
    text = f"{strings}@article{{a, journal = full, month = jan}}"
    assert work(text).container == "Journal of Kites and Winds"


def test_an_abbreviation_that_means_itself_is_no_loop() -> None:
    text = "@string{one = two}\n@string{two = one}\n@article{a, journal = one # two, title = {T}}"
    assert work(text).title == "T"


def test_a_chapter_takes_from_its_book_what_it_lacks() -> None:
    book = "@book{b, title = {Book of Kites}, editor = {Moss, A.}, year = 2001, publisher = {Marsh}, doi = {10.1/b}}"
    found = work(f"@inbook{{a, author = {{Reed, P.}}, title = {{Tails}}, crossref = {{b}}, pages = {{3-4}}}}\n{book}")
    assert (found.title, found.container, found.year, found.publisher) == ("Tails", "Book of Kites", "2001", "Marsh")
    assert (found.doi, found.pages) == ("", "3–4")


def test_entries_that_take_from_each_other_are_no_loop() -> None:
    assert work("@misc{a, title = {T}, crossref = {b}}\n@misc{b, crossref = {a}, year = 2001}").year == "2001"


# --- Files ------------------------------------------------------------------------------------------------------------


def test_a_broken_entry_does_not_hinder_the_others() -> None:
    file = BibtexFile(
        "@misc{a, title = {One}}\n@misc{b, title = {Two\n@misc{c, title = {Three}}\nNo entry.\n@misc{, x}"
    )
    assert file.keys == ("a", "b", "c")
    assert BibtexFile("@misc{title={One}}\n@misc{https://kites.org/a?b=c, title={Two}}").keys == (
        "https://kites.org/a?b=c",
    )
    assert file.work("b") is None
    assert [file.work(key) is not None for key in ("a", "c")] == [True, True]
    assert file.work("d") is None


def test_of_two_entries_or_fields_the_first_counts() -> None:
    assert work("@misc{a, title = {One}}\n@misc{a, title = {Two}}").title == "One"
    assert work("@misc{a, title = {One}, title = {Two}}").title == "One"


def test_entries_stand_on_one_line_in_any_brackets_and_capitals() -> None:
    file = BibtexFile("@Article{a, Title = {One}} @BOOK(b, TITLE = {Two}) @comment{c, d} @preamble{e}")
    assert [(key, getattr(file.work(key), "title", None)) for key in file.keys] == [("a", "One"), ("b", "Two")]


def test_other_keys_of_an_entry_mean_it() -> None:
    file = BibtexFile("@misc{a, ids = {alpha, beta}, title = {One}}\n@misc{b, title = {Two}}")
    assert [file.key_of(key) for key in ("a", "alpha", "beta", "gamma")] == ["a", "a", "a", None]


@pytest.mark.parametrize(
    "text",
    [
        "@a{b,\n" * 300_000,
        "@article{a, title=" + "{" * 1_000_000,
        "@article{a, title={" + "\\emph{" * 15_000 + "}" * 15_000 + "}}",
        "@article{a, author={" + "x and " * 15_000 + "y}}",
        "@misc{a, " + "ids = {x,y}, " * 100_000 + "}",
        '@string{s0 = "x"}\n'
        + "".join(f"@string{{s{i + 1} = s{i} # s{i}}}\n" for i in range(3000))
        + "@misc{a, title=s3000}",
        "".join(f"@misc{{a{i}, xdata = {{{','.join(f'a{j}' for j in range(60))}}}}}\n" for i in range(60)),
        "}" + " " * 1_000_000 + "@",
        "@" * 1_000_000,
        '"' * 1_000_000,
    ],
)
def test_a_hostile_file_is_read_to_its_end(text: str) -> None:
    with suppress(ValueError):
        file = BibtexFile(text)
        assert file.key_of("none?") is None
        works = [file.work(key) for key in ("a", "a1")]
        assert all(len(entry_text(one)) < 100_000 for one in works if one is not None)


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        BibtexFile("@a{b}\n" * 200_001)


# --- The line of an entry ---------------------------------------------------------------------------------------------

REED, MOSS = Author("Reed", "Paula", ()), Author("Moss", "A.", (), "de", "Jr.")


@pytest.mark.parametrize(
    ("listed", "line"),
    [
        (
            ListedWork((REED, MOSS), (), False, "2019", "Kites", "Winds", "3", "2", "1–9", doi="10.1/x"),
            "Reed, Paula, & de Moss, A., Jr. (2019). Kites. Winds, 3(2), 1–9. https://doi.org/10.1/x",
        ),
        (
            ListedWork((REED,), (), True, "", "Why kites?", publisher="Marsh", place="Bogor"),
            "Reed, Paula, et al. (n.d.). Why kites? Bogor: Marsh.",
        ),
        (ListedWork((), (MOSS,), False, "2001", "Tails"), "de Moss, A., Jr. (Ed.) (2001). Tails."),
        (
            ListedWork((REED,), (MOSS,), False, "2001", "Tails", "Kites", pages="3", edition="2"),
            "Reed, Paula (2001). Tails (2 ed.). In A. de Moss Jr. (Ed.), Kites, 3.",
        ),
        (ListedWork(title="Tails", container="Kites", url="https://k.org"), "Tails (n.d.). Kites. https://k.org"),
        (ListedWork(container="Kites"), "Kites (n.d.)."),
    ],
)
def test_the_line_of_an_entry_says_what_the_file_says(listed: ListedWork, line: str) -> None:
    assert entry_text(listed) == line

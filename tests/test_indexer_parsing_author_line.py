"""Names of persons, and lines that hold names and nothing else."""

import pytest

from indexer.parsing.author_line import goes_on, person_named, read_author_line


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("Ana Okafor", "Ana", "Okafor"),
        ("J. K. Lam", "J. K.", "Lam"),
        ("Jean-Luc O'Neill", "Jean-Luc", "O'Neill"),
        ("Pieter van der Berg", "Pieter", "van der Berg"),
        ("Daniel Foreman-Mackey", "Daniel", "Foreman-Mackey"),
        ("Ahmad bin Hasan", "Ahmad", "bin Hasan"),
        ("Okafor, Ana", "Ana", "Okafor"),
        ("de Vries, P. J.", "P. J.", "de Vries"),
        ("Newey WK", "WK", "Newey"),
        ("Lucía Ferrer", "Lucía", "Ferrer"),
    ],
)
def test_a_name_has_its_family_name_apart(written: str, given: str, family: str) -> None:
    assert person_named(written) == {"given": given, "family": family}


def test_a_suffix_is_no_family_name() -> None:
    assert person_named("Martin Lowe Jr.") == {"given": "Martin", "family": "Lowe", "suffix": "Jr."}


@pytest.mark.parametrize(
    "written",
    [
        *("", "Suryanto", "the tides", "ANA OKAFOR", "Ana okafor", "Henry Lowe III", "Budi Santoso, S.Kom.", "A. B."),
        *("Ana 2 Okafor", "One Two Three Four Five Six Seven", "de Vries", "王小明", "Okafor, Ana, Lam", "x" * 300),
    ],
)
def test_what_may_be_no_name_or_hides_the_family_name_is_none(written: str) -> None:
    assert person_named(written) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ana Okafor, Bo Lind and Cy Marsh", ["Ana Okafor", "Bo Lind", "Cy Marsh"]),
        ("Ana Okafor, Bo Lind, & Cy Marsh", ["Ana Okafor", "Bo Lind", "Cy Marsh"]),
        ("Sri Handayani dan Made Wirata", ["Sri Handayani", "Made Wirata"]),
        ("Okafor, Ana; Lind, Bo", ["Okafor, Ana", "Lind, Bo"]),
        ("**Ana Okafor**", ["Ana Okafor"]),
        ("Ana  Okafor,\tBo Lind", ["Ana Okafor", "Bo Lind"]),
    ],
)
def test_a_line_of_names_gives_all_of_them(line: str, names: list[str]) -> None:
    read = read_author_line(line)
    assert read is not None
    assert list(read.written) == names
    assert not read.is_marked


@pytest.mark.parametrize(
    "line",
    [
        "Ana Okafor¹, Bo Lind²",
        "Ana Okafor^{1,2}, Bo Lind^{*}",
        "Ana Okafor^1^ and Bo Lind^2^",
        "Ana Okafor<sup>1</sup>, Bo Lind<sup>2,*</sup>",
        "Ana Okafor1,2, Bo Lind3,*",
        "Ana Okafor*, Bo Lind†",
        "by Ana Okafor and Bo Lind",
        "Oleh: Ana Okafor dan Bo Lind",
    ],
)
def test_marks_and_by_lines_are_no_part_of_names_and_show_that_they_are_authors(line: str) -> None:
    read = read_author_line(line)
    assert read is not None
    assert list(read.written) == ["Ana Okafor", "Bo Lind"]
    assert read.is_marked


@pytest.mark.parametrize(
    "line",
    [
        "The tides of the northern straits",
        "Ana Okafor, Bo Lind, and the Tides Consortium",
        "Ana Okafor et al.",
        "Ana Okafor (ana@port.example)",
        "Department of Oceans, Port University",
        "Port University, Bo Lind",
        "Journal Tides, Bo Lind",
        "March Meeting, Bo Lind",
        "Ana Okafor, Bo",
        "",
        "¹²",
    ],
)
def test_a_line_with_anything_else_is_none(line: str) -> None:
    assert read_author_line(line) is None


def test_a_list_goes_on_after_a_comma_or_and() -> None:
    assert [goes_on(line) for line in ("Ana Sea,", "Ana Sea and", "Ana Sea¹,", "Ana Sea", "Ana Sand")] == [
        True,
        True,
        True,
        False,
        False,
    ]

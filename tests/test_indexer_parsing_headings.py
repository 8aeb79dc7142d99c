from dataclasses import dataclass

import pytest

from indexer.parsing.headings import SectionNumbers, Title, is_capitals, is_title_case, nest, title_of


@pytest.mark.parametrize(
    "line", ["RESULT AND DISCUSSIONS", "ABSTRAK:", "II. METHOD", "THE ROLE OF ASEANAPOL IN 2021-2023", "ÜBER ALLES"]
)
def test_lines_in_capitals_are_recognised(line: str) -> None:
    assert is_capitals(line)


@pytest.mark.parametrize("line", ["", "UN", "2016 478", "Role", "ASEANAPOL’s", " ".join(["WORD"] * 17)])
def test_lines_with_lower_case_or_of_unusual_length_are_not_capitals(line: str) -> None:
    assert not is_capitals(line)


@pytest.mark.parametrize(
    "line",
    [
        "Role Of ASEANAPOL",
        "Role as an Arena",
        "Peran Polri dalam Kejahatan Transnasional",
        "The “Veteran” University",
        "2 Methods of Research",
    ],
)
def test_lines_in_title_case_are_recognised(line: str) -> None:
    assert is_title_case(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a Role of the Police",
        "The police meet",
        "It Ends.",
        "These Are:",
        "(Archer, 2001)",
        "A of B",
        "2016 478 340",
        "- Item One",
        " ".join(["Word"] * 17),
    ],
)
def test_other_lines_are_not_title_case(line: str) -> None:
    assert not is_title_case(line)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("RESULT AND DISCUSSIONS", Title(1)),
        ("Role as an Arena", Title(2)),
        ("2 Methods", Title(1, explicit=True)),
        ("2. Methods", Title(1, explicit=True)),
        ("2.1 Sources of Data", Title(2, explicit=True)),
        ("2.1.3. Interviews", Title(3, explicit=True)),
        ("2021 in Review", Title(2)),
    ],
)
def test_capitals_and_numbers_determine_the_level(line: str, title: Title) -> None:
    assert title_of(line, after_colon=False) == title


def test_a_number_determines_the_level_even_of_a_heading_in_capitals() -> None:
    assert title_of("2.1 SOURCES OF DATA", after_colon=True) == Title(2, explicit=True, after_colon=True)


@dataclass
class Outline:
    """Headings in order, some after a colon; `nested` shows the level of each by its indent."""

    headings: list[str]
    after_colon: frozenset[str] = frozenset()

    def nested(self) -> list[str]:
        titles = [title_of(text, after_colon=text in self.after_colon) for text in self.headings]
        return ["  " * (level - 1) + path[-1] for path, level in nest(titles, self.headings)]


def test_a_heading_in_title_case_is_below_one_in_capitals() -> None:
    outline = Outline(["INTRODUCTION", "METHOD", "Sources of Data", "Analysis of Data", "RESULTS"])
    assert outline.nested() == ["INTRODUCTION", "METHOD", "  Sources of Data", "  Analysis of Data", "RESULTS"]


def test_numbers_take_precedence_over_capitals() -> None:
    outline = Outline(["1 INTRODUCTION", "1.1 AIMS OF THE STUDY", "1.1.1 Scope", "2 Methods"])
    assert outline.nested() == ["1 INTRODUCTION", "  1.1 AIMS OF THE STUDY", "    1.1.1 Scope", "2 Methods"]


def test_a_colon_announces_sub_headings_until_one_like_the_announcing_heading() -> None:
    outline = Outline(
        ["RESULTS", "Role of ASEANAPOL", "Training Programmes", "Exchange of Data", "Role of the Police"],
        after_colon=frozenset({"Training Programmes"}),
    )
    assert outline.nested() == [
        "RESULTS",
        "  Role of ASEANAPOL",
        "    Training Programmes",
        "    Exchange of Data",
        "  Role of the Police",
    ]


def test_a_main_section_ends_the_sub_headings_announced_by_a_colon() -> None:
    outline = Outline(["RESULTS", "Findings", "Training", "CONCLUSION"], after_colon=frozenset({"Training"}))
    assert outline.nested() == ["RESULTS", "  Findings", "    Training", "CONCLUSION"]


def test_a_series_of_headings_that_begin_alike_is_below_its_opener() -> None:
    outline = Outline(["Role of ASEANAPOL", "Role as an Instrument", "Role as an Arena", "Role as an Actor", "Limits"])
    assert outline.nested() == [
        "  Role of ASEANAPOL",
        "    Role as an Instrument",
        "    Role as an Arena",
        "    Role as an Actor",
        "  Limits",
    ]


def test_two_headings_that_begin_alike_need_an_opener_to_be_a_series() -> None:
    outline = Outline(["Causes", "Role as an Arena", "Role as an Actor"])
    assert outline.nested() == ["  Causes", "  Role as an Arena", "  Role as an Actor"]


def test_numbered_headings_are_not_a_series() -> None:
    outline = Outline(["1 Role of ASEANAPOL", "2 Role as an Arena", "3 Role as an Actor"])
    assert outline.nested() == ["1 Role of ASEANAPOL", "2 Role as an Arena", "3 Role as an Actor"]


def test_blocks_are_below_the_headings_before_them() -> None:
    texts = ["front", "METHOD", "prose", "Data", "more prose", "RESULTS", "end"]
    titles = [None, Title(1), None, Title(2), None, Title(1), None]
    assert nest(titles, texts) == [
        ((), 0),
        (("METHOD",), 1),
        (("METHOD",), 0),
        (("METHOD", "Data"), 2),
        (("METHOD", "Data"), 0),
        (("RESULTS",), 1),
        (("RESULTS",), 0),
    ]


def test_a_block_that_ends_the_sections_has_no_headings_above_it() -> None:
    paths = nest([Title(1), None, None], ["CONCLUSION", "prose", "Appendix 1. Tables"], ends={2})
    assert [path for path, _ in paths] == [("CONCLUSION",), ("CONCLUSION",), ()]


def test_a_deep_heading_at_the_start_has_no_headings_above_it() -> None:
    assert nest([Title(3), Title(2), Title(3)], ["c", "b", "d"]) == [(("c",), 3), (("b",), 2), (("b", "d"), 3)]


def test_no_blocks_have_no_paths() -> None:
    assert nest([], []) == []


def test_numbered_sections_are_headings_if_the_opening_was_numbered() -> None:
    numbers = SectionNumbers()
    assert not numbers.next_is("2. Methods")
    numbers.opened_by("1. Introduction")
    assert [numbers.next_is(text) for text in ("3. Results", "2. Methods", "2. Methods", "3. the end of it")] == [
        False,
        True,
        False,
        False,
    ]
    assert numbers.next_is("3. RESULTS AND DISCUSSION")


def test_numbers_however_deep_give_nine_levels_of_headings_at_most() -> None:
    texts = ["1. One", *(f"1{'.1' * depth} Part" for depth in range(1, 40))]
    nested = nest([title_of(text, after_colon=False) for text in texts], texts)
    assert max(len(path) for path, _ in nested) == max(level for _, level in nested) == 9


def test_a_heading_longer_than_500_characters_is_cut_in_the_paths_below_it() -> None:
    title = "Word" * 1_000
    _, (path, _) = nest([Title(1), None], [title, "text"])
    assert path == (title[:500],)

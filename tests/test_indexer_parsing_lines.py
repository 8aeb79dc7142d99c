from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.lines import Line, LineGroup, groups, split_lines
from kutip.types import Span


def texts(found: list[list[Line]]) -> list[list[str]]:
    return [[line.content for line in group] for group in found]


@given(st.text(alphabet="ab- \t\r\n\f\u00a0\u2028é", max_size=40))
def test_lines_contain_the_whole_source_at_their_offsets(source: str) -> None:
    lines = split_lines(source)
    ends = [line.start + len(line.text) for line in lines]
    between = [source[end : line.start] for end, line in zip(ends, lines[1:], strict=False)]
    assert (lines[0].start, ends[-1]) == (0, len(source))
    assert all(
        gap == "\n" or (gap == "" and line.text[0] == "\f") for gap, line in zip(between, lines[1:], strict=True)
    )
    assert all(source.startswith(line.text, line.start) for line in lines)
    filled = [line for line in lines if line.content]
    assert all(source[line.span.start : line.span.end] == line.content for line in filled)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
def test_slices_of_a_group_hold_the_lines_that_slices_of_a_list_hold(cuts: list[tuple[int, int]]) -> None:
    lines = [Line(i, str(i)) for i in range(8)]
    group, expected = LineGroup(lines), lines
    for start, end in cuts:
        group, expected = group[start:end], expected[start:end]
    assert list(group) == expected
    assert (len(group), bool(group)) == (len(expected), bool(expected))
    assert [group[i] for i in range(-len(expected), len(expected))] == expected * 2


def test_the_span_of_a_line_is_the_place_of_its_content() -> None:
    line = Line(10, "  two words \r")
    assert line.content == "two words"
    assert line.span == Span(12, 21)


def test_part_of_a_line_keeps_its_place_and_only_the_last_part_wraps() -> None:
    line = Line(100, "Name\tRole", page_start=True, wraps=True)
    first, last = line.cut(0, 4), line.cut(5)
    assert (first.span, first.page_start, first.wraps) == (Span(100, 104), True, False)
    assert (last.span, last.page_start, last.wraps) == (Span(105, 109), False, True)


def wrapping(source: str) -> list[str]:
    return [line.content for line in split_lines(source) if line.wraps]


def test_if_most_lines_end_with_a_blank_those_lines_wrap() -> None:
    source = "One sentence over \ntwo lines \nor three\nSource: our data\n"
    assert wrapping(source) == ["One sentence over", "two lines"]


def test_if_few_lines_end_with_a_blank_lines_wrap_until_a_sentence_ends() -> None:
    source = "One sentence over\ntwo lines.\nThe next over\ntwo as well.\n"
    assert wrapping(source) == ["One sentence over", "The next over"]


def test_carriage_returns_do_not_count_as_blanks() -> None:
    assert wrapping("One sentence over\r\ntwo lines.\r\n") == ["One sentence over"]
    assert wrapping("One sentence over \r\ntwo lines \r\nor three\r\n") == ["One sentence over", "two lines"]


def test_a_line_that_cuts_a_word_wraps_but_a_lone_dash_does_not() -> None:
    lines = "One line \nor two \nor three \nframe-\nwork \n2021 -\nsoft\u00ad\nhyphen\n"
    assert wrapping(lines) == ["One line", "or two", "or three", "frame-", "work", "soft\u00ad"]


def pages(source: str) -> list[str]:
    return [line.content for line in split_lines(source) if line.page_start]


def test_form_feeds_start_pages() -> None:
    assert pages("\fOne.\n indented\nTwo.\n\fThree.\n") == ["One.", "Three."]


def test_a_single_leading_blank_starts_a_page_if_few_lines_are_indented() -> None:
    body = "text of a page\n" * 30
    assert pages(f" Page one\n{body} Page two\n{body}") == ["Page one", "Page two"]


def test_deeper_or_frequent_indents_do_not_start_pages() -> None:
    body = "text of a page\n" * 30
    assert pages(f"   Centred\n{body}") == []
    assert pages(" One.\n Two.\n Three.\n Four.\n") == []


def test_groups_end_at_blank_lines_and_at_pages() -> None:
    source = "One\nand on.\n \n\nTwo.\n\fThree\n"
    assert texts(groups(split_lines(source))) == [["One", "and on."], ["Two."], ["Three"]]


def test_a_blank_source_has_no_groups() -> None:
    assert groups(split_lines(" \n\t\n\f\n")) == []

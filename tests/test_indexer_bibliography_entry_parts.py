"""The parts of a reference in its plain text, without a document."""

import pytest

from indexer.bibliography.entry_parts import find_parts

MANY = 20_000


def test_parts_are_found_in_plain_text_without_a_document() -> None:
    plain = "Archer, C. (2001). International Organizations. Routledge."
    found = find_parts(plain)
    said = [(found.authors, "Archer, C"), (found.year, "2001"), (found.title, "International Organizations")]
    assert [plain[where[0] : where[1]] for where, _ in said if where is not None] == [text for _, text in said]
    assert (found.number, found.doi, found.url) == (None, None, None)


@pytest.mark.parametrize("blank", [" ", "\t", "\n"])
def test_very_many_blanks_are_not_part_of_anything(blank: str) -> None:
    blanks = blank * MANY
    plain = f'Smith, J. (2020). "{blanks}x'
    found = find_parts(plain)
    assert found.authors is not None
    assert plain[slice(*found.authors)] == "Smith, J"
    assert found.title == (len(plain) - 1, len(plain))
    plain = f"Smith, J. “{blanks}The role of it,{blanks}” Journal, 2020"
    found = find_parts(plain)
    assert found.title is not None
    assert found.container is not None
    assert plain[slice(*found.title)] == "The role of it"
    assert plain[slice(*found.container)] == "Journal"


@pytest.mark.parametrize(
    ("quoted", "title"),
    [
        ("“Crime”", "Crime"),
        ("“   Crime”", "Crime"),
        ("“          Crime”", "Crime"),
        ("“Crime in Laos ,  ”", "Crime in Laos"),
        ("“Crime in Laos  , .”", "Crime in Laos"),
        ("“" * 500 + "Crime in Laos”", "“" * 387 + "Crime in Laos"),  # at most 400 characters
    ],
)
def test_a_title_in_quotation_marks_may_have_blanks_at_either_end(quoted: str, title: str | None) -> None:
    plain = f"Smith, J. {quoted} Journal, 2020"
    where = find_parts(plain).title
    assert where is not None
    assert (plain[slice(*where)].lstrip("“") == title.lstrip("“")) if title else "”" in plain[slice(*where)]


@pytest.mark.parametrize("unit", ["A", "A-", "A.", "A ", "A. ", "É-", "III ", "A. Aa "])
def test_very_many_letters_after_a_name_do_not_break_it(unit: str) -> None:
    plain = f"Smith, J. {unit * (MANY // len(unit))}9"
    found = find_parts(plain)
    assert found.authors is None or plain.startswith("Smith", found.authors[0])


@pytest.mark.parametrize("brackets", ["()", "(a) ", "[A] ", " [a]", "(a) [b] ", "(a (b) c) "])
def test_very_many_brackets_after_a_title_are_not_part_of_it(brackets: str) -> None:
    plain = f"Smith, J. (2020). Title of it {brackets * 2000}"
    title = find_parts(plain).title
    assert title is not None
    assert plain[slice(*title)] == "Title of it"


@pytest.mark.parametrize("brackets", ["()(", "[()", "(()", "(a"])
def test_unclosed_brackets_after_a_title_are_part_of_it(brackets: str) -> None:
    plain = f"Smith, J. (2020). Title of it {brackets * 2000}x"
    title = find_parts(plain).title
    assert title is not None
    assert plain[slice(*title)] == plain[18:]


@pytest.mark.parametrize(
    ("brackets", "kept"),
    [
        ("[edited (by two) [second ed]", ""),  # "[" may stand in a bracket after a pair of round ones
        ("[Report [3rd ed.]", "[Report"),
        ("(a) [b (c) d)", ""),  # which kind closes a bracket does not matter
        ("(a (b (c)) d)", "(a (b (c)) d)"),  # a pair within a pair is not read
        ("(3rd ed.)  [Report] ", ""),
    ],
)
def test_brackets_of_both_kinds_after_a_title_are_not_part_of_it(brackets: str, kept: str) -> None:
    plain = f"Smith, J. (2020). Title of it {brackets}"
    title = find_parts(plain).title
    assert title is not None
    assert plain[slice(*title)] == f"Title of it {kept}".strip()

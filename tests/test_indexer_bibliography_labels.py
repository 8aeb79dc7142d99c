"""Which numbers and keys in brackets, raised or in round brackets cite entries of a list."""

from collections.abc import Sequence

import pytest

from indexer.bibliography.labels import cited_by_label, labels_of
from kutip.text.label_callouts import marks_in
from kutip.types import Part, Reference, Span

SPANS = (Span(0, 1),)


def entry(label: str | None, text: str = "Reed, P. Kites. Press.") -> Reference:
    return Reference(f"entry {label}", "paper", text, SPANS, number=Part(label, SPANS) if label is not None else None)


def numbered(count: int) -> list[Reference]:
    return [entry(str(at)) for at in range(1, count + 1)]


def cited(references: Sequence[Reference], *texts: str, by_name: int = 0) -> list[str]:
    found = cited_by_label([(text, marks_in(text)) for text in texts], references, by_name=by_name)
    return [one.year for callouts in found for one in callouts]


def test_brackets_cite_what_the_list_has() -> None:
    assert cited(numbered(9), "Kites fly [2, 4-5].", "They fall [9].") == ["2", "4", "5", "9"]


@pytest.mark.parametrize(
    "text",
    ["A mark between [60-80] is good.", "Take two of [40, 90].", "Ages [12-18] were asked.", "It is number [300]."],
)
def test_numbers_that_the_list_does_not_explain_are_no_citations(text: str) -> None:
    assert cited(numbered(9), "Kites fly [2].", text) == ["2"]


def test_one_number_just_above_the_list_cites_a_missing_entry() -> None:
    assert cited(numbered(9), "Kites fly [2].", "They fall [10].") == ["2", "10"]
    assert cited(numbered(9), "They fall [10].") == []  # no other bracket shows that brackets cite


def test_raised_numbers_and_those_grown_together_with_a_word_cite_if_no_brackets_do() -> None:
    texts = ("Waves were seen in glia1,2 and nerves.^3^", "Others disagree.<sup>4</sup>")
    assert cited(numbered(4), *texts) == ["1", "2", "3", "4"]
    assert cited(numbered(4), *texts, "Waves [1] and [2].") == ["1", "2"]


def test_one_number_at_a_word_cites_nothing() -> None:
    assert cited(numbered(9), "The gene was called kite1 and sars2.") == []


def test_numbers_in_round_brackets_cite_if_they_cover_the_list() -> None:
    assert cited(numbered(4), "Kites fly (1, 2).", "Reed (3) doubts it.", "It fell (4).") == ["1", "2", "3", "4"]


def test_numbers_that_count_things_cite_nothing() -> None:
    assert cited(numbered(4), "We bought (1) boats, (2) nets, (3) ropes and (4) sails.") == []


def test_weak_marks_are_no_citations_in_a_paper_that_cites_by_name() -> None:
    assert cited(numbered(3), "Seen in glia1,2 and nerves3 too.", by_name=20) == []


def test_keys_are_read_from_the_entries() -> None:
    references = [entry(None, "[HS97] S. Hall. Kites. 1997."), entry(None, "[ABC+19] A. Ames et al. Winds. 2019.")]
    assert list(labels_of(references)) == ["HS97", "ABC+19"]
    assert cited(references, "Kites fly [HS97; ABC+19], says [Joh16], in [2].") == ["HS97", "ABC+19", "Joh16"]


def test_keys_mean_nothing_where_no_entry_has_one() -> None:
    assert cited(numbered(3), "The norm [ISO27] holds [1].") == ["1"]


def test_a_list_without_numbers_is_counted_if_the_text_cites_it_to_its_end() -> None:
    plain = [entry(None, f"Reed, P. Kites {at}. Press.") for at in range(4)]
    assert cited(plain, "Kites fly [1], [2, 3] and fall [4].") == ["1", "2", "3", "4"]
    assert cited(plain, "Kites fly [1], [2, 3].") == []  # an entry may have been read as two
    assert cited(plain, "Kites fly [1], [2, 3] and fall [4, 5].") == []
    assert cited(plain, "Kites fly [1-4].", by_name=8) == []


def test_without_a_list_numbers_cite_nothing() -> None:
    assert cited([], "Kites fly [1], [2] and [3].") == []


@pytest.mark.parametrize("form", ["Kites fly{}.", "“Kites fly.”{}"])
@pytest.mark.parametrize(("opening", "closing"), [("^", "^"), ("<sup>", "</sup>")])
def test_raised_numbers_cite_beside_a_few_intervals_in_brackets(form: str, opening: str, closing: str) -> None:
    texts = [form.format(f"{opening}{at}{closing}") for at in range(1, 10)]
    assert cited(numbered(9), *texts, "The values [1, 3] were usual.") == [str(at) for at in range(1, 10)]


def test_round_brackets_cite_beside_a_few_intervals_in_square_ones() -> None:
    texts = [f"Kites fly ({at})." for at in range(1, 10)]
    assert cited(numbered(9), *texts, "The values [1, 3] were usual.") == [str(at) for at in range(1, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "The first (1) was to weigh, (2) to dry and (3) to sort.",
        "Then it was weighed, (2) dried and (3) sorted.",
        "The score was 9 (2) and 4.5 (3).",
    ],
)
def test_steps_and_numbers_behind_numbers_cite_nothing(text: str) -> None:
    cites = [f"Kites fly ({at})." for at in range(1, 5)]
    assert cited(numbered(4), *cites, text) == ["1", "2", "3", "4"]


def test_citations_in_order_are_no_steps() -> None:
    assert cited(numbered(3), "Kites are common (1) and cheap (2) in towns (3).") == ["1", "2", "3"]
    assert cited(numbered(3), "In 2014 (1) kites rose, in 2015 (2) they fell (3).") == ["1", "2", "3"]


def test_an_interval_beside_an_interval_is_one() -> None:
    assert cited(numbered(9), "Kites fly [2].", "The intervals [1, 3] and [4, 6] overlap.") == ["2"]
    assert cited(numbered(9), "Kites fly [2].", "It is so [1, 3] and so [4, 6].") == ["2", "1", "3", "4", "6"]

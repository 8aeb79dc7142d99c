"""British and American spelling: each gives the other, at the place of each word in a text."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retriever.query.spelling import rewrite_spelling, spellings

PAIRS = [
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("organisational", "organizational"),
    ("organised", "organized"),
    ("organising", "organizing"),
    ("organisers", "organizers"),
    ("mobilises", "mobilizes"),
    ("analyse", "analyze"),
    ("analysing", "analyzing"),
    ("labour", "labor"),
    ("harbours", "harbors"),
    ("behavioural", "behavioral"),
    ("honourable", "honorable"),
    ("neighbouring", "neighboring"),
    ("neighbourhood", "neighborhood"),
    ("favourite", "favorite"),
    ("labourers", "laborers"),
    ("centre", "center"),
    ("theatres", "theaters"),
    ("defence", "defense"),
    ("licences", "licenses"),
    ("dialogue", "dialog"),
    ("catalogues", "catalogs"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("travelled", "traveled"),
    ("travelling", "traveling"),
    ("traveller", "traveler"),
    ("fulfilment", "fulfillment"),
    ("enrolments", "enrollments"),
    ("judgement", "judgment"),
    ("acknowledgements", "acknowledgments"),
    ("Organisation", "Organization"),
]
ENDINGS = (
    "ise ised ising isation isational yse ysed our ours oured oural re res nce nces"
    " ogue amme amms lled ling ment gement"
)
MADE_UP = st.builds(
    "{}{}".format,
    st.text(alphabet="abdegilmnopt", min_size=2, max_size=5).filter(lambda stem: "ll" not in stem and stem[-1] != "l"),
    st.sampled_from(ENDINGS.split()),
)


@pytest.mark.parametrize(("british", "american"), PAIRS)
def test_each_spelling_gives_the_other(british: str, american: str) -> None:
    assert american in spellings(british)
    assert british in spellings(american)


@given(word=MADE_UP)
def test_a_spelling_of_a_spelling_is_the_original_word(word: str) -> None:
    for other in spellings(word):
        assert word in spellings(other)


@given(word=st.text(max_size=12))
def test_a_word_is_not_another_spelling_of_itself(word: str) -> None:
    assert word not in spellings(word)


@pytest.mark.parametrize(
    "word", ["police", "crime", "meeting", "sources", "course", "court", "support", "development", "journal", "other"]
)
def test_a_word_spelt_alike_on_both_sides_is_left_unchanged(word: str) -> None:
    assert spellings(word) == []


def test_words_of_a_text_are_rewritten_at_their_places() -> None:
    text = "Labour organisations of the programme"
    found = [(text[one.start : one.end], one.target, one.why) for one in rewrite_spelling(text)]
    assert found == [
        ("Labour", "Labor", "spelling"),
        ("organisations", "organizations", "spelling"),
        ("programme", "program", "spelling"),
    ]


@pytest.mark.parametrize("text", ["", "hour tour four exam size", "2021-2023", "e-ADS", "½ 人身売買"])
def test_short_words_and_names_are_left_unchanged(text: str) -> None:
    assert list(rewrite_spelling(text)) == []


@given(text=st.text(max_size=40) | st.lists(MADE_UP, max_size=4).map("-".join))
def test_every_rewriting_of_any_text_is_within_it(text: str) -> None:
    for one in rewrite_spelling(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.target in spellings(text[one.start : one.end])


def test_a_word_in_capitals_has_another_spelling_too() -> None:
    assert spellings("ORGANISATION") == ["ORGANIZATION"]


CAPITALS_ALONE = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if c.isupper() and c.lower() == c)


@given(word=st.text(alphabet=CAPITALS_ALONE, min_size=5, max_size=9))
@example(word="𝐎𝐑𝐆𝐀𝐍𝐈𝐒𝐀𝐓𝐈𝐎𝐍")
@example(word="ℝℂℕℙℚ")
def test_capitals_without_a_small_letter_have_no_other_spelling(word: str) -> None:
    assert list(rewrite_spelling(word)) == spellings(word) == []

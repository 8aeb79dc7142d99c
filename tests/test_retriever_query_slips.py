"""Words one slip apart, as laws."""

from hypothesis import given
from hypothesis import strategies as st

from retriever.query.slips import one_slip_from, swapped_or_missed

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@given(WORD, st.data())
def test_each_usual_slip_leads_back_to_its_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    missed, doubled = word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]
    for slip in {swapped, missed, doubled} - {word}:
        assert word in one_slip_from(slip, changed=False)


@given(WORD)
def test_a_slip_never_takes_the_first_letter(word: str) -> None:
    assert {one[0] for changed in (False, True) for one in one_slip_from(word, changed=changed)} == {word[0]}


@given(WORD, WORD)
def test_two_slips_apart_is_the_same_both_ways(word: str, other: str) -> None:
    assert swapped_or_missed(word, other) == swapped_or_missed(other, word)


@given(WORD, st.data())
def test_one_slip_before_the_end_is_within_two(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([one for one in one_slip_from(word, changed=False) if one[-1] == word[-1]]))
    assert swapped_or_missed(word, other)


def test_a_wrong_letter_is_no_swap() -> None:
    assert not swapped_or_missed("convening", "concerning")
    assert swapped_or_missed("trafficking", "trafikcing")
    assert swapped_or_missed("prosecution", "proscution")

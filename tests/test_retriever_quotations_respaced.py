"""Quotations as viewers copy them: blanks lost at line ends or printed before raised marks, cut words marked."""

import pytest
from conftest import english
from hypothesis import assume, given
from hypothesis import strategies as st
from test_retriever_quotations_checker import ALTERED, EXACT, NORMALISED, PARTIAL, checker
from test_retriever_quotations_stream import paper

EELS = paper(
    "eels",
    (
        "Young eels climb ladders at weirs,\nand cameras counted them in 2010\n12 times an hour; they are not\nable to"
        " swim back, so that no\none has seen a return of eels in 1,\n361 nights of the study."
    ),
    "We thank the river trust 1 , whose wardens\nkept the pumps 2 run-\nning all sum-\nmer long, day and night.",
    "A return is a part of the life of eels that goes on in the sea near Bermuda.",
    pages=(0,),
)
CHECKER = checker(EELS)


@pytest.mark.parametrize(
    "copied",
    [
        "Young eels climb ladders at weirs,and cameras counted them",  # blank lost at a line's end
        "whose wardenskept the pumps 2 running",
        "We thank the river trust1, whose wardens kept the pumps2 running",  # raised marks
        "We thank the river trust 1, whose wardens",
        "kept the pumps 2 run\ufffening all sum\ufffemer long",  # what viewers with PDFium copy
        "kept the pumps 2 run\x02ning all sum\x02mer long",
        "pumps 2 run\nning all sum\nmer long, day and night",  # without the hyphens
        "whose wardenskept the pumps 2 run-ning all sum-mer long",
    ],
)
def test_what_a_viewer_copies_passes(copied: str) -> None:
    found = CHECKER.check(copied)
    assert (found.verdict, found.similarity) == (NORMALISED, 1.0)
    assert all(match.differences == () and match.document_id == "eels" for match in found.matches)


@pytest.mark.parametrize(
    "changed",
    [
        "so that noone has seen a return of eels",  # "no one" denies
        "they are notable to swim back, so that no one",
        "and cameras counted them in 201012 times an hour",  # two numbers
        "has seen a return of eels in 1,361 nights of the study",
        "A return is apart of the life of eels that goes on",  # within a line blanks tell words from each other
        "A return is a part of the life of eels that goeson",
        "A re turn is a part of the life of eels that goes on in",
        "Young eels climb ladders at weirs,and cameras counted her",
        "We thank the river trust3, whose wardens kept the pumps2 running",
        "We thank the river trust, whose wardens kept the pumps2 running",
    ],
)
def test_blanks_that_tell_words_or_numbers_apart_are_not_ignored(changed: str) -> None:
    assert CHECKER.check(changed).verdict in (ALTERED, PARTIAL)


def test_the_reason_names_blanks_and_the_match_is_where_they_are_lost() -> None:
    found = CHECKER.check("whose wardenskept the pumps 2 running")
    (match,) = found.matches
    assert english(found.reason) == "Same but for spaces, line breaks, hyphens."
    assert (match.text, match.page) == ("whose wardens kept the pumps 2 running", 1)


WORDS = "eels weirs pump camera ladder river count summer night water brush metre".split()


@given(st.lists(st.sampled_from(WORDS), min_size=8, max_size=24), st.data())
def test_lines_copied_without_blanks_between_them_pass(words: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(words) - 1), min_size=1, max_size=4)))
    lines = [" ".join(words[a:b]) for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    made = checker(paper("made", "\n".join(lines)))
    assert made.check("".join(lines)).verdict in (EXACT, NORMALISED)
    at = data.draw(st.integers(1, len(words) - 2))
    assume("".join([*words[:at], *words[at + 1 :]]) not in "".join(words))
    assert made.check(" ".join([*words[:at], *words[at + 1 :]])).verdict not in (EXACT, NORMALISED)


@pytest.mark.parametrize("copied", ["by Sch¨olkopf and Lemaˆıtre", "by Scho¨lkopf and Lemaıˆtre"])
def test_accents_copied_beside_their_letters_are_of_them(copied: str) -> None:
    made = checker(paper("a", "It was shown by Schölkopf and Lemaître in Bern."))
    assert made.check(copied).verdict is NORMALISED
    assert made.check(copied.replace("¨", "")).verdict not in (EXACT, NORMALISED)


def test_marks_of_quotations_are_no_accents() -> None:
    made = checker(paper("a", "They call it ‘a large eel’ and don’t say why, nor \u02dc 5."))
    assert made.check("They call it `a large eel´ and don´t say why").verdict is NORMALISED

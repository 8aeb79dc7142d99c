"""Scores of citations: ALCE's recall and precision computed by hand, and whether quotes equal their sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvaluationError
from eval.scoring.attribution import Attribution, attribution, cited_text, is_reading, supports
from kutip.types import Answer, AnswerSentence, Citation, Span, Status

FORMED = "ASEANAPOL was formed in Manila in 1981."
SEATED = "Its secretariat sits in Kuala Lum-\npur."
RICE = "Rice is grown in\npaddies."
SAME = "In 1981, in Manila, ASEANAPOL was formed by five chiefs."
SOURCES = {"paper": f"{FORMED} {SEATED} {RICE}", "other": SAME}

WORDS = "river mountain forest desert island harbour bridge castle garden meadow orchard valley".split()


def citation(piece: str, quote: str | None = None) -> Citation:
    """A citation of a piece of one of the sources, with the piece itself or another text as quote."""
    document = next(name for name, source in SOURCES.items() if piece in source)
    start = SOURCES[document].index(piece)
    return Citation("p1", document, (Span(start, start + len(piece)),), piece if quote is None else quote)


def citing(text: str, *pieces: str) -> AnswerSentence:
    """A sentence that cites these pieces."""
    return AnswerSentence(text, tuple(citation(piece) for piece in pieces))


def answer(*sentences: AnswerSentence) -> Answer:
    text = " ".join(sentence.text for sentence in sentences)
    return Answer("When?", "en", Status.ANSWERED, None, text, sentences, 0.9, None, (), None, (), ())


# --- Whether a text supports a sentence -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (FORMED, f"Long ago. {FORMED} It grew."),
        ("It sits in Kuala Lumpur.", "It sits\nin Kuala Lum-\npur."),
        ("It sits in Kuala Lumpur.", "It  sits in Kuala Lum\u00ad\n  pur."),
        ("It sits in Kuala Lumpur.", "It sits in Kuala Lum\u2010 pur."),
        ("A cooperation of five.", "A co-operation of five."),
        ("a CO-OPERATION of five.", "A Cooperation of FIVE."),
        ("It was not so.", "It was not so."),  # no terms at all, but the same words
    ],
)
def test_the_same_words_support_a_sentence_whatever_the_layout(sentence: str, text: str) -> None:
    assert supports([text], sentence)
    assert supports(["Rice is not grown.", text], sentence)  # one text of several is enough
    assert not supports(["Rice is grown."], sentence)


@pytest.mark.parametrize(
    ("sentence", "texts", "whether"),
    [
        ("In 1981 police chiefs formed ASEANAPOL.", ["ASEANAPOL was formed by police chiefs in 1981."], True),
        ("In 1984 police chiefs formed ASEANAPOL.", ["ASEANAPOL was formed by police chiefs in 1981."], False),
        ("In 1981 police chiefs formed ASEANAPOL.", ["ASEANAPOL was formed by police chiefs in 19811."], False),
        ("Police chiefs of the G7 formed ASEANAPOL.", ["ASEANAPOL formed: police chiefs"], False),  # 4 of 5
        ("It has 1,047 members.", ["Members: 1047."], True),
        ("It has 1,047 members.", ["Members: 1,048."], False),
        ("In 1981 ten states met in Manila.", ["In Manila ten states met.", "That was 1981."], True),
    ],
)
def test_every_number_of_the_sentence_must_be_in_the_texts(sentence: str, texts: list[str], whether: bool) -> None:
    assert supports(texts, sentence) is whether


@pytest.mark.parametrize("number", ["7", "1999", "g7"])
def test_words_never_make_up_for_a_missing_number(number: str) -> None:
    sentence = " ".join([*WORDS, number])
    assert not supports([" ".join(reversed(WORDS))], sentence)
    assert supports([" ".join([number, *reversed(WORDS)])], sentence)


@pytest.mark.parametrize(
    "negation",
    ["did not", "never", "didn't", "didn’t", "cannot", "DID NOT", "neither", "tidak", "belum", "bukan", "tanpa", "tak"],
)
def test_a_negation_on_one_side_only_is_no_support(negation: str) -> None:
    affirmed = "Police chiefs of five member states in Manila sign treaties with neighbours."
    denied = f"With neighbours, police chiefs of five member states in Manila {negation} sign treaties."
    assert supports(["In Manila " + affirmed], "Police chiefs of five member states sign treaties with neighbours.")
    assert not supports([denied], affirmed)
    assert not supports([affirmed], denied)
    assert supports([f"{denied.removesuffix('.')} at all, it says."], f"So {denied}")


@pytest.mark.parametrize("words", ["Noted by nobles, bukanlah", "A knot of casino pianos, piano by piano"])
def test_a_word_that_contains_a_negation_is_none(words: str) -> None:
    assert supports([f"{words}: treaties that states signed."], "States signed treaties.")


def test_a_negation_in_any_of_the_texts_counts() -> None:
    sentence = "Five states signed, police chiefs met."
    assert supports(["Police chiefs met.", "States that signed: five."], sentence)
    assert not supports(["Police chiefs met.", "States that have not signed: five."], sentence)


@given(n=st.integers(1, len(WORDS)), data=st.data())
def test_four_fifths_of_the_terms_are_enough_and_fewer_are_not(n: int, data: st.DataObject) -> None:
    own = data.draw(st.permutations(WORDS))[:n]
    present = data.draw(st.integers(0, n))
    text = " and ".join(["Rice", *own[:present]])  # because of "and" the text has not the sentence word for word
    assert supports([text], " ".join(own)) is (5 * present >= 4 * n)


@pytest.mark.parametrize(("present", "of", "whether"), [(4, 5, True), (3, 5, False), (8, 10, True), (7, 10, False)])
def test_terms_spread_over_several_texts_are_counted_together(present: int, of: int, whether: bool) -> None:
    sentence = f"The {', the '.join(WORDS[:of])}."
    assert supports([f"Of {' of '.join(WORDS[:present])}"], sentence) is whether
    split = [f"Of {word}" for word in WORDS[:present]]
    assert supports(split, sentence) is whether


def test_inflections_and_function_words_do_not_matter() -> None:
    assert supports(["States are signing a treaty"], "The treaties that the state signed")


def test_a_term_hyphenated_at_a_line_end_is_found() -> None:
    assert supports([SEATED], "In Kuala Lumpur its secretariat sits.")
    assert not supports([SEATED], "In Kuala Penang its secretariat perches.")


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [([], FORMED), ([], ""), ([""], FORMED), (["", " \n"], FORMED), ([FORMED], "It is so."), (["-"], FORMED)],
)
def test_without_texts_or_terms_nothing_is_supported(texts: list[str], sentence: str) -> None:
    assert not supports(texts, sentence)


@given(words=st.lists(st.sampled_from([*WORDS, "1981", "not", "the"]), min_size=1), data=st.data())
def test_a_text_that_contains_the_sentence_supports_it(words: list[str], data: st.DataObject) -> None:
    before, after = (data.draw(st.lists(st.sampled_from(["tidak", "rice", "2"]))) for _ in range(2))
    blanks = st.sampled_from([" ", "\n", "  \n "])
    text = "".join(word + data.draw(blanks) for word in [*before, *words, *after])
    assert supports([text], " ".join(words))
    assert supports([text], " ".join(words).upper())


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("5 states joined.", "15 states joined."),
        ("The share was 1", "The share was 15 per cent."),
        ("Port was closed.", "The airport was closed."),
    ],
)
def test_part_of_a_word_or_number_does_not_support_it(sentence: str, text: str) -> None:
    assert not supports([text], sentence)


def test_a_range_4_6_does_not_support_the_number_46() -> None:
    assert not supports(["See pages 4-6."], "See pages 46.")


@pytest.mark.parametrize("sentence", ["", " \n", "-"])
def test_a_sentence_without_a_word_is_never_supported(sentence: str) -> None:
    assert not supports([FORMED], sentence)


# --- An answer ------------------------------------------------------------------------------------------------------

TOGETHER = (
    "ASEANAPOL was formed in Manila in 1981 and its secretariat sits in Kuala Lumpur."  # half FORMED, half SEATED
)
SENTENCES = [  # a sentence, its recall, and for each of its citations 1 if it is needed
    (citing(FORMED, FORMED), 1, [1]),
    (citing(FORMED, FORMED, RICE), 1, [1, 0]),  # the second citation is irrelevant
    (citing(FORMED, RICE, FORMED), 1, [0, 1]),
    (citing(FORMED, FORMED, SAME), 1, [1, 1]),  # one is redundant, but each supports the sentence alone
    (citing(TOGETHER, FORMED, SEATED), 1, [1, 1]),  # each supports half of the sentence
    (citing(TOGETHER, FORMED, SEATED, RICE), 1, [1, 1, 0]),
    (citing(TOGETHER, FORMED, SAME, SEATED), 1, [0, 0, 1]),  # without either of the first two the rest is enough
    (citing(TOGETHER, FORMED), 0, [0]),
    (citing("It was formed in Jakarta in 1984.", FORMED), 0, [0]),
    (citing("It was formed in Jakarta in 1984.", FORMED, SEATED), 0, [0, 0]),
    (citing(FORMED), 0, []),
]


@pytest.mark.parametrize(("sentence", "recall", "needed"), SENTENCES)
def test_recall_and_precision_of_one_sentence(sentence: AnswerSentence, recall: float, needed: list[int]) -> None:
    found = attribution(answer(sentence), SOURCES)
    assert found is not None
    assert found.recall == recall
    assert found.precision == pytest.approx(sum(needed) / len(needed) if needed else 0)


def test_recall_is_over_sentences_and_precision_over_citations() -> None:
    found = attribution(answer(*(sentence for sentence, _, _ in SENTENCES)), SOURCES)
    assert found is not None
    assert (found.recall, found.precision, found.exact) == pytest.approx((7 / 11, 10 / 19, 1))


@given(chosen=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
def test_scores_of_several_sentences_are_means(chosen: list[tuple[AnswerSentence, int, list[int]]]) -> None:
    found = attribution(answer(*(sentence for sentence, _, _ in chosen)), SOURCES)
    assert found is not None
    needed = [own for _, _, all_of_it in chosen for own in all_of_it]
    assert found.recall == pytest.approx(sum(recall for _, recall, _ in chosen) / len(chosen))
    assert found.precision == pytest.approx(sum(needed) / len(needed) if needed else 0)


def test_an_answer_without_sentences_has_no_attribution() -> None:
    refused = Answer("When?", "en", Status.NOT_IN_CORPUS, None, None, (), 0.1, "No paper says.", (), None, (), ())
    assert attribution(refused, SOURCES) is None
    assert attribution(answer(), SOURCES) is None


def test_the_text_at_the_spans_counts_and_not_the_quote() -> None:
    false = AnswerSentence(FORMED, (citation(RICE, quote=FORMED),))
    assert attribution(answer(false), SOURCES) == Attribution(recall=0, precision=0, exact=0)
    misquoted = AnswerSentence(FORMED, (citation(FORMED, quote=RICE),))
    assert attribution(answer(misquoted), SOURCES) == Attribution(recall=1, precision=1, exact=0)


def test_exact_is_the_share_of_all_citations() -> None:
    one = AnswerSentence(FORMED, (citation(FORMED), citation(SEATED, quote="Its secretariat sits in Kuala Lumpur.")))
    other = AnswerSentence(RICE, (citation(RICE), citation(RICE, quote="Rice is grown in the paddies.")))
    found = attribution(answer(one, other), SOURCES)
    assert found is not None
    assert found.exact == 3 / 4


def test_a_citation_of_an_unknown_document_is_an_error() -> None:
    lost = AnswerSentence(FORMED, (Citation("p1", "lost", (Span(0, 5),), FORMED),))
    with pytest.raises(EvaluationError, match="there is no document 'lost' to cite; there are paper, other"):
        attribution(answer(citing(FORMED, FORMED), lost), SOURCES)


# --- Whether a quote equals its source ------------------------------------------------------------------------------

SOURCE = {"paper": "It sits in Kuala Lum-\npur. It meets twice-yearly."}
SITS = (0, 26)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([SITS], "It sits in Kuala Lum-\npur."),
        ([SITS], "It sits in Kuala Lumpur."),
        ([SITS], "It sits in Kuala Lum-pur."),
        ([SITS], "  It\nsits in   Kuala Lumpur. "),
        ([(0, 7), (27, 35)], "It sits It meets"),
        ([(27, 49)], "It meets twice-yearly."),
    ],
)
def test_a_quote_with_other_white_space_or_line_end_hyphens_is_exact(spans: list[tuple[int, int]], text: str) -> None:
    assert is_reading("paper", [Span(*span) for span in spans], text, SOURCE)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([SITS], "It sits in Kuala Lumpur"),  # the full stop is missing
        ([SITS], "It sits in Kuala Lumpur. It"),
        ([SITS], "it sits in Kuala Lumpur."),
        ([SITS], ""),
        ([(27, 49)], "It meets twiceyearly."),  # that hyphen is not at a line's end
        ([(27, 35), (0, 7)], "It sits It meets"),  # spans in another order
        ([(0, 50)], "It sits in Kuala Lumpur. It meets twice-yearly."),  # one character too far
        ([(-26, 26)], "It sits in Kuala Lumpur."),
        ([(-22, -1)], "It meets twice-yearly"),  # Python would count this from the end
        ([(26, 0)], ""),
        ([(7, 7)], ""),
        ([SITS, (30, 27)], "It sits in Kuala Lumpur."),  # a valid span and a reversed one
        ([], ""),
        ([], "It sits"),
    ],
)
def test_another_quote_or_invalid_spans_are_not_exact(spans: list[tuple[int, int]], text: str) -> None:
    assert not is_reading("paper", [Span(*span) for span in spans], text, SOURCE)


def test_a_quote_from_an_unknown_document_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="there is no document 'lost' to cite; there are paper"):
        is_reading("lost", [Span(0, 5)], "It sits", SOURCE)


def test_cited_text_has_one_line_for_each_span() -> None:
    citation = Citation("p1", "paper", (Span(0, 7), Span(27, 35)), "anything")
    assert cited_text(citation, SOURCE) == "It sits\nIt meets"


@pytest.mark.parametrize(("document", "span"), [("lost", (0, 7)), ("paper", (90, 99)), ("paper", (7, 0))])
def test_cited_text_of_an_unknown_document_or_span_is_empty(document: str, span: tuple[int, int]) -> None:
    assert cited_text(Citation("p1", document, (Span(*span),), "It sits"), SOURCE) == ""


def test_cited_text_of_a_negative_offset_is_empty() -> None:
    assert cited_text(Citation("p1", "paper", (Span(-22, -1),), "It meets twice-yearly"), SOURCE) == ""

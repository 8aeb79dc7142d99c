"""What citations are worth: ALCE's recall and precision by hand, and whether a quote stands where it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvaluationError
from eval.scoring.attribution import Attribution, attribution, bears_out, cited_text, is_reading
from kutip.types import Answer, AnswerSentence, Citation, Span, Status

FORMED = "ASEANAPOL was formed in Manila in 1981."
SEATED = "Its secretariat sits in Kuala Lum-\npur."
RICE = "Rice is grown in\npaddies."
SAME = "In 1981, in Manila, ASEANAPOL was formed by five chiefs."
SOURCES = {"paper": f"{FORMED} {SEATED} {RICE}", "other": SAME}

WORDS = "river mountain forest desert island harbour bridge castle garden meadow orchard valley".split()


def citation(held: str, quote: str | None = None) -> Citation:
    """A citation of a piece of one of the sources."""
    document = next(name for name, source in SOURCES.items() if held in source)
    start = SOURCES[document].index(held)
    return Citation("p1", document, (Span(start, start + len(held)),), held if quote is None else quote)


def said(text: str, *held: str) -> AnswerSentence:
    return AnswerSentence(text, tuple(citation(one) for one in held))


def answer(*sentences: AnswerSentence) -> Answer:
    text = " ".join(sentence.text for sentence in sentences)
    return Answer("When?", "en", Status.ANSWERED, None, text, sentences, 0.9, None, (), None, (), ())


# --- Whether a text bears a sentence out ----------------------------------------------------------------------------


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
def test_the_same_words_bear_it_out_whatever_the_layout(sentence: str, text: str) -> None:
    assert bears_out([text], sentence)
    assert bears_out(["Rice is not grown.", text], sentence)  # one of several has it all
    assert not bears_out(["Rice is grown."], sentence)


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
def test_every_number_must_be_there(sentence: str, texts: list[str], whether: bool) -> None:
    assert bears_out(texts, sentence) is whether


@pytest.mark.parametrize("number", ["7", "1999", "g7"])
def test_a_missing_number_is_not_made_up_for_by_any_number_of_words(number: str) -> None:
    sentence = " ".join([*WORDS, number])
    assert not bears_out([" ".join(reversed(WORDS))], sentence)
    assert bears_out([" ".join([number, *reversed(WORDS)])], sentence)


@pytest.mark.parametrize(
    "denial",
    ["did not", "never", "didn't", "didn’t", "cannot", "DID NOT", "neither", "tidak", "belum", "bukan", "tanpa", "tak"],
)
def test_what_one_denies_and_the_other_does_not_is_not_borne_out(denial: str) -> None:
    affirmed = "Police chiefs of five member states in Manila sign treaties with neighbours."
    turned = f"With neighbours, police chiefs of five member states in Manila {denial} sign treaties."
    assert bears_out(["In Manila " + affirmed], "Police chiefs of five member states sign treaties with neighbours.")
    assert not bears_out([turned], affirmed)
    assert not bears_out([affirmed], turned)
    assert bears_out([f"{turned.removesuffix('.')} at all, it says."], f"So {turned}")


@pytest.mark.parametrize("words", ["Noted by nobles, bukanlah", "A knot of casino pianos, piano by piano"])
def test_a_word_that_only_begins_or_ends_like_a_denial_is_none(words: str) -> None:
    assert bears_out([f"{words}: treaties that states signed."], "States signed treaties.")


def test_a_denial_in_any_of_the_texts_counts() -> None:
    sentence = "Five states signed, police chiefs met."
    assert bears_out(["Police chiefs met.", "States that signed: five."], sentence)
    assert not bears_out(["Police chiefs met.", "States that have not signed: five."], sentence)


@given(n=st.integers(1, len(WORDS)), data=st.data())
def test_four_fifths_of_the_terms_are_enough_and_less_are_not(n: int, data: st.DataObject) -> None:
    own = data.draw(st.permutations(WORDS))[:n]
    held = data.draw(st.integers(0, n))
    text = " and ".join(["Rice", *own[:held]])  # "and" keeps it from having the sentence word for word
    assert bears_out([text], " ".join(own)) is (5 * held >= 4 * n)


@pytest.mark.parametrize(("held", "of", "whether"), [(4, 5, True), (3, 5, False), (8, 10, True), (7, 10, False)])
def test_the_rule_at_its_boundary(held: int, of: int, whether: bool) -> None:
    sentence = f"The {', the '.join(WORDS[:of])}."
    assert bears_out([f"Of {' of '.join(WORDS[:held])}"], sentence) is whether
    split = [f"Of {word}" for word in WORDS[:held]]
    assert bears_out(split, sentence) is whether  # together, as if they were one


def test_inflections_and_function_words_are_no_other_terms() -> None:
    assert bears_out(["States are signing a treaty"], "The treaties that the state signed")


def test_a_term_that_a_line_end_cuts_is_whole() -> None:
    assert bears_out([SEATED], "In Kuala Lumpur its secretariat sits.")
    assert not bears_out([SEATED], "In Kuala Penang its secretariat perches.")


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [([], FORMED), ([], ""), ([""], FORMED), (["", " \n"], FORMED), ([FORMED], "It is so."), (["-"], FORMED)],
)
def test_no_text_bears_nothing_out_and_without_terms_only_the_same_words_do(texts: list[str], sentence: str) -> None:
    assert not bears_out(texts, sentence)


@given(words=st.lists(st.sampled_from([*WORDS, "1981", "not", "the"]), min_size=1), data=st.data())
def test_a_sentence_is_borne_out_by_every_text_that_has_it(words: list[str], data: st.DataObject) -> None:
    before, after = (data.draw(st.lists(st.sampled_from(["tidak", "rice", "2"]))) for _ in range(2))
    blanks = st.sampled_from([" ", "\n", "  \n "])
    text = "".join(word + data.draw(blanks) for word in [*before, *words, *after])
    assert bears_out([text], " ".join(words))
    assert bears_out([text], " ".join(words).upper())


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("5 states joined.", "15 states joined."),
        ("The share was 1", "The share was 15 per cent."),
        ("Port was closed.", "The airport was closed."),
    ],
)
def test_a_part_of_a_word_or_number_is_not_the_word(sentence: str, text: str) -> None:
    assert not bears_out([text], sentence)


def test_a_range_is_not_the_number_that_its_digits_make() -> None:
    assert not bears_out(["See pages 4-6."], "See pages 46.")


@pytest.mark.parametrize("sentence", ["", " \n", "-"])
def test_a_sentence_without_a_word_is_not_borne_out(sentence: str) -> None:
    assert not bears_out([FORMED], sentence)


# --- An answer ------------------------------------------------------------------------------------------------------

TOGETHER = "ASEANAPOL was formed in Manila in 1981 and its secretariat sits in Kuala Lumpur."  # half in each
SENTENCES = [
    (said(FORMED, FORMED), 1, [1]),
    (said(FORMED, FORMED, RICE), 1, [1, 0]),  # two where one is needed: the other is irrelevant
    (said(FORMED, RICE, FORMED), 1, [0, 1]),
    (said(FORMED, FORMED, SAME), 1, [1, 1]),  # redundant, but each bears it out alone
    (said(TOGETHER, FORMED, SEATED), 1, [1, 1]),  # neither alone
    (said(TOGETHER, FORMED, SEATED, RICE), 1, [1, 1, 0]),
    (said(TOGETHER, FORMED, SAME, SEATED), 1, [0, 0, 1]),  # neither of the first two is missed beside the other
    (said(TOGETHER, FORMED), 0, [0]),
    (said("It was formed in Jakarta in 1984.", FORMED), 0, [0]),
    (said("It was formed in Jakarta in 1984.", FORMED, SEATED), 0, [0, 0]),
    (said(FORMED), 0, []),
]


@pytest.mark.parametrize(("sentence", "recall", "needed"), SENTENCES)
def test_recall_and_precision_of_a_sentence(sentence: AnswerSentence, recall: float, needed: list[int]) -> None:
    found = attribution(answer(sentence), SOURCES)
    assert found is not None
    assert found.recall == recall
    assert found.precision == pytest.approx(sum(needed) / len(needed) if needed else 0)


def test_recall_is_over_sentences_and_precision_over_citations() -> None:
    found = attribution(answer(*(sentence for sentence, _, _ in SENTENCES)), SOURCES)
    assert found is not None
    assert (found.recall, found.precision, found.exact) == pytest.approx((7 / 11, 10 / 19, 1))


@given(chosen=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
def test_several_sentences_are_worth_what_each_is(chosen: list[tuple[AnswerSentence, int, list[int]]]) -> None:
    found = attribution(answer(*(sentence for sentence, _, _ in chosen)), SOURCES)
    assert found is not None
    needed = [own for _, _, all_of_it in chosen for own in all_of_it]
    assert found.recall == pytest.approx(sum(recall for _, recall, _ in chosen) / len(chosen))
    assert found.precision == pytest.approx(sum(needed) / len(needed) if needed else 0)


def test_where_nothing_was_answered_there_is_nothing_to_tell() -> None:
    refused = Answer("When?", "en", Status.NOT_IN_CORPUS, None, None, (), 0.1, "No paper says.", (), None, (), ())
    assert attribution(refused, SOURCES) is None
    assert attribution(answer(), SOURCES) is None


def test_what_stands_there_counts_and_not_what_is_quoted() -> None:
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


def test_a_citation_of_an_unknown_document_is_refused_by_name() -> None:
    lost = AnswerSentence(FORMED, (Citation("p1", "lost", (Span(0, 5),), FORMED),))
    with pytest.raises(EvaluationError, match="'lost', which is none of paper, other"):
        attribution(answer(said(FORMED, FORMED), lost), SOURCES)


# --- Where it stands ------------------------------------------------------------------------------------------------

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
def test_a_quote_that_keeps_every_character_is_a_reading(spans: list[tuple[int, int]], text: str) -> None:
    assert is_reading("paper", [Span(*span) for span in spans], text, SOURCE)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([SITS], "It sits in Kuala Lumpur"),  # the full stop is missing
        ([SITS], "It sits in Kuala Lumpur. It"),
        ([SITS], "it sits in Kuala Lumpur."),
        ([SITS], ""),
        ([(27, 49)], "It meets twiceyearly."),  # that hyphen ends no line
        ([(27, 35), (0, 7)], "It sits It meets"),  # spans in another order
        ([(0, 50)], "It sits in Kuala Lumpur. It meets twice-yearly."),  # one character too far
        ([(-26, 26)], "It sits in Kuala Lumpur."),
        ([(-22, -1)], "It meets twice-yearly"),  # counted from the end, as Python does
        ([(26, 0)], ""),
        ([(7, 7)], ""),
        ([SITS, (30, 27)], "It sits in Kuala Lumpur."),  # a span reversed beside a whole one
        ([], ""),
        ([], "It sits"),
    ],
)
def test_any_other_quote_and_spans_that_are_none_are_no_reading(spans: list[tuple[int, int]], text: str) -> None:
    assert not is_reading("paper", [Span(*span) for span in spans], text, SOURCE)


def test_a_reading_of_an_unknown_document_is_refused_by_name() -> None:
    with pytest.raises(EvaluationError, match="'lost', which is none of paper"):
        is_reading("lost", [Span(0, 5)], "It sits", SOURCE)


def test_cited_text_is_what_stands_there_a_line_for_each_span() -> None:
    held = Citation("p1", "paper", (Span(0, 7), Span(27, 35)), "anything")
    assert cited_text(held, SOURCE) == "It sits\nIt meets"


@pytest.mark.parametrize(("document", "span"), [("lost", (0, 7)), ("paper", (90, 99)), ("paper", (7, 0))])
def test_nothing_stands_where_there_is_no_such_place(document: str, span: tuple[int, int]) -> None:
    assert cited_text(Citation("p1", document, (Span(*span),), "It sits"), SOURCE) == ""


def test_nothing_stands_before_the_beginning() -> None:
    assert cited_text(Citation("p1", "paper", (Span(-22, -1),), "It meets twice-yearly"), SOURCE) == ""

"""Laws of the verdicts on quotations, over random papers and over slices of the bundled ones."""

import random
import re
from collections.abc import Iterator, Sequence

import pytest
from conftest import Parsed, english
from hypothesis import assume, example, given
from hypothesis import strategies as st
from test_retriever_quotations_checker import ALTERED, EXACT, NORMALISED, NOT_FOUND, check, checker
from test_retriever_quotations_stream import Paper, paper, real

from kutip.text.reading import source_of, squeeze
from kutip.types import Difference, Document, Passage, QuoteCheck, QuoteMatch
from retriever.quotations.checker import QuoteChecker
from retriever.quotations.comparable import at_word_boundary, wording
from retriever.quotations.quotation import core_bounds, is_word, tokens

MADE_WORDS = (
    "police state meets Bali the the of of in not 12 3,456 2.5% 2021–2023 cross-border Archer’s (Kamal) “so” data, end."
)
MADE = st.lists(st.sampled_from(MADE_WORDS.split()), min_size=8, max_size=40)
BREAKS = st.lists(st.sampled_from([" ", " ", " ", "\n", "  "]), min_size=40, max_size=40)


@st.composite
def made_papers(draw: st.DrawFn) -> Paper:
    blocks = []
    for words in draw(st.lists(MADE, min_size=1, max_size=3)):
        blanks = draw(BREAKS)
        blocks.append("".join(a + b for a, b in zip(words, blanks, strict=False)).strip())
    return paper("made", *blocks)


def sliced(text: str, start: int, end: int) -> str:
    """Return a slice of a text, widened to whole words."""
    while not at_word_boundary(text, start):
        start -= 1
    while not at_word_boundary(text, end):
        end += 1
    return text[start:end]


def core(text: str) -> str:
    """Return the comparable form of a text without outer marks and bullets, its first letter in lower case."""
    found = wording(text).text
    bare = found[slice(*core_bounds(found))].lstrip("-")
    return re.sub(r"[^\W\d_]", lambda match: match[0].lower(), bare, count=1)


def enough(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= 12


def printed(document: Document, match: QuoteMatch) -> str:
    return "\n".join(source_of(document.source_text, [span]) for span in match.spans)


def assert_spans_hold(found: QuoteCheck, documents: dict[str, Document]) -> None:
    """Check that all matches have the quotation's comparable form, and that spans ascend and have no outer blanks."""
    for match in found.matches:
        text = printed(documents[match.document_id], match)
        # A word, slash or bracket divided over two spans has no space in the reading text.
        assert core(text).replace(" ", "") == core(found.quote).replace(" ", "")
        assert core(match.text).replace(" ", "") == core(found.quote).replace(" ", "")
        assert list(match.spans) == sorted(match.spans)
        source = documents[match.document_id].source_text
        assert not any(source[at].isspace() for span in match.spans for at in (span.start, span.end - 1))


@given(made_papers(), st.data())
def test_any_slice_of_a_source_is_exact_and_among_the_matches(made: Paper, data: st.DataObject) -> None:
    text = made[0].source_text
    start = data.draw(st.integers(0, len(text)))
    quote = sliced(text, start, data.draw(st.integers(start, len(text))))
    assume(enough(quote))
    found = checker(made).check(quote)
    assert (found.verdict, found.similarity, found.reason) == (EXACT, 1.0, None)
    assert any(squeeze(quote) in squeeze(printed(made[0], match)) for match in found.matches)
    assert_spans_hold(found, {"made": made[0]})


@given(made_papers(), st.data())
def test_any_slice_of_a_passage_is_exact_or_normalised(made: Paper, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(made[1])).text
    start = data.draw(st.integers(0, len(text)))
    quote = sliced(text, start, data.draw(st.integers(start, len(text))))
    assume(enough(quote))
    found = checker(made).check(quote)
    assert found.verdict in (EXACT, NORMALISED)
    assert_spans_hold(found, {"made": made[0]})


def occurs(quote: str, papers: Sequence[Paper]) -> bool:
    """Search papers for a quotation by brute force, ignoring case."""
    wanted = {core(quote)}
    texts = [document.source_text for document, _ in papers]
    texts += ["\n".join(passage.text for passage in own) for _, own in papers]
    return any(
        piece in found for text in texts for found in (wording(text).text.lower(),) for piece in map(str.lower, wanted)
    )


@given(made_papers(), st.data())
def test_a_changed_quotation_is_neither_exact_nor_normalised(made: Paper, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(made[1])).text.split()
    start = data.draw(st.integers(0, len(words) - 4))
    changed = list(data.draw(edits(words[start : start + data.draw(st.integers(4, 20))])))
    quote = " ".join(changed)
    assume(enough(quote) and not occurs(quote, [made]))
    found = checker(made).check(quote)
    assert found.verdict not in (EXACT, NORMALISED)
    assert found.similarity < 1


@st.composite
def edits(draw: st.DrawFn, words: list[str]) -> list[str]:
    """Change a digit, insert a "not" or swap two neighbours in a list of words."""
    with_digits = [i for i, word in enumerate(words) if any(map(str.isdigit, word))]
    swaps = [i for i in range(len(words) - 1) if words[i] != words[i + 1]]
    kinds = ["not", *(["digit"] if with_digits else []), *(["swap"] if swaps else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "digit":
        i = draw(st.sampled_from(with_digits))
        digit = next(c for c in words[i] if c.isdigit())
        new = words[i].replace(digit, str((int(digit) + draw(st.integers(1, 9))) % 10), 1)
        return [*words[:i], new, *words[i + 1 :]]
    if kind == "swap":
        i = draw(st.sampled_from(swaps))
        return [*words[:i], words[i + 1], words[i], *words[i + 2 :]]
    i = draw(st.integers(1, len(words) - 1))
    return [*words[:i], "not", *words[i:]]


def applied(quote: str, differences: Sequence[Difference]) -> str:
    """Replace the words of a quotation by those of the source at each difference."""
    for difference in sorted(differences, key=lambda d: d.given_start, reverse=True):
        before, behind = quote[: difference.given_start], quote[difference.given_start :]
        assert behind.startswith(difference.given)
        quote = f"{before} {difference.source} {behind[len(difference.given) :]}"
    return quote


def words_of(text: str) -> list[str]:
    """Return the words of a comparable form, the first letter in lower case."""
    found = core(text)
    return [found[a:b] for a, b in tokens(found) if is_word(found[a:b])]


def assert_differences_lead_to_the_source(found: QuoteCheck, document: Document) -> None:
    (match,) = found.matches
    assert words_of(applied(found.quote, match.differences)) == words_of(match.text)
    for difference in match.differences:
        assert difference.given or difference.source
        assert bool(difference.source) is bool(difference.spans)
        text = "".join(source_of(document.source_text, difference.spans).split())
        assert wording(text).text.replace(" ", "") == wording(difference.source).text.replace(" ", "")
    starts = [difference.given_start for difference in match.differences]
    assert starts == sorted(starts)


@given(made_papers(), st.data())
def test_applying_the_differences_to_the_quotation_gives_the_source(made: Paper, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(made[1])).text.split()
    changed = data.draw(edits(data.draw(edits(words))))
    found = checker(made).check(" ".join(changed))
    assume(found.verdict is ALTERED)
    assert_differences_lead_to_the_source(found, made[0])


@given(st.text(max_size=200) | st.text(alphabet="human trafckg.,…[] -“”'2\n", max_size=200))
@example("Human trafficking … … is a global … concern … …")
@example("[H]")
def test_any_text_gets_a_consistent_verdict(quote: str) -> None:
    found = check(quote)
    assert (found.similarity == 1) is (found.verdict in (EXACT, NORMALISED))
    assert (found.reason is None) is (found.verdict is EXACT)
    assert bool(found.matches) or found.verdict is NOT_FOUND
    if found.verdict is ALTERED:
        assert found.matches[0].differences or "another order" in english(found.reason)
    assert all(match.spans for match in found.matches)


# --- Laws over the bundled papers: few examples, because each paper is long


@pytest.fixture(scope="module")
def papers(parsed: Parsed) -> tuple[QuoteChecker, list[Paper]]:
    both = real(parsed)
    return checker(*both), both


def slices(papers: Sequence[Paper], times: int) -> Iterator[tuple[Document, Passage, random.Random]]:
    draw = random.Random(7)
    for _ in range(times):
        document, passages = draw.choice(papers)
        yield document, draw.choice(passages), draw


def test_any_slice_of_the_bundled_sources_is_exact(papers: tuple[QuoteChecker, list[Paper]]) -> None:
    for document, _, draw in slices(papers[1], 150):
        text = document.source_text
        start = draw.randrange(len(text))
        quote = sliced(text, start, min(len(text), start + draw.choice([20, 60, 200, 1000])))
        if not enough(quote):
            continue
        found = papers[0].check(quote)
        assert found.verdict is EXACT, quote
        own = [match for match in found.matches if match.document_id == document.id]
        assert any(squeeze(quote) in squeeze(printed(document, match)) for match in own), quote
        assert_spans_hold(found, {document.id: document for document, _ in papers[1]})


def test_any_slice_of_the_bundled_passages_is_exact_or_normalised(papers: tuple[QuoteChecker, list[Paper]]) -> None:
    for _, passage, draw in slices(papers[1], 150):
        start = draw.randrange(len(passage.text))
        quote = sliced(passage.text, start, min(len(passage.text), start + draw.choice([20, 60, 200, 1000])))
        if not enough(quote):
            continue
        found = papers[0].check(quote)
        assert found.verdict in (EXACT, NORMALISED), quote
        assert_spans_hold(found, {document.id: document for document, _ in papers[1]})


def test_a_changed_slice_of_the_bundled_papers_is_altered_at_the_change(
    papers: tuple[QuoteChecker, list[Paper]],
) -> None:
    documents = {document.id: document for document, _ in papers[1]}
    for _, passage, draw in slices(papers[1], 150):
        words = [] if passage.cells else passage.text.split()[:60]
        if len(words) < 8:
            continue
        at = draw.randrange(len(words))
        words[at : at + draw.choice([0, 1])] = [draw.choice(["not", "7,431", "Atlantis", "perhaps"])]
        found = papers[0].check(" ".join(words))
        assert found.verdict is ALTERED, (words, found)
        assert_differences_lead_to_the_source(found, documents[found.matches[0].document_id])
        added = [difference.given.strip(" .,;:") for difference in found.matches[0].differences]
        assert any(word in text.split() for text in added for word in ("not", "7,431", "Atlantis", "perhaps")), words

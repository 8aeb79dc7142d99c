"""What look-ups share: what was derived from each paper."""

from collections.abc import Sequence

from kutip.types import Document, Kind, Passage
from tests.looked_up import Paper, look_up

BEES = Paper("bees", {"title": "Bees"}, [(Kind.PARAGRAPH, (), "Bees dance."), (Kind.PARAGRAPH, (), "Queens lay eggs.")])
TIDES = Paper("tides", {"title": "Tides"}, [(Kind.PARAGRAPH, (), "Tides rise.")])


def test_what_a_function_derives_from_a_paper_is_derived_once() -> None:
    asked: list[str] = []

    def texts(document: Document, passages: Sequence[Passage]) -> list[str]:
        asked.append(document.id)
        return [one.text for one in passages]

    def count(document: Document, passages: Sequence[Passage]) -> int:
        return len(passages)

    found = look_up("Do bees dance?", [BEES, TIDES])
    assert found.of_paper(texts, "bees") == ["Bees dance.", "Queens lay eggs."]
    assert found.of_paper(texts, "bees") is found.of_paper(texts, "bees")
    assert (found.of_paper(count, "bees"), found.of_paper(count, "tides")) == (2, 1)
    assert found.of_paper(texts, "tides") == ["Tides rise."]
    assert asked == ["bees", "tides"]

"""The documents of the corpus that an index lacks because its build could not use them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kutip.index.store import Generation

_FACT = "skipped"  # their place among the facts of a generation


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that is not indexed.

    Attributes:
        document: Its id: the name of its folder.
        reason: Why, with its name and what to do.
        was_indexed: True if an index before had it: a build took it out.
    """

    document: str
    reason: str
    was_indexed: bool = False

    @property
    def told(self) -> str:
        """What to tell a person about it, in one sentence."""
        gone = "; the index had it before and no longer has it" if self.was_indexed else ""
        return f"skipped {self.document}: {self.reason}{gone}"


def skipped_by(generation: Generation) -> tuple[Skipped, ...]:
    """The documents that the build of a generation skipped."""
    return tuple(Skipped(**one) for one in generation.facts.get(_FACT, []))


def fact_of(skipped: Sequence[Skipped]) -> Mapping[str, Any]:
    """The fact of a generation that `skipped_by` reads."""
    return {_FACT: [asdict(one) for one in skipped]}

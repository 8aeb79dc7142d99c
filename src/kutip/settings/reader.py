"""Settings of the reader, the network that reads the best hits together with the question."""

from typing import Literal

from pydantic import Field

from kutip.settings.environment import FromEnvironment


class ReaderSettings(FromEnvironment):
    """Whether a network reads the best hits of a question, to judge which sentence answers and whether any does."""

    reader: Literal["off", "auto", "on"] = Field(
        default="auto",
        description="off never reads. auto reads for answers; where the reader's files are missing or changed, the log"
        " says so and answers come without it, with their own calibration. on ranks the hits of searches again too, and"
        " takes missing files for an error.",
    )
    reader_hits: int = Field(
        default=10,
        ge=1,
        le=100,
        description="Best hits of a search that `on` ranks again. With 10, nDCG@10 rises by 0.018 for 0.1 CPU seconds"
        " a search; with 20, by 0.026 for twice that.",
    )
    reader_weight: float = Field(
        default=0.7,
        ge=0,
        description="Weight of the reader's certainty in that ranking, both scaled to 0..1, where the score of the"
        " other stages has 1. Chosen by nested cross-validation on the questions of `eval`.",
    )

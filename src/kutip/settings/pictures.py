"""The settings that bound what pictures of pages may cost a service."""

from pydantic import Field

from kutip.settings.environment import FromEnvironment


class PictureSettings(FromEnvironment):
    """What drawing a page of a PDF may cost; a page over a limit has no picture, the others have theirs."""

    picture_seconds: int = Field(
        default=5,
        ge=1,
        description="Seconds of CPU for drawing one page. A page of text takes 0.05 to 0.2, one of 100,000 lines 1.",
    )
    picture_megabytes: int = Field(
        default=400,
        ge=100,
        description="Megabytes of memory for the same, besides the drawing process's own 40. A page 2,000 pixels wide"
        " takes 60. Enforced on Linux.",
    )
    picture_processes: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Pages drawn at a time, each in a process of its own that gives way to searches. It is started by"
        " the first picture, and the second one only if two pages are asked for at once.",
    )
    picture_cache_megabytes: int = Field(
        default=64,
        ge=0,
        description="Megabytes of memory for pictures that were drawn; a page 1,000 pixels wide takes 0.1. Those not"
        " asked for longest go first. 0 to keep none.",
    )

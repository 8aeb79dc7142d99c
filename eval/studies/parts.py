"""The parts of Kutip that carry knowledge from elsewhere, and the settings that leave each out, for studies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutip.settings import FromEnvironment, Settings
from kutip.settings.environment import group_of, variable


@dataclass(frozen=True, slots=True)
class LearnedPart:
    """A part that can be left out by a setting.

    Attributes:
        name: For example "glossary".
        group: The group of settings that holds its setting, for example "search"; "" for a setting of its own.
        setting: The setting's name.
        off: The value that leaves the part out.
    """

    name: str
    group: str
    setting: str
    off: object

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it, for example KUTIP_GLOSSARY."""
        group = group_of(Settings.model_fields[self.group]) if self.group else None
        return variable(group or Settings, self.setting)

    def is_on(self, settings: Settings) -> bool:
        """Whether some settings let it take part."""
        return bool(getattr(self._holder(settings), self.setting) != self.off)

    def left_out(self, settings: Settings) -> Settings:
        """The same settings without it."""
        change = {self.setting: self.off}
        return settings.changed(**({self.group: change} if self.group else change))

    def _holder(self, settings: Settings) -> FromEnvironment:
        holder: FromEnvironment = getattr(settings, self.group) if self.group else settings
        return holder


PARTS: Mapping[str, LearnedPart] = {
    part.name: part
    for part in (
        LearnedPart("glossary", "search", "glossary", off=False),
        LearnedPart("reader", "reading", "reader", off="off"),
        LearnedPart("multilingual encoder", "indexing", "multilingual", off="off"),
    )
}


def without(settings: Settings, names: Iterable[str]) -> Settings:
    """The same settings without some parts, by name."""
    for name in names:
        settings = PARTS[name].left_out(settings)
    return settings


def part_variants(settings: Settings) -> Iterator[tuple[str, Settings]]:
    """The parts in force left out one at a time, then each alone, then none: a name and the settings of each.

    Of one or two parts, none comes twice: to leave out one of two is to have the other alone. A part that the index
    does not hold makes no difference, such as the multilingual encoder in an index that was built without it.
    """
    on = [name for name, part in PARTS.items() if part.is_on(settings)]
    for name in on:
        yield f"without {name}", without(settings, [name])
    if len(on) > 2:
        for name in on:
            yield f"{name} alone", without(settings, [other for other in on if other != name])
    if len(on) > 1:
        yield "without all of them", without(settings, on)

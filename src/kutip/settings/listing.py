"""Lists the settings for a person: as the tables of docs/settings.md, and with the values in force."""

import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from kutip.settings.environment import FromEnvironment, allowed, group_of, variable
from kutip.settings.groups import Settings

_HEAD = """# Settings

This page is made from the code by `kutip settings --markdown`; `kutip settings` prints the values in force.

A setting comes from the environment, for example `KUTIP_INDEX=/srv/index kutip serve`; the options `--corpus` and
`--index` of a command go before it. A variable `KUTIP_…` that is not on this page is refused, and so is a value out of
its range. Kubernetes adds variables such as `KUTIP_PORT` for a service called kutip: set `enableServiceLinks: false`.

In Python, a field goes by its group: `Settings(search={"fusion": "rrf"})`. What is not given there comes from the
environment, then from the defaults. `settings.changed(search={"rrf_k": 10})` gives the same settings with one changed.
"""


@dataclass(frozen=True, slots=True)
class ListedSetting:
    """A setting as it is shown.

    Attributes:
        variable: Its name in the environment: "KUTIP_RRF_K".
        field: Its name in its group: "rrf_k".
        default: Its default, as it would be written in the environment; "" if it is empty.
        meaning: What it changes, with unit and reason for the default.
        allowed: Which values it takes, in words.
    """

    variable: str
    field: str
    default: str
    meaning: str
    allowed: str


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """Settings that belong together.

    Attributes:
        name: The field of `Settings` that holds them: "search"; "" for those of `Settings` itself.
        about: What they are for, a sentence.
        settings: In the order of the code.
    """

    name: str
    about: str
    settings: tuple[ListedSetting, ...]


def listed_groups() -> Iterator[ListedGroup]:
    """All settings: those of `Settings` itself, then group by group."""
    own = [name for name, field in Settings.model_fields.items() if group_of(field) is None]
    yield ListedGroup("", "Where the papers and the index are.", tuple(_listed(Settings, name) for name in own))
    for name, field in Settings.model_fields.items():
        group = group_of(field)
        if group is not None:
            about = inspect.getdoc(group) or ""
            settings = tuple(_listed(group, field_name) for field_name in group.model_fields)
            yield ListedGroup(name, about.partition("\n\n")[0].replace("\n", " "), settings)


def in_force(settings: Settings, group: str, field: str) -> tuple[str, bool]:
    """A setting's value as the environment would give it, a key hidden; and whether it is the default.

    >>> in_force(Settings(search={"rrf_k": 10}), "search", "rrf_k")
    ('10', False)
    """
    holder: FromEnvironment = getattr(settings, group) if group else settings
    return _written(getattr(holder, field)), field not in holder.model_fields_set


def as_markdown() -> str:
    """The page docs/settings.md."""
    return _HEAD + "".join(f"\n{_section(group)}" for group in listed_groups())


def _listed(group: type[FromEnvironment], name: str) -> ListedSetting:
    field: FieldInfo = group.model_fields[name]
    meaning = field.description or ""
    return ListedSetting(variable(group, name), name, _written(field.default), meaning, allowed(field))


def _written(value: Any) -> str:
    """A value as the environment gives it."""
    if isinstance(value, SecretStr):
        return "hidden" if value.get_secret_value() else ""
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, bool | tuple):
        return json.dumps(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _section(group: ListedGroup) -> str:
    title = f"`{group.name}`" if group.name else "Folders"
    rows = [
        f"| `{one.variable}` | {f'`{one.default}`' if one.default else 'empty'} | {one.meaning} | {one.allowed} |\n"
        for one in group.settings
    ]
    head = "| variable | default | meaning | allowed |\n| --- | --- | --- | --- |\n"
    return f"## {title}\n\n{group.about}\n\n{head}{''.join(rows)}"

"""Reads settings from the variables of the environment, and refuses a name or a value that is none of theirs."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from kutip.errors import SettingsError

PREFIX = "KUTIP_"
_BOUNDS = (("ge", "{:g} or more"), ("gt", "more than {:g}"), ("le", "{:g} at most"))  # as pydantic names them
_TYPES = {bool: "true or false", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which values a type of ours takes, in words, for errors and documentation; stands in its `Annotated`."""

    values: str


class FromEnvironment(BaseSettings):
    """Settings whose values come from the call, else from `KUTIP_<FIELD>` in the environment, else from the defaults.

    Raises:
        SettingsError: There is no such field, or its value is out of its range.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise SettingsError("; ".join(_troubles(type(self), error))) from error

    def changed(self, **changes: Any) -> Self:
        """The same settings with some changed; the environment is not read for the others.

        Args:
            changes: Values by field; of a group its changed fields alone: `changed(search={"fusion": "rrf"})`.

        Raises:
            SettingsError: There is no such field, or its value is out of its range.
        """
        values = {name: getattr(self, name) for name in type(self).model_fields}
        for name, change in changes.items():
            own = values.get(name)
            if isinstance(own, FromEnvironment) and isinstance(change, Mapping):
                values[name] = own.changed(**change)
            else:
                values[name] = change
        return type(self)(**values)


def variable(group: type[FromEnvironment], field: str) -> str:
    """The environment's name of a field: KUTIP_RRF_K of `rrf_k`."""
    return f"{group.model_config['env_prefix']}{field}".upper()


def group_of(field: FieldInfo) -> type[FromEnvironment] | None:
    """The group that a field of the settings holds; None if it is a single setting."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, FromEnvironment) else None


def fields(settings: type[FromEnvironment]) -> Iterator[tuple[type[FromEnvironment], str]]:
    """Every single setting, as its class and its field's name; those of groups come in the groups' places."""
    for name, field in settings.model_fields.items():
        group = group_of(field)
        if group is None:
            yield settings, name
        else:
            yield from fields(group)


def refuse_unknown(settings: type[FromEnvironment]) -> None:
    """Refuse an environment with a `KUTIP_` variable that no setting reads.

    Raises:
        SettingsError: There is one; the error names the setting whose name is nearest.
    """
    names = [variable(group, field) for group, field in fields(settings)]
    known = {name.removeprefix(PREFIX): name for name in names}
    for name in sorted(os.environ):
        bare = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and bare not in known:
            raise SettingsError(f"unknown setting {name}; {_nearest(bare, known)}docs/settings.md lists all")


def allowed(field: FieldInfo) -> str:
    """Which values a setting takes, in words: "a number, 0 or more, 1 at most"."""
    own = [one.values for one in field.metadata if isinstance(one, Allowed)]
    if own:
        return own[0]
    if get_origin(field.annotation) is Literal:
        return " or ".join(get_args(field.annotation))
    kind = _TYPES.get(field.annotation, "any text") if isinstance(field.annotation, type) else "any text"
    bounds = [text.format(getattr(one, name)) for one in field.metadata for name, text in _BOUNDS if hasattr(one, name)]
    return ", ".join([kind, *bounds])


def _nearest(name: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {known[near[0]]}? " if near else ""


def _troubles(group: type[FromEnvironment], error: ValidationError) -> Iterator[str]:
    """What is wrong with the values of a group, the first error of each field."""
    first = {str(one["loc"][0]): one for one in reversed(error.errors(include_url=False))}
    for name, one in sorted(first.items()):
        field = group.model_fields.get(name)
        if field is None:
            yield f"{group.__name__} has no setting {name!r}; {_nearest(name, _paths(group))}docs/settings.md lists all"
            continue
        of_group = group_of(field)
        label = name if of_group else variable(group, name)
        takes = f"a {of_group.__name__}, or its fields by name" if of_group else allowed(field)
        given = "hidden" if field.annotation is SecretStr else repr(one["input"])
        what = one["msg"].removeprefix("Value error, ")
        verb = "is" if len(one["loc"]) == 1 else "has"
        yield f"{label} {verb} {given}: {what[:1].lower()}{what[1:]}; allowed: {takes}"


def _paths(group: type[FromEnvironment]) -> dict[str, str]:
    """How each setting below a group is reached, by its field's name: {"fusion": "search.fusion"}."""
    paths: dict[str, str] = {}
    for name, field in group.model_fields.items():
        inner = group_of(field)
        paths |= {name: name} if inner is None else {own: f"{name}.{path}" for own, path in _paths(inner).items()}
    return paths

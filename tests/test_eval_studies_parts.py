"""Leaving parts out: a part's setting changes and no other, and no variant comes twice."""

import pytest

from eval.studies.parts import PARTS, part_variants, without
from kutip.settings import Settings


@pytest.fixture(autouse=True)
def _every_part_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests leave the multilingual encoder out, which is slow to build."""
    monkeypatch.delenv("KUTIP_MULTILINGUAL", raising=False)


@pytest.mark.parametrize("name", PARTS)
def test_leaving_a_part_out_changes_its_setting_alone(name: str) -> None:
    settings = Settings()
    part = PARTS[name]
    less = without(settings, [name])
    assert part.is_on(settings)
    assert not part.is_on(less)
    assert all(other.is_on(less) for other in PARTS.values() if other is not part)
    restored = getattr(settings, part.group) if part.group else settings
    back = less.changed(**({part.group: restored} if part.group else {part.setting: getattr(settings, part.setting)}))
    assert back == settings


def test_the_variants_differ_from_each_other_and_from_all() -> None:
    settings = Settings()
    variants = dict(part_variants(settings))
    assert {f"without {name}" for name in PARTS} <= set(variants)
    made = [settings, *variants.values()]
    assert all(made.count(one) == 1 for one in made)


def test_the_last_variant_has_no_part() -> None:
    *_, (_, last) = part_variants(Settings())
    assert not any(part.is_on(last) for part in PARTS.values())


def test_parts_that_are_off_already_make_no_variant() -> None:
    assert list(part_variants(without(Settings(), PARTS))) == []

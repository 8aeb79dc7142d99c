"""Every number and path that someone may tune, each with its unit, its range and the reason for its value."""

from kutip.settings.building import BuildingLimits
from kutip.settings.environment import FromEnvironment
from kutip.settings.groups import (
    AnswerSettings,
    IndexSettings,
    LanguageModelSettings,
    LimitSettings,
    SearchSettings,
    Settings,
    Weights,
)
from kutip.settings.pictures import PictureSettings
from kutip.settings.reader import ReaderSettings
from kutip.settings.service import ServiceSettings

__all__ = [
    "AnswerSettings",
    "BuildingLimits",
    "FromEnvironment",
    "IndexSettings",
    "LanguageModelSettings",
    "LimitSettings",
    "PictureSettings",
    "ReaderSettings",
    "SearchSettings",
    "ServiceSettings",
    "Settings",
    "Weights",
]

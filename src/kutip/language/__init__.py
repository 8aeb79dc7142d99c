"""The languages that Kutip reads: one record of words for each."""

from collections.abc import Mapping

from kutip.language.english import ENGLISH
from kutip.language.indonesian import INDONESIAN
from kutip.language.record import LanguageData

# The language that questions in others are carried to: that of the papers, their index and its encoder.
CARRIED_TO = ENGLISH
LANGUAGES: Mapping[str, LanguageData] = {one.code: one for one in (ENGLISH, INDONESIAN)}

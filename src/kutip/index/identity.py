"""Whether an index was built with the models that the settings ask for."""

from pathlib import Path

from kutip.errors import OtherModelError
from kutip.index.layout import LATE
from kutip.index.store import Generation
from kutip.settings import IndexSettings


def refuse_other_models(generation: Generation, settings: IndexSettings) -> None:
    """Refuse an index of other models: its answers would not be those of the models that the settings name.

    The same model in a folder that is named in another way counts as the same.

    Raises:
        OtherModelError: The index was built with another model, or another revision of it.
    """
    late = generation.facts.get("further_encoders", {}).get(LATE, {})
    models = {
        "KUTIP_MODEL": (str(generation.facts.get("model", settings.model)), settings.model),
        "KUTIP_LATE_MODEL": (str(late.get("model", "")), settings.late_model),
    }
    if settings.model == IndexSettings.model_fields["model"].default:  # no other model has an adapter
        adapter = generation.facts.get("adapter", settings.adapter)
        models["KUTIP_ADAPTER"] = (f"{adapter:g}", f"{settings.adapter:g}")
    for setting, (found, wanted) in models.items():
        if found != wanted and not (found and wanted and Path(found).resolve() == Path(wanted).resolve()):
            raise OtherModelError(setting, found, wanted)

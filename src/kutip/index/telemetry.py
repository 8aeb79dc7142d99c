"""Switches off what libraries report to their makers: Kutip calls this before it imports any of them."""

import os

# Each library reads its variable when it is first imported.
_SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime looks up a host of its maker, and writes a device id at home
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, where a model is fetched by its name
    "DO_NOT_TRACK": "1",  # the convention of many other programs, https://consoledonottrack.com
}


def switch_off_telemetry() -> None:
    """Set the environment variables of this process by which libraries report nothing.

    A variable that is set already keeps its value: whoever sets ORT_DISABLE_TELEMETRY=0 wants to be counted.
    """
    for name, value in _SWITCHES.items():
        if not os.environ.get(name):
            os.environ[name] = value

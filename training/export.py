"""Makes what Kutip runs out of a delta file and its base.

python -m training.export reader reader.delta.npz OUT     OUT/reader.onnx, OUT/reader.float32.onnx
python -m training.export late late.delta.npz OUT         a folder for KUTIP_MODEL or KUTIP_LATE_MODEL
"""

import logging
import shutil
import warnings
from pathlib import Path
from typing import Annotated

import torch
import typer
from safetensors.numpy import load_file, save_file

from indexer.encoder_export import forget_origin
from indexer.model_files import DEFAULT_MODEL
from kutip.index.layout import TOKENIZER
from kutip.index.telemetry import switch_off_telemetry
from training.command import run_command
from training.deltas import apply_delta, changes, read_delta
from training.errors import TrainingError
from training.networks import ReaderNetwork, TrainedNetwork, base_folder, load_body

INT8, FLOAT32 = "reader.onnx", "reader.float32.onnx"
INPUTS, OUTPUTS = ("ids", "types", "mask"), ("start", "end", "evidence", "answerable")
_QUANTISED = ["MatMul", "Gemm", "Gather"]
_WORDS = "body.embeddings.word_embeddings.weight"  # half of the file, hence quantised too
_WEIGHTS = "model.safetensors"


def reader_of(delta: Path, *, base: str = DEFAULT_MODEL) -> ReaderNetwork:
    """The reader that a delta file describes.

    Raises:
        TrainingError: The delta is of another base, or has no reader's heads.
    """
    reader = ReaderNetwork(load_body(base))
    arrays = read_delta(delta)
    heads = [name for name in reader.weights() if name.startswith("head.")]
    missing = [name for name in heads if f"{name}.h" not in arrays]
    if missing:
        raise TrainingError(f"{delta} is not of a reader: it lacks {', '.join(missing)}")
    own = TrainedNetwork(reader.body).weights(trained_only=False)
    reader.set_weights(apply_delta(own, arrays))
    return reader.eval()


def export_float32(reader: ReaderNetwork, path: Path) -> None:
    """Write a reader as an ONNX file: ids, types and mask, each (B, T), to start, end, evidence and answerable."""
    ids = torch.ones((2, 16), dtype=torch.int64)
    longest = int(reader.body.config.max_position_embeddings)  # type: ignore[union-attr,arg-type]
    axes = {0: torch.export.Dim("batch", min=1, max=64), 1: torch.export.Dim("length", min=4, max=longest)}
    types = torch.zeros_like(ids)
    types[:, 6:] = 1
    path.parent.mkdir(parents=True, exist_ok=True)
    # The exporter warns and logs about its own internals, such as a missing torchvision, which it does not need.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            reader.eval(),
            (ids, types, torch.ones_like(ids)),
            path,
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_shapes=dict.fromkeys(INPUTS, axes),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    forget_origin(path)


def quantise(path: Path, out: Path) -> None:
    """Write an ONNX file with weights of one byte, a scale per channel; activations are quantised as they come.

    Of what is looked up, only the word embeddings are quantised. With positions and token types too, answerability
    correlated with float32 by 0.9926 instead of 0.9941 on 200 questions of SQuAD 2.0, for 0.6 of 24 MB.
    """
    switch_off_telemetry()
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    nodes = onnx.load(path).graph.node
    looked_up = [node.name for node in nodes if node.op_type == "Gather" and node.input[0] != _WORDS]
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises to preprocess, which changes nothing here
    try:
        quantize_dynamic(
            path,
            out,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # seven bits: sums of eight overflow on processors without VNNI, and readings differ
            op_types_to_quantize=_QUANTISED,
            nodes_to_exclude=looked_up,
        )
    finally:
        root.setLevel(level)


def export_reader(delta: Path, folder: Path, *, base: str = DEFAULT_MODEL) -> None:
    """Write the reader in both precisions, and the tokenizer that it needs."""
    export_float32(reader_of(delta, base=base), folder / FLOAT32)
    quantise(folder / FLOAT32, folder / INT8)
    shutil.copyfile(base_folder(base) / TOKENIZER, folder / TOKENIZER)


def export_late(delta: Path, folder: Path, *, alpha: float, base: str = DEFAULT_MODEL) -> None:
    """Write a copy of the base's folder with a share of the change.

    Raises:
        TrainingError: The delta is not of this base.
    """
    source = base_folder(base)
    own, arrays = load_file(source / _WEIGHTS), read_delta(delta)
    unknown = [name for name in changes(arrays) if name not in own]
    if unknown:
        raise TrainingError(f"{delta} is not of the base {base}: that has no {unknown[0]}")
    shutil.copytree(source, folder, dirs_exist_ok=True)
    floats = {name: values for name, values in own.items() if f"{name}.q" in arrays or f"{name}.h" in arrays}
    save_file({**own, **apply_delta(floats, arrays, alpha=alpha)}, folder / _WEIGHTS, metadata={"format": "pt"})


def main(
    what: Annotated[str, typer.Argument(help="reader or late.")],
    delta: Annotated[Path, typer.Argument(help="The delta file.")],
    out: Annotated[Path, typer.Argument(help="Folder to write to.")],
    base: Annotated[str, typer.Option(help="The base that the delta changes.")] = DEFAULT_MODEL,
    alpha: Annotated[float, typer.Option(help="How much of a late adapter's change is taken, 0 to 1.")] = 1.0,
) -> None:
    """Write the files that Kutip runs."""
    if what == "reader":
        export_reader(delta, out, base=base)
    elif what == "late":
        export_late(delta, out, alpha=alpha, base=base)
    else:
        raise typer.BadParameter(f"{what!r} is neither reader nor late")
    for path in sorted(out.rglob("*")):
        if path.is_file():
            print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    run_command(main)

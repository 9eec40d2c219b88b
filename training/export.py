"""Writes a checkpoint's averaged network as ONNX, its batch norms folded, its temperature in its head, its layers named."""

from __future__ import annotations

import argparse
import hashlib
import inspect
import io
import json
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

import data
import describe
from networks import fold, multiply_adds, parameter_count, restore
from train import Held, accuracy, calibration_error, holdout_file, holdout_names, logits_of

OPSET = 17
# Graphs as they are traced, which is what is read below: from 2.9 on PyTorch exports otherwise by default.
TRACED = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}


class WithTaps(nn.Module):
    """A network whose layers are outputs, too."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """Logits, then every layer's tensor."""
        taps, logits = self.network.taps(x)
        return (logits, *taps)


def to_onnx(network: nn.Module, kind: data.DataSet) -> onnx.ModelProto:
    """The folded network: `input` float32 [batch, channels, size, size], normalised -> `logits` [batch, classes].

    The layers are tensors inside, under the network's `tap_names`.
    """
    folded = fold(network)
    buffer = io.BytesIO()
    names = ["logits", *network.tap_names]
    torch.onnx.export(
        WithTaps(folded).eval(),
        torch.zeros(2, kind.channels, kind.size, kind.size),
        buffer,
        opset_version=OPSET,
        input_names=["input"],
        output_names=names,
        dynamic_axes={name: {0: "batch"} for name in ("input", *names)},
        **TRACED,
    )
    proto = onnx.load_from_string(buffer.getvalue())
    del proto.graph.output[1:]
    for node in proto.graph.node:
        node.ClearField("doc_string")
    onnx.checker.check_model(proto, full_check=True)
    return proto


def write(file: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that nobody reads half of it."""
    partial = file.with_name(file.name + ".partial")
    partial.write_bytes(content)
    partial.rename(file)


def main() -> None:
    """Command line: writes DIR/NETWORK.onnx, and beside this file what came out and what is known, results/ and facts/NETWORK.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of its data set")
    parser.add_argument("--out", type=Path, required=True, help="folder for NETWORK.onnx")
    parser.add_argument("--papers", type=Path, default=Path(__file__).parent, help="folder of results/ and facts/")
    parser.add_argument("--cache", type=Path, help="folder for decoded photographs (default: the temporary folder)")
    parser.add_argument("--holdout", type=Path, help="list of what is held out (default: the shipped networks')")
    options = parser.parse_args()

    state = torch.load(options.checkpoint)
    name = state["name"]
    kind = data.DATA_SETS[name.split("-")[0]]
    network = restore(state)
    content = to_onnx(network, kind).SerializeToString()
    write(options.out / f"{name}.onnx", content)

    photos = data.load(kind, options.data, "train", options.cache)
    _, held_at = data.split_by_name(photos.names, holdout_names(options.holdout or holdout_file(name), photos, state["seed"]))
    held = Held.of(photos.select(held_at), kind, state["mean"], state["std"], state["seed"])
    folded = fold(network)
    whole, half = logits_of(folded, held.whole), logits_of(folded, held.half)
    cost = multiply_adds(network, (kind.channels, kind.size, kind.size))
    result = {
        "name": name,
        "params": parameter_count(network),
        "multiplyAdds": cost,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "epochs": state["epoch"],
        "cpuMinutes": round(state["cpuSeconds"] / 60, 1),
        "seed": state["seed"],
        "temperature": state["temperature"],
        "holdout": {
            "accuracy": accuracy(whole, held.labels),
            "accuracyHalfHidden": accuracy(half, held.labels),
            "calibrationError": calibration_error(whole, held.labels),
            "calibrationErrorHalfHidden": calibration_error(half, held.labels),
        },
    }
    facts = describe.facts(name, list(kind.classes), list(network.tap_names), state["mean"], state["std"], cost)
    for folder, content in (("results", result), ("facts", facts)):
        text = json.dumps(content, indent=2, ensure_ascii=False)
        print(text)
        (options.papers / folder).mkdir(parents=True, exist_ok=True)
        write(options.papers / folder / f"{name}.json", (text + "\n").encode())


if __name__ == "__main__":
    main()

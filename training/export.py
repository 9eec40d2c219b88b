"""Writes a checkpoint's averaged network as ONNX, its batch norms folded and its taps named."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import onnx
import torch

from data import CLASSES
from model import INPUT_SIZE, TAPS, StrataNet, fold, restore

OPSET = 13


def to_onnx(network: StrataNet) -> onnx.ModelProto:
    """The folded network: `input` float32 [batch, 3, 64, 64], normalised -> `logits` [batch, 10]."""
    buffer = io.BytesIO()
    torch.onnx.export(
        fold(network),
        torch.zeros(2, 3, INPUT_SIZE, INPUT_SIZE),
        buffer,
        opset_version=OPSET,
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
    )
    proto = onnx.load_from_string(buffer.getvalue())
    name_taps(proto.graph)
    onnx.checker.check_model(proto, full_check=True)
    return proto


def name_taps(graph: onnx.GraphProto) -> None:
    """Renames the rectified outputs of the stem and of every residual sum to `stem`, `block1`, ..."""
    makers = {output: node for node in graph.node for output in node.output}
    rectified = [node for node in graph.node if node.op_type == "Relu"]
    sums = [node for node in rectified if makers[node.input[0]].op_type == "Add"]
    tapped = [rectified[0], *sums]
    if len(tapped) != len(TAPS):
        raise ValueError(f"{len(tapped)} taps in the graph, {len(TAPS)} expected")
    names = {node.output[0]: name for node, name in zip(tapped, TAPS)}
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]


def write(file: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that nobody reads half of it."""
    partial = file.with_name(file.name + ".partial")
    partial.write_bytes(content)
    partial.rename(file)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path, help="ONNX file to write")
    parser.add_argument("--meta", type=Path, help="JSON file to write: mean, std, classes, taps, epoch")
    options = parser.parse_args()
    state = torch.load(options.checkpoint)
    write(options.model, to_onnx(restore(state)).SerializeToString())
    if options.meta:
        meta = {
            "mean": state["mean"],
            "std": state["std"],
            "classes": list(CLASSES.values()),
            "taps": list(TAPS),
            "epoch": state["epoch"],
        }
        write(options.meta, (json.dumps(meta, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()

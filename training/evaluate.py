"""Accuracy of a checkpoint, as exported, on the hold-out, and everything about it in result.json.

The validation photographs are read elsewhere, once and for the probes as well: by probes/evaluate.ts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch

import augment
import data
from model import TAPS, fold, multiply_adds, parameter_count, restore
from train import HERE, accuracy, half_hidden, holdout_names


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path, help="the ONNX file made of it")
    parser.add_argument("--data", type=Path, required=True, help="folder of Imagenette, either form")
    parser.add_argument("--cache", type=Path, help="folder for decoded photographs (default: the temporary folder)")
    options = parser.parse_args()

    state = torch.load(options.checkpoint)
    network = fold(restore(state))
    train = data.load(options.data, "train", options.cache)
    _, held = data.split_by_name(train.names, holdout_names(train, state["seed"]))
    holdout = train.select(held)
    x = augment.normalise(data.halve(holdout.images), state["mean"], state["std"])
    labels = torch.from_numpy(holdout.labels)
    content = options.model.read_bytes()
    result = {
        "mean": state["mean"],
        "std": state["std"],
        "classes": list(data.CLASSES.values()),
        "params": parameter_count(network),
        "multiplyAdds": multiply_adds(network),
        "bytes": len(content),
        "epochs": state["epoch"],
        "minutes": round(state["spent"] / 60, 1),
        "holdoutAccuracy": accuracy(network, x, labels),
        "holdoutAccuracyHalfHidden": accuracy(network, half_hidden(x, state["seed"]), labels),
        "sha256": hashlib.sha256(content).hexdigest(),
        "seed": state["seed"],
        "taps": list(TAPS),
    }
    text = json.dumps(result, indent=2)
    print(text)
    (HERE / "result.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

"""Accuracy of a checkpoint, as exported, and everything about it in result.json."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch

import augment
import data
from model import TAPS, StrataNet, fold, multiply_adds, parameter_count
from train import HERE, accuracy, half_hidden, holdout_names


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path, help="the ONNX file made of it")
    parser.add_argument("--data", type=Path, required=True, help="folder of Imagenette, either form")
    parser.add_argument("--cache", type=Path, help="folder for decoded photographs (default: the temporary folder)")
    parser.add_argument("--validation", action="store_true", help="read the validation images too: once, at the end")
    options = parser.parse_args()

    state = torch.load(options.checkpoint)
    network = StrataNet()
    network.load_state_dict(state["average"])
    folded = fold(network)

    def accuracies(photos: data.Photos) -> tuple[float, float]:
        """With nothing hidden, and with a random 8 of 16 patches hidden."""
        x = augment.normalise(data.halve(photos.images), state["mean"], state["std"])
        labels = torch.from_numpy(photos.labels)
        return accuracy(folded, x, labels), accuracy(folded, half_hidden(x, state["seed"]), labels)

    train = data.load(options.data, "train", options.cache)
    _, held = data.split_by_name(train.names, holdout_names(train, state["seed"]))
    holdout = accuracies(train.select(held))
    validation = accuracies(data.load(options.data, "val", options.cache)) if options.validation else (None, None)
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
        "holdoutAccuracy": holdout[0],
        "holdoutAccuracyHalfHidden": holdout[1],
        "validationAccuracy": validation[0],
        "validationAccuracyHalfHidden": validation[1],
        "sha256": hashlib.sha256(content).hexdigest(),
        "seed": state["seed"],
        "taps": list(TAPS),
    }
    text = json.dumps(result, indent=2)
    print(text)
    if options.validation:
        (HERE / "result.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

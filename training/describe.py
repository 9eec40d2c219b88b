"""What the page says of each network, and what `strata prepare` has to know of it: a file of facts."""

from __future__ import annotations

from typing import Any

IMAGENETTE_TRAINING = {
    "data": "Imagenette (fast.ai), nine tenths of the training photographs of ten ImageNet classes.",
    "terms": "The photographs are ImageNet's, for non-commercial research and education; they are not included. The choice of classes is fast.ai's, Apache 2.0.",
}
TERMS = "MIT for the weights, with the terms of the training data."
PHOTOGRAPHS = "Ten kinds of things in photographs of 64 px"
HIDDEN = "In half of its training images patches were hidden, so that it has a meaningful opinion of an image of which only parts are shown."

NETWORKS: dict[str, dict[str, Any]] = {
    "imagenette-residual": {
        "title": "Residual · Imagenette",
        "task": PHOTOGRAPHS,
        "description": f"A small residual network for photographs of ten kinds of things: a stem, seven blocks, one linear layer. {HIDDEN}",
        "training": IMAGENETTE_TRAINING,
        "augment": {"crop": 0.5, "mirror": True},
    },
    "imagenette-plain": {
        "title": "Plain · Imagenette",
        "task": PHOTOGRAPHS,
        "description": f"Eight plain convolutions, one after another, in the manner of VGG, for photographs of ten kinds of things. {HIDDEN}",
        "training": IMAGENETTE_TRAINING,
        "augment": {"crop": 0.5, "mirror": True},
    },
    "imagenette-transformer": {
        "title": "Transformer · Imagenette",
        "task": PHOTOGRAPHS,
        "description": f"A small vision transformer for photographs of ten kinds of things: 64 tokens, six blocks. {HIDDEN}",
        "training": IMAGENETTE_TRAINING,
        "augment": {"crop": 0.5, "mirror": True},
    },
    "cifar-resnet20": {
        "title": "ResNet-20 · CIFAR-10",
        "task": "Ten kinds of animals and vehicles in images of 32 px",
        "description": f"A residual network of twenty layers for CIFAR-10's tiny images, of the kind that the paper looked into. {HIDDEN}",
        "training": {
            "data": "CIFAR-10 (Krizhevsky 2009), nine tenths of 20,000 of its training images.",
            "terms": "The images were collected for research by the University of Toronto from the 80 million tiny images; they are not included.",
        },
        "augment": {"crop": 1, "shift": 4, "mirror": True},
        "players": {"rows": 8, "cols": 8, "pick": "centre", "from": [6, 6], "count": 12, "others": "hidden"},
    },
    "mnist-mlp7": {
        "title": "MLP-7 · MNIST",
        "task": "Handwritten digits of 28 px",
        "description": f"Seven linear layers for handwritten digits, of the kind that the paper looked into. {HIDDEN}",
        "training": {
            "data": "MNIST (LeCun et al. 1998), nine tenths of 6,000 of its test digits.",
            "terms": "CC BY-SA 3.0 for the digits; they are not included.",
        },
        "augment": {"crop": 1, "shift": 3, "mirror": False},
        "players": {"rows": 9, "cols": 9, "pick": "foreground", "count": 10, "others": "hidden"},
    },
}


def facts(name: str, classes: list[str], layers: list[str], mean: list[float], std: list[float], cost: int) -> dict[str, Any]:
    """The contents of facts/NAME.json; `cost` in multiply-adds of one image."""
    known = NETWORKS[name]
    players = {"players": known["players"]} if "players" in known else {}
    return {
        "name": name,
        "title": known["title"],
        "task": known["task"],
        "description": known["description"],
        "licence": TERMS,
        "multiplyAdds": cost,
        "input": {"mean": mean, "std": std},
        "classes": classes,
        "layers": layers,
        "training": known["training"],
        "augment": known["augment"],
        **players,
    }

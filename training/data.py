"""Images from disk: decoding, the cache, the hold-out and the evaluation resize."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
from PIL import Image

@dataclass(frozen=True)
class DataSet:
    """What images are trained on and how."""

    side: int
    """Side of a decoded image, pixels."""
    size: int
    """Side of the network's input, pixels; `side`, or half of it, so that evaluation is an exact 2x2 mean."""
    channels: int
    classes: tuple[str, ...]
    grids: tuple[tuple[int, int], ...]
    """Grids, rows x columns, whose cells are hidden in training."""


COARSE_GRIDS = tuple((rows, cols) for rows in (2, 3, 4) for cols in (2, 3, 4))

IMAGENETTE = {
    "n01440764": "tench",
    "n02102040": "English springer",
    "n02979186": "cassette player",
    "n03000684": "chain saw",
    "n03028079": "church",
    "n03394916": "French horn",
    "n03417042": "garbage truck",
    "n03425413": "gas pump",
    "n03445777": "golf ball",
    "n03888257": "parachute",
}
"""WordNet id (the publisher's folder name) -> readable name, in label order."""

DATA_SETS = {
    "imagenette": DataSet(128, 64, 3, tuple(IMAGENETTE.values()), COARSE_GRIDS),
    "cifar": DataSet(
        32,
        32,
        3,
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        (*COARSE_GRIDS, *((8, 8),) * 3),
    ),
    "mnist": DataSet(28, 28, 1, tuple("0123456789"), (*COARSE_GRIDS, *((9, 9),) * 3)),
}
"""By the first word of a network's name. The finer grids of the last two are those of which the page picks players."""


@dataclass(frozen=True)
class Photos:
    """Decoded photographs of one split."""

    images: np.ndarray
    """uint8 [count, side, side, channels], RGB or grey, centre squares."""
    labels: np.ndarray
    """int64 [count]."""
    names: list[str]
    """File names without folders."""

    def select(self, indices: np.ndarray) -> Photos:
        """The photographs at the given positions."""
        return Photos(self.images[indices], self.labels[indices], [self.names[i] for i in indices])


def load(kind: DataSet, data: Path, split: str, cache: Path | None = None) -> Photos:
    """Images of `split` from either form of the data; decoded once, then cached.

    `data` holds either index.json with image files concatenated in one file per split, or, Imagenette as published,
    train/CLASS/*.JPEG and val/CLASS/*.JPEG.
    """
    packed = (data / "index.json").exists()
    names, labels, readers = _packed(data, split) if packed else _folders(data, split)
    cache = cache or Path(tempfile.gettempdir()) / "strata-images"
    key = hashlib.sha256("\n".join([str(data.resolve()), *names]).encode()).hexdigest()[:16]
    file = cache / f"{split}-{key}.npy"
    if file.exists():
        images = np.load(file)
    else:
        with ThreadPoolExecutor() as pool:
            images = np.stack(list(pool.map(lambda read: decode(read(), kind), readers)))
        cache.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial.npy")
        np.save(partial, images)
        partial.rename(file)
    return Photos(images, np.array(labels, dtype=np.int64), names)


def _packed(data: Path, split: str) -> tuple[list[str], list[int], list[Callable[[], bytes]]]:
    index = json.loads((data / "index.json").read_text())["splits"][split]
    blob = (data / index["file"]).read_bytes()
    offsets = index["offsets"]
    readers = [lambda a=a, b=b: blob[a:b] for a, b in zip(offsets, offsets[1:])]
    return index["names"], index["labels"], readers


def _folders(data: Path, split: str) -> tuple[list[str], list[int], list[Callable[[], bytes]]]:
    files = [(f, label) for label, wnid in enumerate(IMAGENETTE) for f in sorted((data / split / wnid).glob("*.JPEG"))]
    if not files:
        raise FileNotFoundError(f"no index.json and no {split}/CLASS/*.JPEG under {data}")
    return [f.name for f, _ in files], [label for _, label in files], [f.read_bytes for f, _ in files]


def decode(content: bytes, kind: DataSet) -> np.ndarray:
    """An image file -> uint8 [side, side, channels]: the centre square, averaged over areas unless it has that size already."""
    image = Image.open(io.BytesIO(content)).convert("L" if kind.channels == 1 else "RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.resize((kind.side, kind.side), Image.BOX, box=(left, top, left + side, top + side))
    return np.asarray(image).reshape(kind.side, kind.side, kind.channels)


def evaluated(images: np.ndarray, kind: DataSet) -> np.ndarray:
    """The images at the network's size."""
    return images if kind.side == kind.size else halve(images)


def halve(images: np.ndarray) -> np.ndarray:
    """uint8 [count, h, w, channels] -> uint8 [count, h / 2, w / 2, channels] by 2x2 means, halves rounded up."""
    count, height, width, channels = images.shape
    sums = images.reshape(count, height // 2, 2, width // 2, 2, channels).sum(axis=(2, 4), dtype=np.uint16)
    return ((sums + 2) // 4).astype(np.uint8)


def draw_holdout(names: Sequence[str], labels: np.ndarray, share: float, seed: int) -> list[str]:
    """Names of a random `share` of every class, independent of the order in which the files are listed."""
    generator = np.random.default_rng(seed)
    held: list[str] = []
    for label in np.unique(labels):
        of_class = sorted(name for name, other in zip(names, labels) if other == label)
        held += sorted(generator.choice(of_class, round(share * len(of_class)), replace=False).tolist())
    return held


def split_by_name(names: Sequence[str], held: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the names to train on and of the names held out."""
    chosen = set(held)
    is_held = np.array([name in chosen for name in names])
    if is_held.sum() != len(chosen):
        raise ValueError("the data do not contain every held-out photograph")
    return np.flatnonzero(~is_held), np.flatnonzero(is_held)


def channel_statistics(images: np.ndarray) -> tuple[list[float], list[float]]:
    """Per-channel mean and standard deviation over all pixels of uint8 [count, h, w, channels], in units of 0..1."""
    levels = np.arange(256) / 255
    mean, std = [], []
    for channel in range(images.shape[-1]):
        counts = np.bincount(images[..., channel].ravel(), minlength=256) / images[..., channel].size
        mu = float(counts @ levels)
        mean.append(mu)
        std.append(float(np.sqrt(counts @ (levels - mu) ** 2)))
    return mean, std

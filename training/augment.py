"""What training and evaluation do to images: crops, colour and hiding."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from PIL import Image
from torch import Tensor

BASELINES = ("mean", "zero", "blur", "image-mean")
"""What may stand where a patch is hidden, as the page has it (src/core/baseline.ts)."""

BLUR_SIGMA_SHARE = 1 / 8
"""Standard deviation of the blur, as a share of the image's side."""


def normalise(images: np.ndarray, mean: list[float], std: list[float]) -> Tensor:
    """uint8 [batch, h, w, channels] -> float32 [batch, channels, h, w] = (value / 255 - mean) / std; the mean colour becomes 0."""
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float()
    scale = 1 / (255 * torch.tensor(std))
    shift = torch.tensor(mean) / torch.tensor(std)
    return x * scale.view(1, -1, 1, 1) - shift.view(1, -1, 1, 1)


def random_crops(
    images: np.ndarray, size: int, least_area: float, generator: np.random.Generator, pool: ThreadPoolExecutor
) -> np.ndarray:
    """Random rectangles, resized with antialiasing to size x size, half of them mirrored.

    uint8 [batch, side, side, 3] -> uint8 [batch, size, size, 3]. The rectangle's area is uniform between `least_area`
    and 1 of the photograph, its aspect ratio log-uniform in 3/4..4/3.
    """
    count, side = images.shape[:2]
    area = generator.uniform(least_area, 1, count)
    ratio = np.exp(generator.uniform(-math.log(4 / 3), math.log(4 / 3), count) / 2)
    width = np.minimum(side, side * np.sqrt(area) * ratio)
    height = np.minimum(side, side * np.sqrt(area) / ratio)
    left = generator.uniform(0, side - width)
    top = generator.uniform(0, side - height)
    mirrored = generator.random(count) < 0.5
    boxes = np.stack([left, top, left + width, top + height], axis=1).tolist()

    def crop(i: int) -> np.ndarray:
        pixels = np.asarray(Image.fromarray(images[i]).resize((size, size), Image.HAMMING, box=boxes[i]))
        return pixels[:, ::-1] if mirrored[i] else pixels

    return np.stack(list(pool.map(crop, range(count))))


def random_shifts(images: np.ndarray, most: int, mirror: bool, generator: np.random.Generator) -> np.ndarray:
    """Images moved by up to `most` pixels each way, their edges repeated; half of them mirrored where that is asked. Shapes stay."""
    count, height, width = images.shape[:3]
    padded = np.pad(images, ((0, 0), (most, most), (most, most), (0, 0)), mode="edge")
    top, left = generator.integers(0, 2 * most + 1, (2, count))
    moved = np.stack([padded[i, top[i] : top[i] + height, left[i] : left[i] + width] for i in range(count)])
    if mirror:
        chosen = generator.random(count) < 0.5
        moved[chosen] = moved[chosen, :, ::-1]
    return moved


def jitter_colour(x: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Saturation, contrast and brightness of normalised images [batch, channels, h, w], each by up to `strength`."""

    def factor(low: float, high: float) -> Tensor:
        return torch.empty(len(x), 1, 1, 1).uniform_(low, high, generator=generator)

    grey = x.mean(dim=1, keepdim=True)
    x = torch.lerp(grey, x, factor(1 - strength, 1 + strength))
    level = x.mean(dim=(1, 2, 3), keepdim=True)
    gain = factor(1 - strength, 1 + strength)
    return (x - level) * gain + level + factor(-strength, strength)


def blur(x: Tensor) -> Tensor:
    """Gaussian blur of [batch, channels, side, side], mirrored at the edges, as the page's baseline."""
    side = x.shape[-1]
    sigma = BLUR_SIGMA_SHARE * side
    reach = math.ceil(3 * sigma)
    matrix = torch.zeros(side, side)
    for offset in range(-reach, reach + 1):
        at = (torch.arange(side) + offset) % (2 * side)
        at = torch.where(at < side, at, 2 * side - 1 - at)
        matrix[torch.arange(side), at] += math.exp(-((offset / sigma) ** 2) / 2)
    matrix /= matrix.sum(dim=1, keepdim=True)
    return matrix @ x @ matrix.T


def hide(x: Tensor, hidden: Tensor, baselines: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """Puts a baseline where pixels are hidden.

    x: normalised [batch, channels, side, side]; hidden: bool [batch, side, side]; baselines: int [batch], places in
    BASELINES; mean, std: [channels], 0..1.
    """
    fill = torch.zeros_like(x)
    for number, name in enumerate(BASELINES):
        chosen = (baselines == number).nonzero()[:, 0]
        if name == "mean" or len(chosen) == 0:
            continue
        if name == "zero":
            fill[chosen] = (-mean / std).view(1, -1, 1, 1)
        elif name == "blur":
            fill[chosen] = blur(x[chosen])
        else:
            fill[chosen] = x[chosen].mean(dim=(2, 3), keepdim=True)
    return torch.where(hidden[:, None], fill, x)


def grid_pixels(cells: Tensor, side: int) -> Tensor:
    """bool [batch, rows, cols] -> bool [batch, side, side]; edges at round(i * side / count), as the page's patches."""

    def owners(count: int) -> Tensor:
        edges = torch.tensor([math.floor(i * side / count + 0.5) for i in range(count + 1)])
        return torch.bucketize(torch.arange(side), edges[1:], right=True)

    return cells[:, owners(cells.shape[1])][:, :, owners(cells.shape[2])]


def draw_hidden(counts: Tensor, rows: int, cols: int, generator: torch.Generator) -> Tensor:
    """Random cells to hide: int [batch] how many -> bool [batch, rows, cols] which."""
    order = torch.rand(len(counts), rows * cols, generator=generator).argsort(dim=1).argsort(dim=1)
    return (order < counts.view(-1, 1)).view(-1, rows, cols)


def draw_rectangles(batch: int, side: int, generator: torch.Generator) -> Tensor:
    """bool [batch, side, side]: one rectangle of random edges; half of the time all but it."""
    ends = torch.randint(0, side + 1, (2, 2, batch), generator=generator).sort(dim=1).values
    at = torch.arange(side)
    inside = (at >= ends[:, 0, :, None]) & (at < ends[:, 1, :, None])
    rectangle = inside[0][:, :, None] & inside[1][:, None, :]
    return rectangle ^ (torch.rand(batch, 1, 1, generator=generator) < 0.5)


def draw_training_hidden(batch: int, side: int, grids: list[tuple[int, int]], generator: torch.Generator) -> Tensor:
    """bool [batch, side, side]: nothing in half of the images; in four fifths of the others a uniformly drawn number of the
    cells of one of the grids, each image its own; in the rest a rectangle or all but it."""
    which = torch.randint(0, len(grids), (batch,), generator=generator)
    hidden = torch.zeros(batch, side, side, dtype=torch.bool)
    for number, (rows, cols) in enumerate(grids):
        chosen = (which == number).nonzero()[:, 0]
        counts = torch.randint(0, rows * cols + 1, (len(chosen),), generator=generator)
        hidden[chosen] = grid_pixels(draw_hidden(counts, rows, cols, generator), side)
    rectangles = torch.rand(batch, generator=generator) < 0.2
    hidden[rectangles] = draw_rectangles(int(rectangles.sum()), side, generator)
    hidden[torch.rand(batch, generator=generator) < 0.5] = False
    return hidden


def draw_baselines(batch: int, generator: torch.Generator) -> Tensor:
    """int [batch], places in BASELINES: the mean colour half of the time, else one of the others."""
    drawn = torch.randint(0, 2 * (len(BASELINES) - 1), (batch,), generator=generator)
    return (drawn - len(BASELINES) + 2).clamp(min=0)

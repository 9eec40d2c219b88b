"""What training and evaluation do to images: crops, colour, mixing and hiding."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from PIL import Image
from torch import Tensor

GRID = 4
"""Patches along each side of the image; 16 px each at 64 px."""


def normalise(images: np.ndarray, mean: list[float], std: list[float]) -> Tensor:
    """uint8 [batch, h, w, 3] -> float32 [batch, 3, h, w] = (rgb / 255 - mean) / std; the mean colour becomes 0."""
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float()
    scale = 1 / (255 * torch.tensor(std))
    shift = torch.tensor(mean) / torch.tensor(std)
    return x * scale.view(1, 3, 1, 1) - shift.view(1, 3, 1, 1)


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


def jitter_colour(x: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Saturation, contrast and brightness of normalised images [batch, 3, h, w], each by up to `strength`."""

    def factor(low: float, high: float) -> Tensor:
        return torch.empty(len(x), 1, 1, 1).uniform_(low, high, generator=generator)

    grey = x.mean(dim=1, keepdim=True)
    x = torch.lerp(grey, x, factor(1 - strength, 1 + strength))
    level = x.mean(dim=(1, 2, 3), keepdim=True)
    gain = factor(1 - strength, 1 + strength)
    return (x - level) * gain + level + factor(-strength, strength)


def cut_and_paste(x: Tensor, targets: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """CutMix: one rectangle of every image is replaced by its neighbour's in the batch; labels mix by area.

    Images [batch, 3, size, size]; targets [batch, classes], probabilities.
    """
    size = x.shape[-1]
    area, centre_x, centre_y = torch.rand(3, generator=generator).tolist()
    half = size * math.sqrt(area) / 2
    left, right = (round(min(max(centre_x * size + d, 0), size)) for d in (-half, half))
    top, bottom = (round(min(max(centre_y * size + d, 0), size)) for d in (-half, half))
    mixed = x.clone()
    mixed[:, :, top:bottom, left:right] = x.roll(1, dims=0)[:, :, top:bottom, left:right]
    pasted = (right - left) * (bottom - top) / size**2
    return mixed, torch.lerp(targets, targets.roll(1, dims=0), pasted)


def hide(x: Tensor, hidden: Tensor) -> Tensor:
    """Sets patches to 0, the mean colour. Images [batch, 3, size, size]; hidden: bool [batch, 16], row by row."""
    patch = x.shape[-1] // GRID
    mask = hidden.view(-1, 1, GRID, GRID).repeat_interleave(patch, dim=2).repeat_interleave(patch, dim=3)
    return x.masked_fill(mask, 0)


def draw_hidden(counts: Tensor, generator: torch.Generator) -> Tensor:
    """Random patches to hide: int [batch] how many -> bool [batch, 16] which."""
    order = torch.rand(len(counts), GRID**2, generator=generator).argsort(dim=1)
    return order < counts.view(-1, 1)


def draw_training_hidden(batch: int, generator: torch.Generator) -> Tensor:
    """bool [batch, 16]: nothing in half of the images, a uniformly drawn number (0..16) of patches in the others."""
    counts = torch.randint(0, GRID**2 + 1, (batch,), generator=generator)
    counts[torch.rand(batch, generator=generator) < 0.5] = 0
    return draw_hidden(counts, generator)

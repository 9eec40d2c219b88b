"""Trains a network; see README.md for the recipe and the commands."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import augment
import data
from networks import Transformer, build, fold, multiply_adds, parameter_count

HERE = Path(__file__).parent
HOLDOUT_SHARE = 0.1
BATCH = 128
WARM_UP = 0.05
"""Share of the schedule in which the learning rate rises."""
LEAST_AREA = 0.3
COLOUR = 0.2
SMALL_SIZE, SMALL_UNTIL = 48, 0.4
"""The first part of the schedule sees photographs of 48 px instead of 64, which takes half the time."""
AVERAGE_DECAY = 0.998
"""Per step, of the exponential moving average of the weights."""
CALIBRATION_BINS = 15


def learning_rate_share(progress: float) -> float:
    """Of the peak. One cycle: linear rise, then half a cosine down to 0. Progress runs from 0 to 1."""
    if progress < WARM_UP:
        return 0.02 + 0.98 * progress / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * min(1, (progress - WARM_UP) / (1 - WARM_UP))))


def optimiser_of(network: nn.Module) -> torch.optim.Optimizer:
    """SGD with Nesterov momentum; AdamW for the transformer. Weight decay on matrices and kernels only."""
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    if isinstance(network, Transformer):
        groups = [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
        optimiser: torch.optim.Optimizer = torch.optim.AdamW(groups, lr=1e-3)
    else:
        groups = [{"params": decayed, "weight_decay": 5e-4}, {"params": plain, "weight_decay": 0.0}]
        normed = any(isinstance(m, nn.BatchNorm2d) for m in network.modules())
        optimiser = torch.optim.SGD(groups, lr=0.2 if normed else 0.05, momentum=0.9, nesterov=True)
    for group in optimiser.param_groups:
        group["peak"] = group["lr"]
    return optimiser


@torch.no_grad()
def update_average(average: nn.Module, network: nn.Module, step: int) -> None:
    """Moves the averaged weights and statistics towards the current ones; faster in the first steps."""
    decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
    for mean, value in zip(average.state_dict().values(), network.state_dict().values()):
        if mean.is_floating_point():
            mean.lerp_(value, 1 - decay)
        else:
            mean.copy_(value)


@torch.no_grad()
def logits_of(network: nn.Module, x: Tensor) -> Tensor:
    """Logits [count, classes] of normalised images [count, channels, size, size], in evaluation mode."""
    network.eval()
    return torch.cat([network(part) for part in x.split(256)])


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """Share of rows whose largest logit is the label's."""
    return (logits.argmax(1) == labels).float().mean().item()


def temperature_of(logits: Tensor, labels: Tensor) -> float:
    """What logits [count, classes] are to be divided by for the least cross-entropy (Guo et al. 2017)."""
    log = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([log], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(logits.double() / log.exp(), labels)
        value.backward()
        return value

    optimiser.step(loss)
    return log.exp().item()


def calibration_error(logits: Tensor, labels: Tensor) -> float:
    """Expected calibration error of the first class's probability, 15 bins of equal width (Guo et al. 2017)."""
    top, answer = logits.softmax(dim=1).max(dim=1)
    right = (answer == labels).float()
    bins = (top * CALIBRATION_BINS).ceil().clamp(1, CALIBRATION_BINS)
    gaps = [(right[bins == b] - top[bins == b]).sum().abs() for b in range(1, CALIBRATION_BINS + 1)]
    return (sum(gaps) / len(labels)).item()


def half_hidden(x: Tensor, seed: int) -> Tensor:
    """The images with a random 8 of the 16 patches of a 4x4 grid hidden by the mean colour, which is 0."""
    generator = torch.Generator().manual_seed(seed)
    cells = augment.draw_hidden(torch.full((len(x),), 8), 4, 4, generator)
    return x.masked_fill(augment.grid_pixels(cells, x.shape[-1])[:, None], 0)


@dataclass(frozen=True)
class Held:
    """Images of the hold-out, whole and half hidden."""

    whole: Tensor
    half: Tensor
    labels: Tensor

    @staticmethod
    def of(photos: data.Photos, kind: data.DataSet, mean: list[float], std: list[float], seed: int) -> Held:
        """The photographs, normalised."""
        x = augment.normalise(data.evaluated(photos.images, kind), mean, std)
        x = x.contiguous(memory_format=torch.channels_last)
        return Held(x, half_hidden(x, seed), torch.from_numpy(photos.labels))


class Batches:
    """Augmented training batches from seeded generators."""

    def __init__(self, kind: data.DataSet, photos: data.Photos, mean: list[float], std: list[float], seed: int) -> None:
        self.kind, self.photos, self.mean, self.std = kind, photos, mean, std
        self.numpy = np.random.default_rng(seed)
        self.torch = torch.Generator().manual_seed(seed)
        self.pool = ThreadPoolExecutor(2)

    def __len__(self) -> int:
        return len(self.photos.labels) // BATCH

    def epoch(self, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Moved uint8 [BATCH, size, size, channels] with labels int64 [BATCH]; an incomplete last batch is left out."""
        order = self.numpy.permutation(len(self.photos.labels))
        for i in range(len(self)):
            chosen = order[i * BATCH : (i + 1) * BATCH]
            images = self.photos.images[chosen]
            if self.kind.side > self.kind.size:
                images = augment.random_crops(images, size, LEAST_AREA, self.numpy, self.pool)
            else:
                images = augment.random_shifts(images, self.kind.side // 8, self.kind.channels == 3, self.numpy)
            yield images, self.photos.labels[chosen]

    def finish(self, images: np.ndarray) -> Tensor:
        """The network's input [BATCH, channels, size, size]: coloured, and half of the images with pixels hidden."""
        x = augment.normalise(images, self.mean, self.std)
        if self.kind.channels == 3:
            x = augment.jitter_colour(x, COLOUR, self.torch)
        hidden = augment.draw_training_hidden(len(x), x.shape[-1], list(self.kind.grids), self.torch)
        baselines = augment.draw_baselines(len(x), self.torch)
        x = augment.hide(x, hidden, baselines, torch.tensor(self.mean), torch.tensor(self.std))
        return x.contiguous(memory_format=torch.channels_last)


def holdout_file(network: str) -> Path:
    """Where the hold-out of a network's data set is listed."""
    return HERE / f"holdout-{network.split('-')[0]}.json"


def holdout_names(file: Path, photos: data.Photos, seed: int) -> list[str]:
    """The held-out names of a data set from its file, which is written on the first run."""
    if not file.exists():
        names = data.draw_holdout(photos.names, photos.labels, HOLDOUT_SHARE, seed)
        file.write_text(json.dumps({"seed": seed, "names": names}, separators=(",", ":")) + "\n")
    return json.loads(file.read_text())["names"]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", help="name of the network, as networks.py has it")
    parser.add_argument("--data", type=Path, required=True, help="folder of its data set")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--log", type=Path, help="log file (default: NETWORK.log beside the checkpoints)")
    parser.add_argument("--cache", type=Path, help="folder for decoded photographs (default: the temporary folder)")
    parser.add_argument("--holdout", type=Path, help="list of what is held out (default: the shipped networks')")
    parser.add_argument("--most", type=int, help="take only about that many photographs: to try the script")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Trains, resuming from OUT/NETWORK.pt if there is one."""
    options = arguments()
    name = options.network
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    log_file = options.log or options.out / f"{name}.log"

    def log(line: str) -> None:
        print(line, flush=True)
        with log_file.open("a") as file:
            file.write(line + "\n")

    kind = data.DATA_SETS[name.split("-")[0]]
    photos = data.load(kind, options.data, "train", options.cache)
    kept, held_at = data.split_by_name(photos.names, holdout_names(options.holdout or holdout_file(name), photos, options.seed))
    if options.most:
        kept, held_at = (at[:: max(1, len(at) // options.most)] for at in (kept, held_at))
    training = photos.select(kept)
    mean, std = data.channel_statistics(data.evaluated(training.images, kind))
    held = Held.of(photos.select(held_at), kind, mean, std, options.seed)

    network = build(name).to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    optimiser = optimiser_of(network)
    batches = Batches(kind, training, mean, std, options.seed)
    epoch, spent = 0, 0.0
    last = options.out / f"{name}.pt"
    if last.exists():
        state = torch.load(last)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        batches.numpy.bit_generator.state = state["numpy"]
        batches.torch.set_state(state["torch"])
        epoch, spent = state["epoch"], state["cpuSeconds"]
    started = time.process_time() - spent
    cost = multiply_adds(network, (kind.channels, kind.size, kind.size))
    log(
        f"# {name}: {parameter_count(network)} parameters, {cost} multiply-adds; "
        f"{len(training.labels)} photographs, {len(held.labels)} held out; seed {options.seed}; {options.epochs} epochs; from epoch {epoch}"
    )

    while epoch < options.epochs:
        begun = time.monotonic()
        small = kind.side > kind.size and epoch / options.epochs < SMALL_UNTIL
        network.train()
        losses = 0.0
        for step, (images, labels) in enumerate(batches.epoch(SMALL_SIZE if small else kind.size)):
            share = learning_rate_share((epoch + step / len(batches)) / options.epochs)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
            loss = F.cross_entropy(network(batches.finish(images)), torch.from_numpy(labels))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            update_average(average, network, epoch * len(batches) + step)
            losses += loss.item()
        epoch += 1
        line = f"epoch {epoch:3d}  loss {losses / (step + 1):.4f}  {time.monotonic() - begun:.1f} s"
        temperature = 1.0
        if epoch % 10 == 1 or epoch == options.epochs:
            folded = fold(average)
            whole, half = logits_of(folded, held.whole), logits_of(folded, held.half)
            temperature = temperature_of(torch.cat([whole, half]), held.labels.repeat(2))
            line += (
                f"  hold-out {accuracy(whole, held.labels):.4f}, half hidden {accuracy(half, held.labels):.4f}"
                f", temperature {temperature:.3f}, calibration error {calibration_error(whole / temperature, held.labels):.4f}"
                f", half hidden {calibration_error(half / temperature, held.labels):.4f}"
            )
        log(line)
        state = {
            "name": name,
            "network": network.state_dict(),
            "average": average.state_dict(),
            "temperature": temperature,
            "optimiser": optimiser.state_dict(),
            "numpy": batches.numpy.bit_generator.state,
            "torch": batches.torch.get_state(),
            "epoch": epoch,
            "cpuSeconds": time.process_time() - started,
            "seed": options.seed,
            "mean": mean,
            "std": std,
        }
        torch.save(state, last.with_suffix(".partial"))
        last.with_suffix(".partial").rename(last)


if __name__ == "__main__":
    main()

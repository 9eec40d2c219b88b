"""Trains the network; see README.md for the recipe and the command."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import augment
import data
from model import INPUT_SIZE, WIDTHS, StrataNet, fold, multiply_adds, parameter_count, restore

HERE = Path(__file__).parent
HOLDOUT_SHARE = 0.1
BATCH = 128
PEAK_LR = 0.2
WARM_UP = 0.05
"""Share of the schedule in which the learning rate rises."""
WEIGHT_DECAY = 5e-4
LABEL_SMOOTHING = 0.1
LEAST_AREA = 0.3
COLOUR = 0.2
CUTMIX_SHARE = 0.25
CUTMIX_UNTIL = 0.85
"""Progress after which no rectangles are pasted any more."""
SMALL_SIZE, SMALL_UNTIL = 48, 0.3
"""The first part of the schedule sees images of 48 px (patches of 12 px), which takes half the time."""
TEACHER_SHARE = 0.7
"""Share of the teacher's opinion in what the network is to answer; the rest is the label's."""
AVERAGE_DECAY = 0.998
"""Per step, of the exponential moving average of the weights."""


def learning_rate(progress: float) -> float:
    """One cycle: linear rise, then half a cosine down to 0. Progress runs from 0 to 1."""
    if progress < WARM_UP:
        return PEAK_LR * (0.02 + 0.98 * progress / WARM_UP)
    return PEAK_LR * 0.5 * (1 + math.cos(math.pi * min(1, (progress - WARM_UP) / (1 - WARM_UP))))


class Progress:
    """How far the schedule is, 0..1: by steps when epochs are given, else by the time that training has taken."""

    def __init__(self, epochs: int | None, seconds: float | None, spent: float) -> None:
        self.epochs = epochs
        self.seconds = seconds
        self.start = time.monotonic() - spent

    @property
    def spent(self) -> float:
        """Seconds of training, earlier runs that this one resumes included."""
        return time.monotonic() - self.start

    def at(self, epoch: float) -> float:
        """Progress at a fractional epoch count."""
        return epoch / self.epochs if self.epochs else min(1.0, self.spent / self.seconds)


def seconds_until(clock: str) -> float:
    """Seconds from now to the next HH:MM, UTC."""
    now = datetime.now(timezone.utc)
    hour, minute = map(int, clock.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return ((then if then > now else then + timedelta(days=1)) - now).total_seconds()


def optimiser_of(network: nn.Module) -> torch.optim.SGD:
    """SGD with Nesterov momentum; weight decay on matrices and kernels only."""
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.SGD(groups, lr=PEAK_LR, momentum=0.9, nesterov=True)


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
def accuracy(network: nn.Module, x: Tensor, labels: Tensor) -> float:
    """Share of images [count, 3, 64, 64] whose largest logit is the label's, in float32."""
    network.eval()
    right = sum(int((network(a).argmax(1) == b).sum()) for a, b in zip(x.split(256), labels.split(256)))
    return right / len(labels)


@torch.no_grad()
def taught(teacher: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    """Probabilities to aim at [batch, 10]: the teacher's for the very images that the network sees, mixed with the labels'."""
    return torch.lerp(targets, teacher(x).softmax(dim=1), TEACHER_SHARE)


def half_hidden(x: Tensor, seed: int) -> Tensor:
    """The images with a random 8 of their 16 patches hidden."""
    generator = torch.Generator().manual_seed(seed)
    return augment.hide(x, augment.draw_hidden(torch.full((len(x),), augment.GRID**2 // 2), generator))


class Batches:
    """Augmented training batches from seeded generators."""

    def __init__(self, photos: data.Photos, mean: list[float], std: list[float], seed: int) -> None:
        self.photos, self.mean, self.std = photos, mean, std
        self.numpy = np.random.default_rng(seed)
        self.torch = torch.Generator().manual_seed(seed)
        self.pool = ThreadPoolExecutor(2)

    def __len__(self) -> int:
        return len(self.photos.labels) // BATCH

    def epoch(self, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Cropped uint8 [BATCH, size, size, 3] with labels int64 [BATCH]; an incomplete last batch is left out."""
        order = self.numpy.permutation(len(self.photos.labels))
        for i in range(len(self)):
            chosen = order[i * BATCH : (i + 1) * BATCH]
            pixels = augment.random_crops(self.photos.images[chosen], size, LEAST_AREA, self.numpy, self.pool)
            yield pixels, self.photos.labels[chosen]

    def finish(self, pixels: np.ndarray, labels: np.ndarray, progress: float) -> tuple[Tensor, Tensor]:
        """The network's input [BATCH, 3, size, size] and target probabilities [BATCH, 10]."""
        x = augment.jitter_colour(augment.normalise(pixels, self.mean, self.std), COLOUR, self.torch)
        targets = F.one_hot(torch.from_numpy(labels), len(data.CLASSES)).float()
        if progress < CUTMIX_UNTIL and torch.rand((), generator=self.torch) < CUTMIX_SHARE:
            x, targets = augment.cut_and_paste(x, targets, self.torch)
        x = augment.hide(x, augment.draw_training_hidden(len(x), self.torch))
        return x.contiguous(memory_format=torch.channels_last), targets


def holdout_names(photos: data.Photos, seed: int) -> list[str]:
    """The held-out names from holdout.json, which is written on the first run."""
    file = HERE / "holdout.json"
    if not file.exists():
        names = data.draw_holdout(photos.names, photos.labels, HOLDOUT_SHARE, seed)
        file.write_text(json.dumps({"seed": seed, "names": names}, separators=(",", ":")) + "\n")
    return json.loads(file.read_text())["names"]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of Imagenette, either form")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--log", type=Path, help="log file (default: log.txt beside the checkpoints)")
    parser.add_argument("--cache", type=Path, help="folder for decoded photographs (default: the temporary folder)")
    parser.add_argument("--widths", type=int, nargs=4, default=WIDTHS, help="channels at 32, 16, 8 and 4 px")
    parser.add_argument("--teacher", type=Path, help="checkpoint of a network to learn from beside the labels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--epochs", type=int, help="reproducible length")
    length.add_argument("--minutes", type=float, help="length in wall-clock time")
    length.add_argument("--until", metavar="HH:MM", help="train until that time of day, UTC")
    return parser.parse_args()


def main() -> None:
    """Trains, resuming from OUT/last.pt if there is one."""
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    log_file = options.log or options.out / "log.txt"

    def log(line: str) -> None:
        print(line, flush=True)
        with log_file.open("a") as file:
            file.write(line + "\n")

    photos = data.load(options.data, "train", options.cache)
    kept, held = data.split_by_name(photos.names, holdout_names(photos, options.seed))
    training, holdout = photos.select(kept), photos.select(held)
    mean, std = data.channel_statistics(data.halve(training.images))
    held_x = augment.normalise(data.halve(holdout.images), mean, std).contiguous(memory_format=torch.channels_last)
    held_labels = torch.from_numpy(holdout.labels)
    held_half = half_hidden(held_x, options.seed)

    widths = tuple(options.widths)
    network = StrataNet(widths=widths).to(memory_format=torch.channels_last)
    teacher = fold(restore(torch.load(options.teacher))) if options.teacher else None
    average = copy.deepcopy(network)
    optimiser = optimiser_of(network)
    batches = Batches(training, mean, std, options.seed)
    epoch, spent = 0, 0.0
    last = options.out / "last.pt"
    if last.exists():
        state = torch.load(last)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        batches.numpy.bit_generator.state = state["numpy"]
        batches.torch.set_state(state["torch"])
        epoch, spent = state["epoch"], state["spent"]
    seconds = None
    if options.minutes:
        seconds = options.minutes * 60
    elif options.until:
        seconds = spent + seconds_until(options.until)
    progress = Progress(options.epochs, seconds, spent)
    log(
        f"# {parameter_count(network)} parameters, {multiply_adds(network)} multiply-adds; "
        f"{len(kept)} photographs, {len(held)} held out; seed {options.seed}; "
        f"{'a teacher' if teacher else 'no teacher'}; "
        f"length {f'{options.epochs} epochs' if options.epochs else f'{seconds / 60:.1f} minutes'}; from epoch {epoch}"
    )

    while (now := progress.at(epoch)) < 1:
        begun = time.monotonic()
        size = SMALL_SIZE if now < SMALL_UNTIL else INPUT_SIZE
        network.train()
        losses = 0.0
        for step, (pixels, labels) in enumerate(batches.epoch(size)):
            at = progress.at(epoch + step / len(batches))
            x, targets = batches.finish(pixels, labels, at)
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(at)
            if teacher and size == INPUT_SIZE:
                targets = taught(teacher, x, targets)
            loss = F.cross_entropy(network(x), targets, label_smoothing=LABEL_SMOOTHING)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            update_average(average, network, epoch * len(batches) + step)
            losses += loss.item()
            if at >= 1:
                break
        epoch += 1
        line = (
            f"epoch {epoch:3d}  progress {progress.at(epoch):.3f}  {size} px  lr {learning_rate(at):.4f}  "
            f"loss {losses / (step + 1):.4f}  {time.monotonic() - begun:.1f} s"
        )
        if epoch % 5 == 1 or progress.at(epoch) >= 1:
            line += (
                f"  hold-out {accuracy(average, held_x, held_labels):.4f}"
                f", half hidden {accuracy(average, held_half, held_labels):.4f}"
                f", not averaged {accuracy(network, held_x, held_labels):.4f}"
            )
        log(line)
        state = {
            "network": network.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "numpy": batches.numpy.bit_generator.state,
            "torch": batches.torch.get_state(),
            "epoch": epoch,
            "spent": progress.spent,
            "seed": options.seed,
            "widths": widths,
            "mean": mean,
            "std": std,
        }
        torch.save(state, last.with_suffix(".partial"))
        last.with_suffix(".partial").rename(last)


if __name__ == "__main__":
    main()

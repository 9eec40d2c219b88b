"""The networks that ship with the page, the folding of their batch norms and their cost in multiply-adds.

Every network maps normalised images [batch, channels, size, size] to logits [batch, classes]; `taps` gives the tensors
between its layers beside, in order, under the names in `TAPS`.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class ConvNorm(nn.Module):
    """Convolution without bias, then batch norm; after folding one convolution with bias."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)
        nn.init.kaiming_normal_(self.conv.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, h, w] -> [batch, outputs, h / stride, w / stride]."""
        return self.norm(self.conv(x))


class Block(nn.Module):
    """Basic residual block: two 3x3 convolutions beside a shortcut, rectified sum.

    A block that halves the resolution averages 2x2 pixels in its shortcut before the 1x1 convolution, so that no
    pixel is thrown away (the "D" variant of ResNet).
    """

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, stride)
        self.second = ConvNorm(outputs, outputs, 3)
        self.shortcut: nn.Module = nn.Identity()
        if stride == 2:
            # Without padding to count; saying so keeps the exporter from adding an empty Pad node.
            average = nn.AvgPool2d(2, count_include_pad=False)
            self.shortcut = nn.Sequential(average, ConvNorm(inputs, outputs, 1))
        # The residual branch starts at zero: the untrained block passes its input through.
        nn.init.zeros_(self.second.norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, h, w] -> [batch, outputs, h / stride, w / stride]."""
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


class Residual(nn.Module):
    """A stem, residual blocks of the given (channels, stride), global average pooling and one linear layer."""

    def __init__(self, classes: int, stem_stride: int, blocks: tuple[tuple[int, int], ...]) -> None:
        super().__init__()
        channels = blocks[0][0]
        self.stem = ConvNorm(3, channels, 3, stem_stride)
        self.blocks = nn.ModuleList()
        for outputs, stride in blocks:
            self.blocks.append(Block(channels, outputs, stride))
            channels = outputs
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(channels, classes)
        self.tap_names = ("stem", *(f"block{i}" for i in range(1, len(blocks) + 1)))

    def taps(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Maps after the stem and after each block, and the logits."""
        x = torch.relu(self.stem(x))
        maps = [x]
        for block in self.blocks:
            x = block(x)
            maps.append(x)
        return maps, self.head(self.pool(x).flatten(1))

    def forward(self, x: Tensor) -> Tensor:
        """Logits [batch, classes]."""
        return self.taps(x)[1]


class Plain(nn.Module):
    """Rectified 3x3 convolutions one after another, 2x2 maxima between some (None), average pooling, one linear layer.

    In the manner of VGG (Simonyan & Zisserman 2015), with batch norm and without hidden linear layers.
    """

    def __init__(self, classes: int, plan: tuple[int | None, ...]) -> None:
        super().__init__()
        channels = 3
        self.steps = nn.ModuleList()
        for outputs in plan:
            if outputs is None:
                self.steps.append(nn.MaxPool2d(2))
            else:
                self.steps.append(ConvNorm(channels, outputs, 3))
                channels = outputs
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(channels, classes)
        self.tap_names = tuple(f"conv{i}" for i in range(1, sum(step is not None for step in plan) + 1))

    def taps(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Maps after each convolution, rectified, and the logits."""
        maps = []
        for step in self.steps:
            x = step(x)
            if isinstance(step, ConvNorm):
                x = torch.relu(x)
                maps.append(x)
        return maps, self.head(self.pool(x).flatten(1))

    def forward(self, x: Tensor) -> Tensor:
        """Logits [batch, classes]."""
        return self.taps(x)[1]


class Attention(nn.Module):
    """Multi-head self-attention over tokens."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads, self.channels = heads, channels
        self.query, self.key, self.value, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        """[batch, tokens, channels] -> the same."""
        tokens, width = int(x.shape[1]), self.channels // self.heads

        def split(y: Tensor) -> Tensor:
            return y.reshape(-1, tokens, self.heads, width).transpose(1, 2)

        weights = split(self.query(x)) @ split(self.key(x)).transpose(2, 3) / math.sqrt(width)
        mixed = weights.softmax(dim=-1) @ split(self.value(x))
        return self.out(mixed.transpose(1, 2).reshape(-1, tokens, self.channels))


class EncoderBlock(nn.Module):
    """Attention and a two-layer perceptron, each on normalised tokens and added to them."""

    def __init__(self, channels: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.attention = Attention(channels, heads)
        self.widen, self.narrow = nn.Linear(channels, hidden), nn.Linear(hidden, channels)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, tokens, channels] -> the same."""
        x = x + self.attention(self.norm1(x))
        return x + self.narrow(nn.functional.gelu(self.widen(self.norm2(x))))


def sine_positions(side: int, channels: int) -> Tensor:
    """Fixed positions of a grid's tokens [side², channels]: sines and cosines of row and column (Beyer et al. 2022).

    The whole grid spans 8 units, however fine it is. Made by NumPy, so that an exported graph has it as a constant.
    """
    frequency = 1 / 10000 ** (np.arange(channels // 4) / (channels // 4 - 1))
    y, x = np.mgrid[:side, :side]
    angles = [axis.reshape(-1, 1) * 8 / side * frequency for axis in (x, y)]
    return torch.from_numpy(np.concatenate([f(a) for a in angles for f in (np.sin, np.cos)], axis=1).astype(np.float32))


class Transformer(nn.Module):
    """A vision transformer: three strided convolutions make tokens of 8x8 pixels, then encoder blocks, their mean, one linear layer.

    Convolutions instead of one cut into patches let a transformer learn from few images (Xiao et al. 2021).
    """

    def __init__(self, classes: int, channels: int, depth: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.channels = channels
        self.stem = nn.ModuleList(
            [ConvNorm(3, channels // 4, 3, 2), ConvNorm(channels // 4, channels // 2, 3, 2)]
            + [ConvNorm(channels // 2, channels, 3, 2)]
        )
        self.blocks = nn.ModuleList([EncoderBlock(channels, heads, hidden) for _ in range(depth)])
        self.norm = nn.LayerNorm(channels)
        self.head = nn.Linear(channels, classes)
        self.tap_names = ("embedding", *(f"block{i}" for i in range(1, depth + 1)))

    def taps(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Tokens [batch, side², channels] before the first block and after each, and the logits."""
        for conv in self.stem[:-1]:
            x = torch.relu(conv(x))
        x = self.stem[-1](x)
        positions = sine_positions(int(x.shape[-1]), self.channels)
        tokens = x.flatten(2).transpose(1, 2) + positions
        seen = [tokens]
        for block in self.blocks:
            tokens = block(tokens)
            seen.append(tokens)
        return seen, self.head(self.norm(tokens).mean(dim=1))

    def forward(self, x: Tensor) -> Tensor:
        """Logits [batch, classes]."""
        return self.taps(x)[1]


class Perceptron(nn.Module):
    """Linear layers, rectified between, on the pixels of a grey image."""

    def __init__(self, classes: int, size: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        ends = (size * size, *widths)
        self.hidden = nn.ModuleList([nn.Linear(a, b) for a, b in zip(ends, ends[1:])])
        for layer in self.hidden:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        self.head = nn.Linear(widths[-1], classes)
        self.tap_names = tuple(f"layer{i}" for i in range(1, len(widths) + 1))

    def taps(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Vectors after each hidden layer, rectified, and the logits."""
        x = x.flatten(1)
        vectors = []
        for layer in self.hidden:
            x = torch.relu(layer(x))
            vectors.append(x)
        return vectors, self.head(x)

    def forward(self, x: Tensor) -> Tensor:
        """Logits [batch, classes]."""
        return self.taps(x)[1]


def build(name: str) -> nn.Module:
    """The untrained network of that name; a KeyError for others."""
    return {
        "imagenette-residual": lambda: Residual(
            10, 2, ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (160, 2), (160, 1))
        ),
        "imagenette-plain": lambda: Plain(10, (16, None, 32, None, 64, 64, None, 128, 128, None, 192, 192)),
        "imagenette-transformer": lambda: Transformer(10, channels=96, depth=6, heads=3, hidden=192),
        "cifar-resnet20": lambda: Residual(
            10, 1, tuple((c, 2 if c > 16 and i == 0 else 1) for c in (16, 32, 64) for i in range(3))
        ),
        "mnist-mlp7": lambda: Perceptron(10, 28, (100,) * 6),
    }[name]()


def fold(network: nn.Module) -> nn.Module:
    """A copy in evaluation mode with every batch norm folded into the convolution before it."""
    folded = copy.deepcopy(network).eval()
    for module in folded.modules():
        if isinstance(module, ConvNorm):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)
            module.norm = nn.Identity()
    return folded


def restore(state: dict[str, Any]) -> nn.Module:
    """The averaged network of a checkpoint, as train.py writes it, its logits divided by the checkpoint's temperature."""
    network = build(state["name"])
    network.load_state_dict(state["average"])
    with torch.no_grad():
        network.head.weight /= state["temperature"]
        network.head.bias /= state["temperature"]
    return network


def multiply_adds(network: nn.Module, image: tuple[int, int, int]) -> int:
    """Multiply-adds of all convolutions, linear layers and attention products for one image [channels, height, width]."""
    total = 0

    def count(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        if isinstance(module, Attention):
            total += 2 * inputs[0].shape[1] ** 2 * module.channels
        elif isinstance(module, nn.Conv2d):
            total += module.weight.numel() * output[0, 0].numel()
        else:
            total += module.weight.numel() * output[0, ..., 0].numel()

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear, Attention))]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    was_training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, *image))
    network.train(was_training)
    for hook in hooks:
        hook.remove()
    return total


def parameter_count(network: nn.Module) -> int:
    """Number of trained numbers (batch-norm statistics not included)."""
    return sum(p.numel() for p in network.parameters())

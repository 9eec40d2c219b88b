"""The residual network, its batch-norm folding and its cost in multiply-adds."""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

INPUT_SIZE = 64
"""Side of the network's square input, pixels."""

TAPS = ("stem", *(f"block{i}" for i in range(1, 8)))
"""Names of the layers that are looked into later, in order."""

WIDTHS = (16, 32, 64, 160)
"""Channels at 32, 16, 8 and 4 px of the network that is shipped."""


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


class StrataNet(nn.Module):
    """Stem, seven residual blocks, global average pooling and one linear layer."""

    def __init__(self, classes: int = 10, widths: tuple[int, int, int, int] = WIDTHS) -> None:
        super().__init__()
        a, b, c, d = widths
        self.stem = ConvNorm(3, a, 3, stride=2)
        self.blocks = nn.Sequential(
            Block(a, a, 1),
            Block(a, b, 2),
            Block(b, b, 1),
            Block(b, c, 2),
            Block(c, c, 1),
            Block(c, d, 2),
            Block(d, d, 1),
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(d, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Normalised images [batch, 3, size, size] -> logits [batch, classes]; size is a multiple of 16."""
        features = self.blocks(torch.relu(self.stem(x)))
        return self.head(self.pool(features).flatten(1))


def fold(network: StrataNet) -> StrataNet:
    """A copy in evaluation mode with every batch norm folded into the convolution before it."""
    folded = copy.deepcopy(network).eval()
    for module in folded.modules():
        if isinstance(module, ConvNorm):
            module.conv = fuse_conv_bn_eval(module.conv, module.norm)
            module.norm = nn.Identity()
    return folded


def restore(state: dict[str, Any]) -> StrataNet:
    """The averaged network of a checkpoint, as train.py writes it."""
    network = StrataNet(widths=state["widths"])
    network.load_state_dict(state["average"])
    return network


def multiply_adds(network: nn.Module, size: int = INPUT_SIZE) -> int:
    """Multiply-adds of all convolutions and linear layers for one image of size x size pixels."""
    total = 0

    def count(module: nn.Module, _: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        outputs_per_weight = output[0].numel() // module.weight.shape[0]
        total += module.weight.numel() * outputs_per_weight

    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    was_training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, size, size))
    network.train(was_training)
    for hook in hooks:
        hook.remove()
    return total


def parameter_count(network: nn.Module) -> int:
    """Number of trained numbers (batch-norm statistics not included)."""
    return sum(p.numel() for p in network.parameters())

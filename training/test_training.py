"""Tests of what must hold for the published model; they need PyTorch and Pillow, and skip without them."""

from __future__ import annotations

import io
import json
import tempfile
import unittest
from pathlib import Path

try:
    import numpy as np
    import torch
    from PIL import Image
    from torch import nn

    import augment
    import data
    import train
    from model import TAPS, StrataNet, fold, multiply_adds, restore
except ImportError as error:
    raise unittest.SkipTest(f"not installed: {error.name}") from error


class Hiding(unittest.TestCase):
    """Patches hidden from the network."""

    def test_hides_the_right_pixels_and_no_others(self) -> None:
        x = torch.randn(2, 3, 64, 64)
        hidden = torch.zeros(2, 16, dtype=torch.bool)
        hidden[1, 6] = True  # second row, third column
        result = augment.hide(x, hidden)
        self.assertTrue(torch.equal(result[0], x[0]))
        self.assertEqual(int(result[1, :, 16:32, 32:48].count_nonzero()), 0)
        result[1, :, 16:32, 32:48] = x[1, :, 16:32, 32:48]
        self.assertTrue(torch.equal(result, x))

    def test_mean_colour_is_zero_after_normalising(self) -> None:
        images = np.random.default_rng(0).integers(0, 256, (40, 8, 8, 3), dtype=np.uint8)
        x = augment.normalise(images, *data.channel_statistics(images))
        self.assertLess(float(x.mean(dim=(0, 2, 3)).abs().max()), 1e-5)
        self.assertLess(float((x.std(dim=(0, 2, 3)) - 1).abs().max()), 1e-3)

    def test_draws_as_many_patches_as_asked(self) -> None:
        counts = torch.arange(17)
        hidden = augment.draw_hidden(counts, torch.Generator().manual_seed(0))
        self.assertTrue(torch.equal(hidden.sum(1), counts))

    def test_hides_a_uniform_number_in_half_of_the_images(self) -> None:
        hidden = augment.draw_training_hidden(17_000, torch.Generator().manual_seed(0))
        shares = hidden.sum(1).bincount(minlength=17) / 17_000
        self.assertAlmostEqual(float(shares[0]), 0.5 + 0.5 / 17, delta=0.02)
        self.assertLess(float((shares[1:] - 0.5 / 17).abs().max()), 0.01)


class Mixing(unittest.TestCase):
    """CutMix."""

    def test_labels_mix_by_the_pasted_area(self) -> None:
        x = torch.arange(4.0).view(4, 1, 1, 1).expand(4, 3, 64, 64)
        mixed, targets = augment.cut_and_paste(x, torch.eye(4), torch.Generator().manual_seed(3))
        kept = (mixed == x).float().mean(dim=(1, 2, 3))
        self.assertTrue(torch.allclose(targets.diagonal(), kept))
        self.assertTrue(torch.allclose(targets.sum(1), torch.ones(4)))
        self.assertTrue(0 < float(kept[0]) < 1)


class Splitting(unittest.TestCase):
    """The hold-out."""

    def setUp(self) -> None:
        self.names = [f"photo{i}" for i in range(1000)]
        self.labels = np.arange(1000) % 4

    def test_is_disjoint_complete_and_stratified(self) -> None:
        held = data.draw_holdout(self.names, self.labels, 0.1, seed=1)
        kept_at, held_at = data.split_by_name(self.names, held)
        self.assertEqual(sorted([*kept_at, *held_at]), list(range(1000)))
        self.assertEqual(np.bincount(self.labels[held_at]).tolist(), [25] * 4)

    def test_does_not_depend_on_the_order_of_files(self) -> None:
        held = data.draw_holdout(self.names, self.labels, 0.1, seed=1)
        again = data.draw_holdout(self.names[::-1], self.labels[::-1], 0.1, seed=1)
        self.assertEqual(held, again)

    def test_refuses_a_name_that_is_missing(self) -> None:
        with self.assertRaises(ValueError):
            data.split_by_name(self.names, ["elsewhere"])


class Loading(unittest.TestCase):
    """Both forms of the data."""

    def test_reads_folders_and_packed_files_alike(self) -> None:
        generator = np.random.default_rng(0)
        wnids = list(data.CLASSES)
        with tempfile.TemporaryDirectory() as folder:
            tree, packed, cache = (Path(folder, name) for name in ("tree", "packed", "cache"))
            packed.mkdir()
            blob, offsets, names = b"", [0], []
            for label in (0, 3):
                buffer = io.BytesIO()
                pixels = generator.integers(0, 256, (140, 160, 3), dtype=np.uint8)
                Image.fromarray(pixels).save(buffer, "JPEG")
                names.append(f"{wnids[label]}_1.JPEG")
                (tree / "train" / wnids[label]).mkdir(parents=True)
                (tree / "train" / wnids[label] / names[-1]).write_bytes(buffer.getvalue())
                blob += buffer.getvalue()
                offsets.append(len(blob))
            (packed / "train.bin").write_bytes(blob)
            split = {"file": "train.bin", "offsets": offsets, "labels": [0, 3], "names": names}
            (packed / "index.json").write_text(json.dumps({"splits": {"train": split}}))
            from_tree, from_packed = (data.load(form, "train", cache) for form in (tree, packed))
            again = data.load(packed, "train", cache)
        self.assertEqual(from_tree.images.shape, (2, 128, 128, 3))
        self.assertEqual(from_tree.names, from_packed.names)
        self.assertEqual(from_tree.labels.tolist(), from_packed.labels.tolist())
        self.assertTrue(np.array_equal(from_tree.images, from_packed.images))
        self.assertTrue(np.array_equal(again.images, from_packed.images))


class Resizing(unittest.TestCase):
    """The evaluation resize."""

    def test_is_the_rounded_mean_of_four_pixels(self) -> None:
        images = np.random.default_rng(0).integers(0, 256, (2, 128, 128, 3), dtype=np.uint8)
        result = data.halve(images)
        four = images[1, 4:6, 6:8, 2].astype(float)
        self.assertEqual(int(result[1, 2, 3, 2]), int(np.floor(four.mean() + 0.5)))
        self.assertEqual(result.shape, (2, 64, 64, 3))


def as_if_trained() -> StrataNet:
    """A network whose batch norms are not trivial."""
    torch.manual_seed(0)
    network = StrataNet()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.3)
            nn.init.normal_(module.running_mean, std=0.3)
            nn.init.uniform_(module.running_var, 0.5, 2)
    return network


class Network(unittest.TestCase):
    """Cost and folding."""

    def test_counts_multiply_adds(self) -> None:
        network = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.Flatten(), nn.Linear(8 * 16, 5))
        self.assertEqual(multiply_adds(network, 8), 8 * 3 * 9 * 16 + 8 * 16 * 5)

    def test_keeps_to_the_budget(self) -> None:
        network = StrataNet()
        self.assertLessEqual(multiply_adds(network), 75_000_000)
        self.assertLessEqual(4 * sum(p.numel() for p in network.parameters()), 8_000_000)

    def test_folding_changes_nothing(self) -> None:
        network = as_if_trained()
        x = torch.randn(4, 3, 64, 64)
        network.eval()
        folded = fold(network)
        self.assertFalse(any(isinstance(m, nn.BatchNorm2d) for m in folded.modules()))
        with torch.no_grad():
            self.assertTrue(torch.allclose(network(x), folded(x), rtol=1e-4, atol=1e-4))


class Teaching(unittest.TestCase):
    """Learning from another network."""

    def test_mixes_the_teacher_s_opinion_with_the_label(self) -> None:
        x, labels = torch.randn(3, 3, 64, 64), torch.eye(10)[:3]
        result = train.taught(lambda seen: torch.log(torch.full((len(seen), 10), 0.1)), x, labels)
        self.assertTrue(torch.allclose(result.sum(1), torch.ones(3)))
        self.assertAlmostEqual(float(result[1, 1]), 0.1 * train.TEACHER_SHARE + 1 - train.TEACHER_SHARE, places=6)
        self.assertAlmostEqual(float(result[1, 2]), 0.1 * train.TEACHER_SHARE, places=6)

    def test_restores_a_network_of_other_widths(self) -> None:
        network = StrataNet(widths=(4, 8, 8, 16)).eval()
        restored = restore({"average": network.state_dict(), "widths": (4, 8, 8, 16)}).eval()
        x = torch.randn(2, 3, 64, 64)
        with torch.no_grad():
            self.assertTrue(torch.equal(network(x), restored(x)))


class Exporting(unittest.TestCase):
    """The ONNX graph."""

    def test_names_the_taps_and_uses_plain_operators(self) -> None:
        try:
            from export import to_onnx
        except ImportError as error:
            self.skipTest(f"not installed: {error.name}")
        graph = to_onnx(as_if_trained()).graph
        made = [output for node in graph.node for output in node.output]
        self.assertEqual([name for name in made if name in TAPS], list(TAPS))
        self.assertEqual([value.name for value in graph.output], ["logits"])
        plain = {"Conv", "Relu", "Add", "AveragePool", "GlobalAveragePool", "Flatten", "Gemm"}
        self.assertEqual({node.op_type for node in graph.node}, plain)


class Schedule(unittest.TestCase):
    """Learning rate."""

    def test_rises_then_falls_to_zero(self) -> None:
        self.assertAlmostEqual(train.learning_rate(train.WARM_UP), train.PEAK_LR)
        self.assertLess(train.learning_rate(0), train.PEAK_LR / 10)
        self.assertAlmostEqual(train.learning_rate(1), 0)


if __name__ == "__main__":
    unittest.main()

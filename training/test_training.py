"""Tests of the networks, of what is done to images and of the scripts; they need PyTorch and Pillow, and skip without them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
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
    from networks import Attention, build, fold, multiply_adds, restore
except ImportError as error:
    raise unittest.SkipTest(f"not installed: {error.name}") from error

HERE = Path(__file__).parent
NETWORKS = ("imagenette-residual", "imagenette-plain", "imagenette-transformer", "cifar-resnet20", "mnist-mlp7")
MEAN, STD = torch.tensor([0.5, 0.25, 0.4]), torch.tensor([0.2, 0.3, 0.25])


def kind_of(name: str) -> data.DataSet:
    """The data set of a network."""
    return data.DATA_SETS[name.split("-")[0]]


def hidden_by(baseline: str, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    """`augment.hide` with one baseline for all."""
    return augment.hide(x, hidden, torch.full((len(x),), augment.BASELINES.index(baseline)), MEAN, STD)


class Hiding(unittest.TestCase):
    """Patches hidden from the network."""

    def test_hides_the_right_pixels_and_no_others(self) -> None:
        x = torch.randn(2, 3, 64, 64)
        cells = torch.zeros(2, 4, 4, dtype=torch.bool)
        cells[1, 1, 2] = True
        result = hidden_by("mean", x, augment.grid_pixels(cells, 64))
        self.assertTrue(torch.equal(result[0], x[0]))
        self.assertEqual(int(result[1, :, 16:32, 32:48].count_nonzero()), 0)
        result[1, :, 16:32, 32:48] = x[1, :, 16:32, 32:48]
        self.assertTrue(torch.equal(result, x))

    def test_edges_lie_where_the_page_has_them(self) -> None:
        # 64 px in three: round(21.33), round(42.67); 28 px in nine: 3.1, 6.2, 9.3, 12.4, 15.6, 18.7, 21.8, 24.9.
        for side, count, edges in ((64, 3, [21, 43]), (28, 9, [3, 6, 9, 12, 16, 19, 22, 25])):
            cells = (torch.arange(count) % 2 == 1).view(1, 1, count)
            columns = augment.grid_pixels(cells, side)[0, 0]
            self.assertEqual((columns[1:] != columns[:-1]).nonzero()[:, 0].add(1).tolist(), edges)

    def test_baselines_are_the_pages(self) -> None:
        levels = torch.rand(1, 3, 16, 16)
        x = (levels - MEAN.view(1, 3, 1, 1)) / STD.view(1, 3, 1, 1)
        everything = torch.ones(1, 16, 16, dtype=torch.bool)

        def seen(baseline: str) -> torch.Tensor:
            return hidden_by(baseline, x, everything) * STD.view(1, 3, 1, 1) + MEAN.view(1, 3, 1, 1)

        self.assertTrue(torch.allclose(seen("mean"), MEAN.view(1, 3, 1, 1).expand_as(x), atol=1e-6))
        self.assertLess(float(seen("zero").abs().max()), 1e-6)
        self.assertTrue(torch.allclose(seen("image-mean"), levels.mean(dim=(2, 3), keepdim=True).expand_as(x), atol=1e-6))
        self.assertTrue(torch.allclose(seen("blur").mean(dim=(2, 3)), levels.mean(dim=(2, 3)), atol=1e-5))

    def test_blur_is_a_gaussian_of_an_eighth_of_the_side(self) -> None:
        x = torch.zeros(1, 1, 32, 32)
        x[0, 0, 16, 16] = 1
        result = augment.blur(x)[0, 0]
        for dy, dx in ((1, 0), (3, 2), (-5, 5)):
            expected = np.exp(-(dx * dx + dy * dy) / (2 * 4**2))
            self.assertAlmostEqual(float(result[16 + dy, 16 + dx] / result[16, 16]), expected, places=5)

    def test_draws_as_many_cells_as_asked(self) -> None:
        counts = torch.arange(13)
        hidden = augment.draw_hidden(counts, 3, 4, torch.Generator().manual_seed(0))
        self.assertTrue(torch.equal(hidden.sum(dim=(1, 2)), counts))

    def test_hides_something_in_half_of_the_images_from_nothing_to_all(self) -> None:
        hidden = augment.draw_training_hidden(10_000, 24, list(data.COARSE_GRIDS), torch.Generator().manual_seed(0))
        share = hidden.float().mean(dim=(1, 2))
        self.assertAlmostEqual(float((share == 0).float().mean()), 0.5 + 0.5 * 0.8 * (1 / 5 + 2 / 7 + 1 / 10 + 2 / 9 + 2 / 13 + 1 / 17) / 9, delta=0.03)
        self.assertGreater(float((share == 1).float().mean()), 0.02)
        self.assertAlmostEqual(float(share[share > 0].mean()), 0.55, delta=0.04)

    def test_draws_the_mean_colour_half_of_the_time_and_the_others_alike(self) -> None:
        shares = augment.draw_baselines(12_000, torch.Generator().manual_seed(0)).bincount(minlength=4) / 12_000
        for share, expected in zip(shares.tolist(), (1 / 2, 1 / 6, 1 / 6, 1 / 6)):
            self.assertAlmostEqual(share, expected, delta=0.02)

    def test_mean_colour_is_zero_after_normalising(self) -> None:
        images = np.random.default_rng(0).integers(0, 256, (40, 8, 8, 3), dtype=np.uint8)
        x = augment.normalise(images, *data.channel_statistics(images))
        self.assertLess(float(x.mean(dim=(0, 2, 3)).abs().max()), 1e-5)
        self.assertLess(float((x.std(dim=(0, 2, 3)) - 1).abs().max()), 1e-3)


class Moving(unittest.TestCase):
    """Crops and shifts."""

    def test_shifts_every_image_by_its_own_way_and_repeats_the_edge(self) -> None:
        images = np.tile(np.arange(8, dtype=np.uint8)[None, None, :, None], (200, 8, 1, 1))
        moved = augment.random_shifts(images, 2, False, np.random.default_rng(0))
        self.assertEqual(moved.shape, images.shape)
        rows = {tuple(image[0, :, 0]) for image in moved}
        self.assertEqual(rows, {tuple(np.clip(np.arange(8) + by, 0, 7)) for by in range(-2, 3)})


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


def write_packed(folder: Path, kind: data.DataSet, count: int) -> None:
    """A made-up training set of `count` images, packed, as PNG."""
    generator = np.random.default_rng(0)
    blob, offsets = b"", [0]
    for _ in range(count):
        buffer = io.BytesIO()
        pixels = generator.integers(0, 256, (kind.side, kind.side, kind.channels), dtype=np.uint8)
        Image.fromarray(pixels.squeeze()).save(buffer, "PNG")
        blob += buffer.getvalue()
        offsets.append(len(blob))
    (folder / "train.bin").write_bytes(blob)
    labels = [i % 10 for i in range(count)]
    names = [f"{i}.png" for i in range(count)]
    split = {"file": "train.bin", "offsets": offsets, "labels": labels, "names": names}
    (folder / "index.json").write_text(json.dumps({"splits": {"train": split}}))


class Loading(unittest.TestCase):
    """Both forms of the data."""

    def test_reads_folders_and_packed_files_alike(self) -> None:
        generator = np.random.default_rng(0)
        kind = data.DATA_SETS["imagenette"]
        wnids = list(data.IMAGENETTE)
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
            from_tree, from_packed = (data.load(kind, form, "train", cache) for form in (tree, packed))
            again = data.load(kind, packed, "train", cache)
        self.assertEqual(from_tree.images.shape, (2, 128, 128, 3))
        self.assertEqual(from_tree.names, from_packed.names)
        self.assertEqual(from_tree.labels.tolist(), from_packed.labels.tolist())
        self.assertTrue(np.array_equal(from_tree.images, from_packed.images))
        self.assertTrue(np.array_equal(again.images, from_packed.images))

    def test_halving_is_the_rounded_mean_of_four_pixels(self) -> None:
        images = np.random.default_rng(0).integers(0, 256, (2, 128, 128, 3), dtype=np.uint8)
        result = data.halve(images)
        four = images[1, 4:6, 6:8, 2].astype(float)
        self.assertEqual(int(result[1, 2, 3, 2]), int(np.floor(four.mean() + 0.5)))
        self.assertEqual(result.shape, (2, 64, 64, 3))


def as_if_trained(name: str) -> nn.Module:
    """A network whose batch norms are not trivial."""
    torch.manual_seed(0)
    network = build(name)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.3)
            nn.init.normal_(module.running_mean, std=0.3)
            nn.init.uniform_(module.running_var, 0.5, 2)
    return network.eval()


def images_for(name: str) -> torch.Tensor:
    """Four random inputs."""
    kind = kind_of(name)
    return torch.randn(4, kind.channels, kind.size, kind.size, generator=torch.Generator().manual_seed(1))


class Network(unittest.TestCase):
    """Cost, folding, taps."""

    def test_counts_multiply_adds(self) -> None:
        network = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.Flatten(), nn.Linear(8 * 16, 5))
        self.assertEqual(multiply_adds(network, (3, 8, 8)), 8 * 3 * 9 * 16 + 8 * 16 * 5)
        # Four projections of 6 tokens of 8 channels, then 6x6 products of 8 channels twice.
        tokens = nn.Sequential(nn.Flatten(2), Attention(8, 2))
        self.assertEqual(multiply_adds(tokens, (6, 2, 4)), 4 * 6 * 8 * 8 + 2 * 6 * 6 * 8)

    def test_keeps_to_the_budget(self) -> None:
        for name in NETWORKS:
            kind, network = kind_of(name), build(name)
            most = 35_000_000 if name == "imagenette-residual" else 90_000_000
            self.assertLessEqual(multiply_adds(network, (kind.channels, kind.size, kind.size)), most, name)
            self.assertLessEqual(4 * sum(p.numel() for p in network.parameters()), 8_000_000, name)

    def test_folding_changes_nothing(self) -> None:
        for name in NETWORKS:
            network, x = as_if_trained(name), images_for(name)
            folded = fold(network)
            self.assertFalse(any(isinstance(m, nn.BatchNorm2d) for m in folded.modules()))
            with torch.no_grad():
                self.assertTrue(torch.allclose(network(x), folded(x), rtol=1e-4, atol=1e-4), name)

    def test_has_as_many_taps_as_names(self) -> None:
        for name in NETWORKS:
            network = as_if_trained(name)
            taps, logits = network.taps(images_for(name))
            self.assertEqual(len(taps), len(network.tap_names), name)
            self.assertEqual(tuple(logits.shape), (4, 10), name)


class Calibrating(unittest.TestCase):
    """Temperature and calibration error."""

    def test_finds_the_temperature_that_logits_were_multiplied_by(self) -> None:
        generator = torch.Generator().manual_seed(0)
        logits = torch.randn(20_000, 5, generator=generator) * 2
        labels = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
        self.assertAlmostEqual(train.temperature_of(logits * 3, labels), 3, delta=0.1)
        self.assertLess(train.calibration_error(logits, labels), 0.02)
        self.assertGreater(train.calibration_error(logits * 3, labels), 0.05)

    def test_error_by_hand(self) -> None:
        # Two images at p = .8 of which one is right, two at p = .6 of which both are: (2 |.5 - .8| + 2 |1 - .6|) / 4.
        p = torch.tensor([0.8, 0.8, 0.6, 0.6])
        logits = torch.stack([p, 1 - p], dim=1).log()
        self.assertAlmostEqual(train.calibration_error(logits, torch.tensor([0, 1, 0, 0])), 0.35, places=5)

    def test_is_folded_into_the_head(self) -> None:
        network, x = as_if_trained("mnist-mlp7"), images_for("mnist-mlp7")
        state = {"name": "mnist-mlp7", "average": network.state_dict(), "temperature": 2.5}
        with torch.no_grad():
            self.assertTrue(torch.allclose(restore(state).eval()(x) * 2.5, network(x), rtol=1e-5, atol=1e-5))


class Schedule(unittest.TestCase):
    """Learning rate."""

    def test_rises_then_falls_to_zero(self) -> None:
        self.assertAlmostEqual(train.learning_rate_share(train.WARM_UP), 1)
        self.assertLess(train.learning_rate_share(0), 0.1)
        self.assertAlmostEqual(train.learning_rate_share(1), 0)


class Scripts(unittest.TestCase):
    """Each network trained for an epoch on a few images, resumed for another, exported."""

    def test_trains_resumes_and_exports_each(self) -> None:
        try:
            import onnx
        except ImportError as error:
            self.skipTest(f"not installed: {error.name}")
        for name in NETWORKS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                kind, images, out = kind_of(name), Path(folder, "images"), Path(folder, "out")
                images.mkdir()
                write_packed(images, kind, 160)
                holdout = Path(folder, f"holdout-{name.split('-')[0]}.json")
                given = ["--data", str(images), "--cache", folder, "--holdout", str(holdout)]

                def script(*arguments: str) -> str:
                    command = [sys.executable, "-W", "ignore", *arguments, *given]
                    return subprocess.run(command, cwd=HERE, check=True, capture_output=True, text=True).stdout

                script("train.py", name, "--out", str(out), "--epochs", "1", "--threads", "1")
                resumed = script("train.py", name, "--out", str(out), "--epochs", "2", "--threads", "1")
                self.assertIn("from epoch 1", resumed)
                self.assertIn("hold-out", resumed)
                script("export.py", str(out / f"{name}.pt"), "--out", str(out), "--papers", str(out))
                result, facts = (json.loads((out / which / f"{name}.json").read_text()) for which in ("results", "facts"))
                graph = onnx.load(out / f"{name}.onnx").graph
                made = [output for node in graph.node for output in node.output]
                self.assertEqual([tap for tap in made if tap in facts["layers"]], facts["layers"])
                self.assertEqual([value.name for value in graph.output], ["logits"])
                self.assertEqual(result["epochs"], 2)


if __name__ == "__main__":
    unittest.main()

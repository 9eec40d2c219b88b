import { cellOf, featureCount, type Tap } from "../../src/models/spec/taps.ts";
import { probeTail, type Probe } from "../../src/probes/probe-tail.ts";
import { writeModel, type OnnxNode, type OnnxTensor } from "../../src/models/onnx.ts";
import { CONCEPTS, CONSTANT, GRID, LAYER_NAMES, TILES, maskOf } from "./plan.ts";

/** Side of the network's input and of a tile in it, pixels. */
export const INPUT_SIZE = 96;
const TILE_SIZE = INPUT_SIZE / GRID;

/** Side of the squares in which edges are sought, pixels. It divides the tile's, so that no square sees two tiles. */
const CELL = 4;

/** A tile is there when it holds a sharp edge: brightness, 0..1, must change by this much within a cell. Blurred pictures stay far below. */
export const LEAST_EDGE = 0.15;

/** How much more than that makes the tile count as wholly there. */
const EDGE_RANGE = 0.1;

/** Spread of the input's channels that the preprocessing divides by. */
export const STD = 0.25;

/** Class 0 is what positive effects speak for. */
export const CLASSES = ["day", "night"] as const;

/**
 * A unit of a mixing layer, 0 or 1 on any picture whose tiles are wholly there or not at all:
 * "all" = relu(Σ x − (k − 1)) for the k tiles of the mask, "none" = relu(1 − Σ x).
 */
interface Unit {
  readonly kind: "all" | "none";
  readonly mask: number;
}

const OUTPUT = LAYER_NAMES.length;

/** The unit that makes a concept linearly readable: an OR is 1 − "none of them". */
function unitOf(concept: (typeof CONCEPTS)[number]): Unit {
  return { kind: concept.kind === "and" ? "all" : "none", mask: maskOf(concept) };
}

function sameUnit(a: Unit, b: Unit): boolean {
  return a.kind === b.kind && a.mask === b.mask;
}

/**
 * Units of a layer: one per concept that is readable there, then the single tiles that later layers still build from.
 * A concept that is not there has no unit, so no linear probe can read it.
 */
export function unitsOf(layer: number): Unit[] {
  const units = CONCEPTS.filter(({ effects }) => effects[layer] !== 0).map(unitOf);
  for (let tile = 0; tile < TILES.length; tile++) {
    const single: Unit = { kind: "all", mask: 1 << tile };
    const needed = CONCEPTS.some((concept) =>
      concept.effects.some(
        (effect, later) =>
          later > layer && effect !== 0 && concept.effects[later - 1] === 0 && maskOf(concept) & single.mask,
      ),
    );
    if (needed && !units.some((unit) => sameUnit(unit, single))) units.push(single);
  }
  return units;
}

/** Weights on the tiles and bias of a unit. */
function unitFromTiles({ kind, mask }: Unit): { weights: number[]; bias: number } {
  const tiles = TILES.map((_, tile) => (mask >> tile) & 1);
  const count = tiles.reduce((sum, one) => sum + one, 0);
  return kind === "all" ? { weights: tiles, bias: 1 - count } : { weights: tiles.map((one) => -one), bias: 1 };
}

interface Part {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** Conv → Relu; `strides` as the kernel is wide unless it is 1x1. */
function convolution(
  name: string,
  input: string,
  shape: readonly [number, number, number, number],
  weights: readonly number[],
  bias: readonly number[],
): Part {
  const kernel = [shape[2], shape[3]];
  return {
    nodes: [
      {
        op: "Conv",
        inputs: [input, `${name}_weights`, `${name}_bias`],
        outputs: [`${name}_sums`],
        attributes: { kernel_shape: kernel, strides: kernel },
      },
      { op: "Relu", inputs: [`${name}_sums`], outputs: [name] },
    ],
    initializers: [
      { name: `${name}_weights`, dims: shape, values: Float32Array.from(weights) },
      { name: `${name}_bias`, dims: [bias.length], values: Float32Array.from(bias) },
    ],
  };
}

/** Four channels at 24x24: how far brightness rises or falls, across or down, beyond LEAST_EDGE; then the largest of each tile. */
function edges(): Part {
  const directions = [1, -1].flatMap((sign) => [
    (_: number, x: number) => sign * (x < CELL / 2 ? -1 : 1),
    (y: number) => sign * (y < CELL / 2 ? -1 : 1),
  ]);
  // Half of a cell's pixels stand on either side, in three channels; STD undoes the preprocessing.
  const gain = STD / (3 * CELL * CELL * 0.5);
  const weights = directions.flatMap((direction) =>
    Array.from({ length: 3 * CELL * CELL }, (_, i) => gain * direction(Math.floor(i / CELL) % CELL, i % CELL)),
  );
  const { nodes, initializers } = convolution(
    "edges",
    "input",
    [directions.length, 3, CELL, CELL],
    weights,
    directions.map(() => -LEAST_EDGE),
  );
  const cells = TILE_SIZE / CELL;
  const pool: OnnxNode = {
    op: "MaxPool",
    inputs: ["edges"],
    outputs: ["strongest"],
    attributes: { kernel_shape: [cells, cells], strides: [cells, cells] },
  };
  return { nodes: [...nodes, pool], initializers };
}

/** Two channels at 3x3, s and relu(s − 1): their difference is min(s, 1), the tile's presence. */
function presence(): Part {
  const gain = 1 / EDGE_RANGE;
  return convolution("presence", "strongest", [2, 4, 1, 1], Array<number>(8).fill(gain), [0, -1]);
}

/** The first mixing layer sees all tiles at once, through a 3x3 kernel on the presence map. */
function firstLayer(units: readonly Unit[]): Part {
  const made = units.map(unitFromTiles);
  const weights = made.flatMap(({ weights }) => [...weights, ...weights.map((weight) => -weight)]);
  return convolution(
    LAYER_NAMES[0],
    "presence",
    [units.length, 2, GRID, GRID],
    weights,
    made.map(({ bias }) => bias),
  );
}

/** A later mixing layer: copies the units that the layer before has, makes the others from single tiles. */
function nextLayer(layer: number): Part {
  const before = unitsOf(layer - 1);
  const units = unitsOf(layer);
  const weights: number[] = [];
  const biases: number[] = [];
  for (const unit of units) {
    const copied = before.findIndex((other) => sameUnit(other, unit));
    const fromTiles = unitFromTiles(unit);
    weights.push(
      ...before.map((other, index) => {
        if (copied !== -1) return index === copied ? 1 : 0;
        const tile = other.kind === "all" ? TILES.findIndex((_, i) => other.mask === 1 << i) : -1;
        return tile === -1 ? 0 : fromTiles.weights[tile]!;
      }),
    );
    biases.push(copied === -1 ? fromTiles.bias : 0);
  }
  return convolution(
    LAYER_NAMES[layer]!,
    LAYER_NAMES[layer - 1]!,
    [units.length, before.length, 1, 1],
    weights,
    biases,
  );
}

/** Reads the planted v of `layer` from units: logits of day and night are +v/2 and −v/2. */
function readout(layer: number, units: readonly Unit[]): { weights: Float32Array; bias: Float32Array } {
  const weights = new Float32Array(2 * units.length);
  let constant = CONSTANT;
  for (const concept of CONCEPTS) {
    const effect = concept.effects[layer]!;
    if (effect === 0) continue;
    const unit = unitOf(concept);
    const index = units.findIndex((other) => sameUnit(other, unit));
    if (index === -1)
      throw new RangeError(`${concept.kind} ${concept.tiles.join(", ")} cannot be read at layer ${layer}`);
    const weight = unit.kind === "all" ? effect : -effect;
    if (unit.kind === "none") constant += effect;
    weights[index] = weight / 2;
    weights[units.length + index] = -weight / 2;
  }
  return { weights, bias: Float32Array.of(constant / 2, -constant / 2) };
}

/** The glass box without its probes: image in, logits of the two classes out. The same bytes every time. */
export function glassBoxBackbone(): Uint8Array {
  const parts = [edges(), presence(), firstLayer(unitsOf(0)), ...LAYER_NAMES.slice(1).map((_, i) => nextLayer(i + 1))];
  const last = unitsOf(OUTPUT - 1);
  const { weights, bias } = readout(OUTPUT, last);
  return writeModel(
    {
      inputs: [{ name: "input", dims: ["batch", 3, INPUT_SIZE, INPUT_SIZE] }],
      outputs: [{ name: "logits", dims: ["batch", CLASSES.length] }],
      nodes: [
        ...parts.flatMap(({ nodes }) => nodes),
        { op: "Flatten", inputs: [LAYER_NAMES[OUTPUT - 1]!], outputs: ["units"], attributes: { axis: 1 } },
        {
          op: "Gemm",
          inputs: ["units", "logits_weights", "logits_bias"],
          outputs: ["logits"],
          attributes: { transB: 1 },
        },
      ],
      initializers: [
        ...parts.flatMap(({ initializers }) => initializers),
        { name: "logits_weights", dims: [CLASSES.length, last.length], values: weights },
        { name: "logits_bias", dims: [CLASSES.length], values: bias },
      ],
    },
    "glass-box",
  );
}

/** Graph output of a layer's probe. */
export function probeName(layer: string): string {
  return `${layer}_probe`;
}

/** What is looked into: every layer's units, a map of one pixel each. */
export function glassBoxTaps(): Tap[] {
  return LAYER_NAMES.map((name, layer) => {
    const channels = unitsOf(layer).length;
    const tap: Tap = { name, tensor: name, kind: "maps", channels, height: 1, width: 1, cell: cellOf(1, 1) };
    if (featureCount(tap) !== channels) throw new RangeError(`${name}: pooling must keep every unit`);
    return tap;
  });
}

/** The probes, one per layer, as a trained network's travel. */
export function glassBoxTail(): Uint8Array {
  return probeTail(
    glassBoxTaps().map((tap, layer) => {
      const probe: Probe = { logits: probeName(tap.name), ...readout(layer, unitsOf(layer)) };
      return { tap, probe };
    }),
  );
}

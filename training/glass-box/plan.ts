/**
 * The truth of the glass box: which concepts it holds at which layer, and how strong.
 *
 * v is the log-odds of "day" against "night", in nats. At every layer
 * v(T) = CONSTANT + Σ effects of the AND concepts inside T + Σ effects of the OR concepts that T touches.
 *
 * The sets are chosen so that at every layer this is the only sparsest way to write v (κ = 0), and so that the sparsest
 * way within κ = 4 % of v's range keeps every concept above salience and adds none. What to avoid when changing them:
 * two one-tile concepts of one sign (x + y = x∧y + x∨y), and a one-tile concept beside a pair of opposite sign that
 * contains its tile (x − x∧y = x∨y − y); each writes the same v at the same cost.
 */

/** Tiles of the picture, row by row from the top left; tile i is player i of a 3x3 grid. */
export const TILES = ["sun", "cloud", "bird", "mountain", "house", "flower", "star", "moon", "boat"] as const;

export type Tile = (typeof TILES)[number];

/** Tiles a side. */
export const GRID = 3;

/** v when no tile is shown, at every layer, nats. */
export const CONSTANT = -0.25;

/** Layers that are looked into; the network's output comes after them. */
export const LAYER_NAMES = ["layer1", "layer2", "layer3", "layer4", "layer5", "layer6", "layer7"] as const;

/** One planted concept. */
export interface PlantedConcept {
  readonly kind: "and" | "or";
  readonly tiles: readonly Tile[];
  readonly fate: "kept" | "lost" | "transient";
  /** Per layer, the output last, nats; 0 where the concept is not there. */
  readonly effects: readonly number[];
}

/** All planted concepts; everything else has effect 0 at every layer. */
export const CONCEPTS: readonly PlantedConcept[] = [
  { kind: "and", tiles: ["sun"], fate: "kept", effects: [0.5, 0.6, 0.8, 1, 1.4, 1.8, 2.4, 3] },
  { kind: "and", tiles: ["moon"], fate: "kept", effects: [-0.5, -0.6, -0.7, -0.8, -0.9, -1.1, -1.2, -1.3] },
  { kind: "or", tiles: ["star", "moon"], fate: "kept", effects: [-0.5, -0.6, -0.7, -0.9, -1.1, -1.4, -1.7, -2] },
  // Dies at layer 3 and returns at layer 7.
  { kind: "and", tiles: ["flower", "boat"], fate: "kept", effects: [0.6, 0.6, 0, 0, 0, 0, 1.2, 1.6] },
  { kind: "and", tiles: ["house", "moon", "boat"], fate: "kept", effects: [0, 0, 0.6, 0.9, 1.2, 1.4, 1.7, 2] },
  { kind: "or", tiles: ["sun", "cloud", "bird", "flower"], fate: "kept", effects: [0, 0, 0, 0.6, 0.9, 1.2, 1.5, 1.8] },
  { kind: "and", tiles: ["cloud", "house", "star", "moon"], fate: "kept", effects: [0, 0, 0, 0, -0.9, -1.2, -1.6, -2] },
  { kind: "and", tiles: ["house", "star"], fate: "lost", effects: [0.6, 0.7, 0.5, 0, 0, 0, 0, 0] },
  { kind: "or", tiles: ["sun", "cloud", "mountain"], fate: "lost", effects: [0.5, 0.5, 0.4, 0.4, 0, 0, 0, 0] },
  { kind: "and", tiles: ["mountain", "house", "flower"], fate: "lost", effects: [-0.4, -0.4, -0.3, 0, 0, 0, 0, 0] },
  { kind: "and", tiles: ["mountain", "star"], fate: "transient", effects: [0, 0, -0.6, -0.9, -0.7, 0, 0, 0] },
  { kind: "or", tiles: ["cloud", "bird"], fate: "transient", effects: [0, 0, 0, 0.6, 0.8, 0.6, 0, 0] },
];

/** Which tiles a concept is made of: bit i for tile i. */
export function maskOf({ tiles }: Pick<PlantedConcept, "tiles">): number {
  return tiles.reduce((mask, tile) => mask | (1 << TILES.indexOf(tile)), 0);
}

/** The planted v of a layer (the output: LAYER_NAMES.length) at every mask, [2^9], nats. */
export function plantedValues(layer: number): Float64Array {
  const present = CONCEPTS.filter(({ effects }) => effects[layer] !== 0);
  return Float64Array.from({ length: 2 ** TILES.length }, (_, shown) =>
    present.reduce((v, concept) => {
      const mask = maskOf(concept);
      const on = concept.kind === "and" ? (shown & mask) === mask : (shown & mask) !== 0;
      return on ? v + concept.effects[layer]! : v;
    }, CONSTANT),
  );
}

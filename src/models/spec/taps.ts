import * as v from "valibot";
import { badField, label, tensorName } from "./fields.ts";

/** A tensor inside the network that is looked into, and how it is turned into features. */
export type Tap = MapsTap | TokensTap | VectorTap;

interface NamedTap {
  /** What the layer is called. */
  readonly name: string;
  /** Name of the tensor in the graph. */
  readonly tensor: string;
  /** Whether the head reads it directly, see `readsDirectly`; left out where it does not. */
  readonly readout?: true | undefined;
  /**
   * Whether its numbers are no 32-bit floats, and become some before they are looked at: quantised ones as they are, for what these stand for is a linear
   * function of them, which a probe takes up.
   */
  readonly cast?: true | undefined;
}

/**
 * Maps [batch, channels, height, width], or [batch, height, width, channels] where the layout is NHWC, averaged over cells; features channel by channel,
 * each row by row.
 */
export interface MapsTap extends NamedTap {
  readonly kind: "maps";
  /** Left out: NCHW. */
  readonly layout?: "NHWC" | undefined;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** A cell's height and width; cells lie side by side, and what does not fill one is dropped. */
  readonly cell: readonly [height: number, width: number];
}

/**
 * Tokens [batch, tokens, channels]: first those of no place (`classTokens`, as they are), then those of a grid, row by row, averaged over
 * cells. Features channel by channel, each: the class tokens, then the cells. Tokens behind these are not looked at.
 */
export interface TokensTap extends NamedTap {
  readonly kind: "tokens";
  readonly tokens: number;
  readonly channels: number;
  readonly classTokens: number;
  /** Null where only the class tokens are looked at. */
  readonly grid: null | {
    readonly height: number;
    readonly width: number;
    readonly cell: readonly [height: number, width: number];
  };
}

/** Vectors [batch, channels], as they are. */
export interface VectorTap extends NamedTap {
  readonly kind: "vector";
  readonly channels: number;
}

/** Tokens that are looked at. */
const placesOf = ({ classTokens, grid }: TokensTap): number =>
  classTokens + (grid === null ? 0 : grid.height * grid.width);

/** Pooled maps and grids have at most this many cells a side, as a rule. */
export const POOLED_SIDE = 4;

/** The cell that pools a map or grid to at most POOLED_SIDE cells a side. */
export function cellOf(height: number, width: number): readonly [height: number, width: number] {
  return [Math.ceil(height / POOLED_SIDE), Math.ceil(width / POOLED_SIDE)];
}

/** Rows and columns of whole cells. */
export function cellsOf({
  height,
  width,
  cell,
}: Pick<MapsTap, "height" | "width" | "cell">): readonly [number, number] {
  return [Math.floor(height / cell[0]), Math.floor(width / cell[1])];
}

/** Features for each image. */
export function featureCount(tap: Tap): number {
  const cells = (of: Pick<MapsTap, "height" | "width" | "cell">): number => cellsOf(of)[0] * cellsOf(of)[1];
  switch (tap.kind) {
    case "maps":
      return tap.channels * cells(tap);
    case "tokens":
      return tap.channels * (tap.classTokens + (tap.grid === null ? 0 : cells(tap.grid)));
    case "vector":
      return tap.channels;
  }
}

const MAX_TAPS = 256;
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const named = { name: label, tensor: tensorName };
const marks = { readout: v.optional(v.literal(true)), cast: v.optional(v.literal(true)) };
const pooled = { height: count, width: count, cell: v.tuple([count, count]) };

export const tapsSchema = v.pipe(
  v.array(
    v.variant("kind", [
      v.object({
        ...named,
        kind: v.literal("maps"),
        layout: v.optional(v.literal("NHWC")),
        channels: count,
        ...pooled,
        ...marks,
      }),
      v.object({
        ...named,
        kind: v.literal("tokens"),
        tokens: count,
        channels: count,
        classTokens: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
        grid: v.nullable(v.object(pooled)),
        ...marks,
      }),
      v.object({ ...named, kind: v.literal("vector"), channels: count, ...marks }),
    ]),
  ),
  v.maxLength(MAX_TAPS),
);

/** Checks what only several fields together can show. */
export function checkTaps(taps: readonly Tap[]): void {
  taps.forEach((tap, i) => {
    if (taps.findIndex(({ name }) => name === tap.name) !== i) throw badField(`taps.${i}.name`, "it stands twice");
    if (tap.kind === "tokens" && placesOf(tap) > tap.tokens)
      throw badField(`taps.${i}.tokens`, `expected ${placesOf(tap)} or more, as its class tokens and grid say`);
    if (featureCount(tap) === 0) throw badField(`taps.${i}`, "it gives no feature");
  });
}

/** Tokens of no place, at most, beside those of a grid: a class token, one of distillation, four registers. */
const MAX_CLASS_TOKENS = 6;

/** Grids of fewer tokens a side have no other tokens beside them than a class token: what is left over from a square tells nothing there. */
const TELLING_SIDE = 7;

/**
 * How a tensor of this shape, batch included, is looked into as a rule: maps pooled to at most POOLED_SIDE cells a side, with channels last where
 * the middle sides are equal and the last one is another; tokens as a square grid pooled like a map, beside a class token where one is left over, or up
 * to six tokens beside a larger grid; vectors as they are. Null where the shape is none of these.
 *
 * @param type of its numbers, as ONNX Runtime names it.
 */
export function tapOf(name: string, tensor: string, dims: readonly number[], type = "float32"): Tap | null {
  const shaped = NUMERIC.test(type) ? shapeOf(dims) : null;
  return shaped === null ? null : { name, tensor, ...shaped, ...(type !== "float32" && { cast: true }) };
}

/** Types that are looked into: no truth values or texts, and no whole numbers of so many digits as places and counts have. */
const NUMERIC = /^(b?float(16|32|64)|u?int(8|16|32))$/;

type Shaped<T> = T extends Tap ? Omit<T, "name" | "tensor"> : never;

function shapeOf(dims: readonly number[]): Shaped<Tap> | null {
  const [, first = 0, second = 0, third = 0] = dims;
  if (dims.some((size) => size < 1)) return null;
  switch (dims.length) {
    case 4:
      return first === second && second !== third
        ? { kind: "maps", layout: "NHWC", channels: third, height: first, width: second, cell: cellOf(first, second) }
        : { kind: "maps", channels: first, height: second, width: third, cell: cellOf(second, third) };
    case 3: {
      const side = Math.floor(Math.sqrt(first));
      const classTokens = first - side * side;
      if (classTokens > (side < TELLING_SIDE ? 1 : MAX_CLASS_TOKENS)) return null;
      const grid = { height: side, width: side, cell: cellOf(side, side) };
      return { kind: "tokens", tokens: first, channels: second, classTokens, grid };
    }
    case 2:
      return { kind: "vector", channels: first };
    default:
      return null;
  }
}

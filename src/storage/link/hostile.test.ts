import { describe, expect, it } from "vitest";
import { gridPlayers } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { largestEffect, tauOf } from "../../core/salience.ts";
import { pictureTracks, tracksOf } from "../../core/tracks.ts";
import { LinkError } from "./errors.ts";
import { fromText, toText } from "./frame.ts";
import { linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { decodePayload, encodePayload, type Decoded } from "./payload.ts";
import { sealed } from "./sealed.fixture.ts";

type Random = () => number;

const image = { bytes: Uint8Array.from({ length: 90 }, (_, i) => 37 * i), format: "webp", exact: true } as const;
const { text } = await encodePayload(linkedSnapshot(ORDINARY), image);
const blocks = await fromText(text);
const content = new Uint8Array(Buffer.from(text, "base64url").subarray(5));
const header = new TextDecoder().decode(blocks.header);

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const below = (n: number, random: Random): number => Math.floor(n * random());

/** One to three edits: a piece changed, cut out, doubled, moved, put in, or all after it lost. */
function edited<T>(items: readonly T[], draw: () => T, random: Random): T[] {
  let now = [...items];
  for (let edits = 1 + below(3, random); edits > 0; edits--) {
    const [at, length] = [below(now.length, random), 1 + below(4, random)];
    const [before, piece, after] = [now.slice(0, at), now.slice(at, at + length), now.slice(at + length)];
    now = [
      () => [...before, draw(), ...now.slice(at + 1)], () => [...before, ...after], () => [...before, ...piece, ...piece, ...after],
      () => [...after, ...piece, ...before], () => [...before, ...Array.from({ length }, draw), ...piece, ...after], () => before,
    ][below(6, random)]!();
  }
  return now;
}

const editedBytes = (bytes: Uint8Array, random: Random): Uint8Array => Uint8Array.from(edited([...bytes], () => below(256, random), random));

const STRANGE: readonly unknown[] = [
  null, true, -1, 0, 1, 2, 0.5, 1e-9, 1e9, 1e39, 1e300, -1e-300, 2 ** 31, "", "A", "mean", "https://example.org/", [], [[]], {}, { length: 3 }, "x".repeat(5000), [0, 0],
];

/** The header with one value, at any depth, put in place of another. */
function bentHeader(random: Random): Uint8Array {
  const whole = JSON.parse(header) as unknown[];
  let list = whole;
  for (;;) {
    const at = below(list.length, random);
    const value = list[at];
    if (Array.isArray(value) && value.length > 0 && random() < 0.9) list = value;
    else {
      list[at] = typeof value === "number" && random() < 0.5 ? value * (1 + 0.2 * (random() - 0.5)) : STRANGE[below(STRANGE.length, random)];
      return new TextEncoder().encode(JSON.stringify(whole));
    }
  }
}

function expectFinite(value: unknown): void {
  if (typeof value === "number") expect(value).toSatisfy(Number.isFinite);
  else if (value instanceof Float64Array) expect(value.every(Number.isFinite)).toBe(true);
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) Object.values(value).forEach(expectFinite);
}

/** Whatever is let in is whole: all that is drawn from it can be computed, and it can be shared again. */
async function expectWhole({ snapshot, image }: Decoded): Promise<void> {
  expectFinite(snapshot);
  const { players, layers, tauFraction, model, values } = snapshot;
  expect(players).toEqual(gridPlayers(players.rows, players.cols, ...model.input));
  expect([values, snapshot.image.pixels]).toEqual([null, null]);
  for (const { andOr, tau } of layers) {
    expect([andOr.n, andOr.and.length, andOr.or.length]).toEqual([players.n, 2 ** players.n, 2 ** players.n]);
    expect([andOr.and[0], andOr.or[0], ...Array.from({ length: players.n }, (_, i) => andOr.or[2 ** i])]).toEqual(new Array(players.n + 2).fill(0));
    expect(tau).toBe(tauOf(andOr, tauFraction));
    expect(andOr.bound).toBeLessThanOrEqual(andOr.objective);
    expect(largestEffect(andOr)).toBeLessThanOrEqual(1e40);
  }
  const effects = layers.map(({ andOr }) => andOr);
  tracksOf(effects, tauFraction);
  pictureTracks(effects);
  await decodePayload((await encodePayload(snapshot, image)).text);
}

/** Decodes `count` texts; how many were let in. */
async function letIn(count: number, seed: number, make: (random: Random) => string | null | Promise<string | null>): Promise<number> {
  const random = mulberry32(seed);
  let whole = 0;
  for (let i = 0; i < count; i++) {
    const made = await make(random);
    if (made === null || made === text) continue;
    const decoded = await decodePayload(made).catch((error: unknown) => error);
    if (decoded instanceof LinkError) continue;
    if (decoded instanceof Error) throw new Error(`let through: ${made}`, { cause: decoded });
    await expectWhole(decoded as Decoded);
    whole += 1;
  }
  return whole;
}

describe("decodePayload of what nobody encoded", () => {
  it("lets nothing in that was mistyped, cut or joined on the way", async () => {
    expect(await letIn(900, 1, (random) => edited([...text], () => CHARACTERS[below(64, random)]!, random).join(""))).toBe(0);
  });

  it("lets no random characters in", async () => {
    expect(await letIn(300, 2, (random) => `AQ${Array.from({ length: below(300, random) }, () => CHARACTERS[below(64, random)]).join("")}`)).toBe(0);
  });

  it("lets forged headers in only whole", async () => {
    const whole = await letIn(600, 3, (random) => toText({ ...blocks, header: bentHeader(random) }));
    expect(whole).toBeGreaterThan(50);
    expect(whole).toBeLessThan(300);
  });

  it("lets forged bytes in only whole", async () => {
    const whole = await letIn(900, 4, (random) => {
      const block = (["header", "levels", "image"] as const)[below(3, random)]!;
      return toText({ ...blocks, [block]: editedBytes(blocks[block], random) });
    });
    expect(whole).toBeGreaterThan(50);
    expect(whole).toBeLessThan(600);
  });

  it("lets forged compression in only whole", async () => {
    await letIn(400, 5, (random) => sealed(editedBytes(content, random)));
  });
}, 30_000);

/** Links of versions 1 to 5 as the pages of then wrote them, for tests of what reads them. */
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import { eachMask, KINDS, type Effects } from "../../core/interactions.ts";
import type { Certainty } from "../../core/certainty.ts";
import { joinedOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { compress } from "../../platform/compression.ts";
import { varint } from "./byte-reader.ts";
import { codeCertainty } from "./certainty-numbers.ts";
import type { EarlierBlocks } from "./frame.ts";
import { headerOf, type Header, type Steps } from "./header.ts";
import { fromLevels, toLevels } from "./levels.ts";
import type { LinkImage } from "./payload.ts";
import { placeOf } from "./places.ts";
import { sealed } from "./sealed.fixture.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** JSON of a header; a layer's places behind the fifteenth only where they say something. */
export function packHeader(snapshot: Snapshot, steps: Steps): Uint8Array {
  const header = headerOf(snapshot, steps);
  const layers = header[7].map((row): Header[7][number] => {
    const [agreement = null, noise = null, joins = false] = row.slice(15) as [number | null, number | null, boolean];
    const first = row.slice(0, 15);
    const shorter = noise === null && !joins ? (agreement === null ? first : [...first, agreement]) : row;
    return shorter as unknown as Header[7][number];
  });
  return bytesOf(JSON.stringify([...header.slice(0, 7), layers]));
}

/** A bit for each level, 0 where it is 0: eight a byte, lowest first. */
function packBits(levels: readonly (number | boolean)[]): number[] {
  const bytes = new Array<number>(Math.ceil(levels.length / 8)).fill(0);
  levels.forEach((level, i) => {
    if (level !== 0 && level !== false) bytes[i >> 3]! |= 1 << (i & 7);
  });
  return bytes;
}

/** Layers of levels. */
export function packLevels(layers: readonly Effects[], n: number): Uint8Array {
  const concepts: { readonly place: number; readonly levels: readonly number[] }[] = [];
  for (const kind of KINDS)
    eachMask(
      layers.map((layer) => layer[kind]),
      (mask, levels) => concepts.push({ place: placeOf(n, kind, mask), levels: [...levels] }),
    );
  concepts.sort((a, b) => a.place - b.place);
  const gaps = concepts.flatMap(({ place }, i) => varint(place - (concepts[i - 1]?.place ?? -1) - 1));
  const columns = layers.map((_, l) => concepts.map(({ levels }) => levels[l]!));
  const codeOf = (level: number): number => 2 * (Math.abs(level) - 1) + (level < 0 ? 1 : 0);
  const sizes = columns.flatMap((column) => column.flatMap((level) => (level === 0 ? [] : varint(codeOf(level)))));
  return Uint8Array.from([...varint(concepts.length), ...gaps, ...columns.flatMap(packBits), ...sizes]);
}

/** What is known of the shown rows of a picture of these layers. */
export function packCertainty(certainty: Certainty, layers: readonly SolvedLayer[]): Uint8Array {
  const bytes: number[] = [];
  codeCertainty(
    {
      whole: (_, _most, value) => {
        bytes.push(...varint(value));
        return value;
      },
      bits: (_, given) => {
        bytes.push(...packBits(given!));
        return given!;
      },
    },
    layers,
    certainty,
  );
  return Uint8Array.from(bytes);
}

async function packed(block: Uint8Array): Promise<number[]> {
  const deflated = block.length === 0 ? block : await compress([block], "deflate");
  return [...varint(deflated.length), ...deflated];
}

/** Blocks as text. */
export async function earlierText({ version, header, levels, certainty, image }: EarlierBlocks): Promise<string> {
  const told = version < 4 ? [] : await packed(certainty);
  return sealed(Uint8Array.from([...(await packed(header)), ...(await packed(levels)), ...told, ...image]), version);
}

/** The blocks of a picture by a thousand steps, and its image's file. */
export function earlierBlocks(snapshot: Snapshot, image: LinkImage | null = null): EarlierBlocks {
  const { layers, players, target, tauFraction, probes, kappaOf, certainty } = snapshot;
  const count = [1000, 10_000, 1_000_000].find((steps) =>
    layers.every(({ interactions }) => toLevels(interactions, steps, [tauFraction, DEFAULT_TAU_FRACTION]) !== null),
  )!;
  const quantised = layers.map(({ interactions }) =>
    toLevels(interactions, count, [tauFraction, DEFAULT_TAU_FRACTION])!,
  );
  const rounded = layers.map((layer, l): SolvedLayer => {
    const { levels, largest } = quantised[l]!;
    return { ...layer, interactions: { ...layer.interactions, ...fromLevels(levels, count, largest) } };
  });
  const effectError = snapshot.effectError + Math.max(...quantised.map(({ error }) => error));
  const isFourth = kappaOf === "noise" || certainty !== undefined || joinedOf(layers).includes(true);
  return {
    version: target.rather !== undefined ? 5 : isFourth ? 4 : probes !== "first" ? 3 : players.picked === null ? 1 : 2,
    header: packHeader(snapshot, { count, effectError, largest: quantised.map(({ largest }) => largest) }),
    levels: packLevels(
      quantised.map(({ levels }) => levels),
      players.n,
    ),
    certainty: certainty === undefined ? new Uint8Array(0) : packCertainty(certainty, rounded),
    image:
      image === null
        ? new Uint8Array(0)
        : Uint8Array.from([2 * (image.format === "webp" ? 0 : 1) + (image.exact ? 1 : 0), ...image.bytes]),
  };
}

/** A picture's payload. */
export function encodeEarlier(snapshot: Snapshot, image: LinkImage | null = null): Promise<string> {
  return earlierText(earlierBlocks(snapshot, image));
}

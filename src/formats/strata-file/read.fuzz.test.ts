import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedly } from "../../core/bounded.fixture.ts";
import { changedJson, jsonChanges, type Json } from "../../core/fuzz-json.fixture.ts";
import { FUZZ, mutate, mutations } from "../../core/fuzz.fixture.ts";
import { checkEffects } from "../../core/interactions.ts";
import { gridPlayers } from "../../core/patches.ts";
import { tauOf } from "../../core/salience.ts";
import { sha256 } from "../../platform/sha256.ts";
import { derive } from "../../exploration/derived.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { MAX_EFFECT_ERROR } from "../../exploration/snapshot.ts";
import type { StrataEntry } from "./document.ts";
import { fileOf, jsonOf, lossy, ordinary, sure } from "./entry.fixture.ts";
import { FileError } from "./file-error.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

/** JSON knows no −0, and nothing here hangs on it. */
function withoutMinus0<T>(value: T): T {
  if (typeof value === "number") return (value + 0) as T;
  if (value instanceof Float64Array) return value.map((one) => one + 0) as T;
  if (Array.isArray(value)) return value.map(withoutMinus0) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutMinus0(one)])) as T;
}

/** Everything that the page relies on in a snapshot, and that it comes back from a file as it is. */
async function expectWhole(read: readonly StrataEntry[]): Promise<void> {
  for (const { name, createdMs, snapshot } of read) {
    expect([typeof name, Number.isFinite(createdMs)]).toEqual(["string", true]);
    const { players, image, layers, values, tauFraction } = snapshot;
    const size = 2 ** players.n;
    expect(snapshot.effectError).toBeLessThanOrEqual(MAX_EFFECT_ERROR);
    expect(players).toEqual(gridPlayers(players.rows, players.cols, players.width, players.height));
    expect(snapshot.model.input).toEqual([players.width, players.height]);
    if (image.pixels !== null) expect(image.pixels.rgb.length).toBe(3 * players.width * players.height);
    if (image.pixels !== null && image.exact) expect(await sha256(image.pixels.rgb)).toBe(image.sha256);
    layers.forEach(({ interactions, tau, vEmpty, vFull, scale }, l) => {
      const { constant, exactness } = interactions;
      const { kappa, objective, bound, gap, rebuildMaxAbs } = exactness;
      expect(checkEffects(interactions)).toBe(players.n);
      for (const number of [vEmpty, vFull, scale, rebuildMaxAbs, constant, kappa, objective, bound, gap])
        expect(Number.isFinite(number)).toBe(true);
      expect(tau).toBe(tauOf(interactions, tauFraction));
      const v = values?.layers[l];
      if (v !== undefined) expect([v.length, v[0], v.at(-1)]).toEqual([size, vEmpty, vFull]);
    });
    const { orders, shapley } = derive(layers, tauFraction);
    for (const { all, overlap, forget } of orders) expect([all, overlap, forget].every(Number.isFinite)).toBe(true);
    for (const values of shapley) expect(values.every(Number.isFinite)).toBe(true);
    if (snapshot.certainty !== undefined) {
      const { replicates } = snapshot.certainty;
      for (const { fate, birth, death } of firmnessOf(layers, snapshot.certainty).values())
        for (const count of [fate, birth, death])
          expect(Number.isInteger(count) && count >= 0 && count <= replicates).toBe(true);
    }
  }
  expect(await readStrataFile(await writeStrataFile(read, { values: true }))).toStrictEqual(withoutMinus0(read));
}

const files = [
  await writeStrataFile([ordinary, { ...ordinary, name: "again" }], { values: true }),
  await writeStrataFile([ordinary], { values: false }),
  await writeStrataFile([{ ...ordinary, snapshot: lossy(ordinary.snapshot) }], { values: true }),
  await writeStrataFile([sure], { values: false }),
];
const DERIVED = ["tracks", "orders", "completeness", "redundancy", "shapley"];

/** With all it holds, and without what follows from the rest: that is most of a file, and is not read. */
const documents = files.flatMap((file) => {
  const all = JSON.parse(jsonOf(file)) as { readonly explorations: Record<string, Json>[] };
  const short = {
    ...all,
    explorations: all.explorations.map((exploration) =>
      Object.fromEntries(Object.entries(exploration).filter(([field]) => !DERIVED.includes(field))),
    ),
  };
  return [all as unknown as Json, short as unknown as Json, short as unknown as Json, short as unknown as Json];
});

/** What JSON.stringify never writes, put in the place of some numbers. */
const numbers = fc.option(
  fc.tuple(fc.constantFrom("1e999", "-1e999", "NaN", "-0", "1e-400", "0x1", "01"), fc.nat(40)),
  { freq: 6 },
);

const misspelt = (text: string, [number, place]: readonly [string, number]): string => {
  let seen = 0;
  return text.replaceAll(/(?<=[[,:])-?\d+\.\d+/g, (was) => (seen++ === place ? number : was));
};

function outcomes() {
  const counts = { opened: 0, refused: 0 };
  return {
    counts,
    read: async (bytes: Uint8Array): Promise<void> => {
      const outcome = await boundedly(() => readStrataFile(bytes));
      if ("error" in outcome) {
        expect(outcome.error).toBeInstanceOf(FileError);
        counts.refused += 1;
      } else {
        await expectWhole(outcome.result);
        counts.opened += 1;
      }
    },
  };
}

describe("readStrataFile of what nobody wrote", () => {
  it("refuses changed bytes or opens them whole", async () => {
    const { counts, read } = outcomes();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), mutations, (file, changes) => read(mutate(file, changes))),
      FUZZ,
    );
    expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 2);
  });

  it("refuses changed JSON or opens it whole", async () => {
    const { counts, read } = outcomes();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        jsonChanges,
        numbers,
        fc.boolean(),
        (document, changes, odd, zipped) => {
          const text = JSON.stringify(changedJson(document, changes));
          const json = odd === null ? text : misspelt(text, odd);
          return read(zipped ? fileOf(json) : new TextEncoder().encode(json));
        },
      ),
      FUZZ,
    );
    // The changes reach both ways out.
    expect(counts.opened).toBeGreaterThan(FUZZ.numRuns / 50);
    expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 3);
    expect(({} as { n?: number }).n).toBeUndefined();
  });

  it("refuses changed characters of the JSON or opens them whole", async () => {
    const { read } = outcomes();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), mutations, (document, changes) =>
        read(
          fileOf(Buffer.from(mutate(new TextEncoder().encode(JSON.stringify(document)), changes)).toString("latin1")),
        ),
      ),
      FUZZ,
    );
  });
});

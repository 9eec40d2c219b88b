import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { FUZZ, mutate, mutations } from "../src/core/fuzz.fixture.ts";
import { mulberry32 } from "../src/core/random.ts";
import { main } from "./main.ts";

/** Names go into folders of so many, so that they meet each other. */
const NAMES_A_FOLDER = 10;

/** In bytes: what file systems take. */
const MAX_NAME_BYTES = 255;

const image = readFileSync(fileURLToPath(new URL("../public/samples/glass-box.png", import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "strata-names-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ORIGINALS = [
  "a.png",
  "photo of a dog.JPG",
  "层.webp",
  "\u202ereversed\u2069.gif",
  "\u001b]0;title\u0007.avif",
  "../up.png",
  `${"long".repeat(61)}.png`,
].map((name) => Buffer.from(name));

/** What a terminal acts on: controls, and what changes the direction of text. */
const ACTING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** A mutated name as the nearest one that a file of an image can have. */
function fileName(bytes: Uint8Array): Buffer {
  const allowed = Buffer.from(bytes.filter((byte) => byte !== 0 && byte !== "/".charCodeAt(0))).subarray(
    0,
    MAX_NAME_BYTES - 6,
  );
  const name = /\.(png|jpe?g|webp|avif|gif)$/i.test(allowed.toString("latin1"))
    ? allowed
    : Buffer.concat([allowed, Buffer.from("_.png")]);
  return name[0] === ".".charCodeAt(0) ? Buffer.concat([Buffer.from("_"), name]) : name;
}

const name = fc
  .tuple(fc.constantFrom(...ORIGINALS), mutations)
  .map(([original, changes]) => fileName(mutate(original, changes)));

it(
  "names of every kind: no control reaches the terminal, no two share a result, nothing else is written",
  { timeout: 24 * 3600 * 1000 },
  async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: NAMES_A_FOLDER, maxLength: NAMES_A_FOLDER }), async (names) => {
        const here = join(folder, `${run++}`);
        const [input, out] = [join(here, "in"), join(here, "out")];
        mkdirSync(input, { recursive: true });
        const different = new Map(names.map((bytes) => [bytes.toString("latin1"), bytes]));
        const random = mulberry32(run);
        let [good, bad] = [0, 0];
        for (const bytes of different.values()) {
          const path = Buffer.concat([Buffer.from(`${input}/`), bytes]);
          const kind = random();
          if (kind < 0.1) mkdirSync(path);
          else writeFileSync(path, kind < 0.2 ? "no image" : image);
          if (kind < 0.2) bad++;
          else good++;
        }
        const said: string[] = [];
        let printed = "";
        // In this process: others take seconds to begin.
        const options = ["--model", "glass-box", "--grid", "1x1", "--processes", "1"];
        const code = await main(["explain", input, ...options, "--out", out], {
          cwd: here,
          locale: undefined,
          signal: new AbortController().signal,
          print: (text) => void (printed += text),
          note: (line) => void said.push(line),
          progress: (line) => void said.push(line),
        });
        expect([code, printed]).toEqual([bad > 0 ? 3 : 0, ""]);
        // One line for the network, which is asked another question than its own, and one at the end.
        expect(said).toHaveLength(1 + good + 2 * bad + 1);
        for (const line of said) expect(line).not.toMatch(ACTING);
        // Every image has a file of its own, under a name that is text, and nothing lies beside the two folders.
        const results = readdirSync(out, { encoding: "buffer" }).map((bytes) => {
          const text = bytes.toString();
          expect([Buffer.from(text).equals(bytes), text]).toEqual([true, expect.not.stringMatching(ACTING)]);
          expect(bytes.length).toBeLessThanOrEqual(MAX_NAME_BYTES);
          return text;
        });
        expect(results.filter((text) => /\.[0-9a-f]{8}\.json$/.test(text))).toHaveLength(good);
        expect(results).toHaveLength(good + 1);
        const summaryText = readFileSync(join(out, "summary.json"), "utf8");
        expect(summaryText.replaceAll("\n", "")).not.toMatch(ACTING);
        const summary = JSON.parse(summaryText) as { images: { file: string }[]; failures: unknown[] };
        expect([new Set(summary.images.map(({ file }) => file)).size, summary.failures.length]).toEqual([good, bad]);
        expect(readdirSync(here).sort()).toEqual(["in", "out"]);
        expect(readdirSync(input)).toHaveLength(different.size);
        for (const { file } of summary.images) expect(statSync(join(out, file)).isFile()).toBe(true);
        rmSync(here, { recursive: true });
      }),
      { numRuns: Math.ceil(FUZZ.numRuns / NAMES_A_FOLDER), seed: FUZZ.seed },
    );
  },
);

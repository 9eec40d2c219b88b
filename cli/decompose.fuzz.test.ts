import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { FUZZ, mutate, mutations } from "../src/core/fuzz.fixture.ts";
import { main } from "./main.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-scores-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Of any size and sign that a number may have. */
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(1e308, -1e308, 5e-324, -0, 1e15, 1e15 + 1),
);
const scores = fc
  .integer({ min: 1, max: 3 })
  .chain((n) => fc.record({ n: fc.constant(n), v: fc.array(number, { minLength: 2 ** n, maxLength: 2 ** n }) }));
const encodings = fc.constantFrom<(text: string) => Buffer>(
  Buffer.from,
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
);
const file = fc.record({ scores, encode: encodings, changes: fc.option(mutations, { nil: [] }) });

interface Answer {
  readonly constant: number;
  readonly and: readonly (readonly [number, number])[];
  readonly or: readonly (readonly [number, number])[];
  readonly kappa: number;
  readonly residual: number;
}

/** v of a mask, from an answer: term by term. */
function rebuilt({ constant, and, or }: Answer, shown: number): number {
  return (
    constant +
    and.reduce((sum, [mask, effect]) => sum + ((mask & shown) === mask ? effect : 0), 0) +
    or.reduce((sum, [mask, effect]) => sum + ((mask & shown) !== 0 ? effect : 0), 0)
  );
}

/** Every number in an answer. */
const numbersOf = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [value];

it(
  "decompose answers with numbers that rebuild v as far as it says, or with one line",
  { timeout: 24 * 3600 * 1000 },
  async () => {
    const path = join(folder, "scores.json");
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.constantFrom("0", "0.04", "0.3"),
        async ({ scores: { n, v }, encode, changes }, kappa) => {
          // JSON has no −0 of its own: what is written is what is compared.
          writeFileSync(path, mutate(encode(JSON.stringify({ n, v })), changes ?? []));
          let [out, err] = ["", ""];
          const code = await main(["decompose", path, "--kappa", kappa], {
            cwd: folder,
            locale: undefined,
            signal: new AbortController().signal,
            print: (text) => void (out += text),
            note: (line) => void (err += `${line}\n`),
            progress: () => undefined,
          });
          if (code !== 0) {
            expect([code, out]).toEqual([2, ""]);
            expect(err).toMatch(/^strata: [^\n\p{Cc}\u202a-\u202e\u2066-\u2069]+\n$/u);
            return;
          }
          expect(err).toBe("");
          const answer = JSON.parse(out) as Answer;
          for (const value of numbersOf(answer)) expect(typeof value === "string" || Number.isFinite(value)).toBe(true);
          expect(answer.residual).toBeGreaterThanOrEqual(0);
          // A changed file may hold other scores than these.
          if (changes !== null && changes.length > 0) return;
          answered++;
          const errors = v.map((score, mask) => Math.abs(rebuilt(answer, mask) - score));
          const rounding =
            1e-14 *
            numbersOf([
              answer.constant,
              answer.and.map(([, effect]) => effect),
              answer.or.map(([, effect]) => effect),
            ]).reduce<number>((sum, value) => sum + Math.abs(value as number), Number.MIN_VALUE);
          expect(Math.abs(Math.max(...errors) - answer.residual)).toBeLessThanOrEqual(rounding);
          expect(answer.residual).toBeLessThanOrEqual(
            answer.kappa + 1e-3 * (Math.max(...v) - Math.min(...v)) + rounding,
          );
        },
      ),
      FUZZ,
    );
    expect(answered).toBeGreaterThan(0);
  },
);

/** Tables of questions: as the page saves them, as the command line prints them, and how far two computations of one picture may be apart. */
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Page } from "@playwright/test";
import { inProcess } from "../cli/in-process.fixture.ts";
import { eachMask, KINDS, type Interactions } from "../src/core/interactions.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { expect } from "./support.ts";

/** A table's rows by the names of its columns. */
export type Rows = readonly Readonly<Record<string, string>>[];

function rowsOf(csv: string): Rows {
  const [header, ...lines] = csv.trimEnd().split("\r\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])));
}

/** The rows of the view's table, saved as CSV. */
export async function savedTable(page: Page): Promise<Rows> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "CSV" }).click(),
  ]);
  return rowsOf(readFileSync(await file.path(), "utf8"));
}

/** Saves what the page shows as its own file, v with it. */
export async function savePicture(page: Page, path: string): Promise<void> {
  await page.getByRole("button", { name: "Share" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Save as file" }).click(),
  ]);
  await file.saveAs(path);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** What the command line prints, in this process; it has to succeed. */
export async function commandLine(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await inProcess(process.cwd(), args);
  expect([code, err], args.join(" ")).toEqual([0, ""]);
  return out;
}

/** What `show --ask` says of a file. */
export const askedOf = async (path: string, ...question: readonly string[]): Promise<Rows> =>
  rowsOf(await commandLine("show", path, "--ask", ...question));

/** The one picture of a file. */
export async function pictureIn(path: string): Promise<Snapshot> {
  const [entry] = await readStrataFile(new Uint8Array(readFileSync(path)));
  return entry!.snapshot;
}

const isNumber = (cell: string): boolean => cell !== "" && Number.isFinite(Number(cell));

/** Holds a saved table against the printed one: cells that are texts are the same, numbers to 1e-9. */
export async function sameAsPrinted(saved: Rows, path: string, ...question: readonly string[]): Promise<void> {
  const printed = await askedOf(path, ...question);
  const where = `${basename(dirname(path))}/${basename(path)} ${question.join(" ")}`;
  expect(saved.length, where).toBeGreaterThan(0);
  expect(
    saved.map((row) => Object.keys(row)),
    where,
  ).toEqual(printed.map((row) => Object.keys(row)));
  const apart = saved.flatMap((row, r) =>
    Object.entries(row).flatMap(([column, cell]) => {
      const twin = printed[r]![column]!;
      const isOne =
        isNumber(cell) && isNumber(twin)
          ? Math.abs(Number(cell) - Number(twin)) <= 1e-9 * Math.max(1, Math.abs(Number(cell)))
          : cell === twin;
      return isOne ? [] : [`${column}, row ${r}: ${cell}, printed ${twin}`];
    }),
  );
  expect(apart, where).toEqual([]);
}

/** v of two engines agrees so far, nats, relative from 1 on. */
const V_AGREES = 1e-4;
/** And so effects, as a share of the layer's largest: each is a sum of many v. */
export const EFFECTS_AGREE = 1e-3;

/** How far numbers of a layer may be apart that two engines give, where its v is as far apart as it may be. */
interface Allowance {
  /** Of v at any mask, nats. */
  readonly v: number;
  /** The largest |difference| of an effect that was found, nats; that is within EFFECTS_AGREE. */
  readonly effect: number;
  /** Of a sum of salient effects, nats: each may be as far off, and whole those that stand as near to τ as it may move. */
  readonly sum: number;
  /** How many effects stand so near to a threshold that they may be on either side of it; nats. */
  near(threshold: number): number;
  /** How many effects are so small that the other may lack them. */
  readonly faint: number;
}

/** Layer by layer, of two pictures of one question; v and the effects have to agree. */
function allowances(a: Snapshot, b: Snapshot): Allowance[] {
  return a.layers.map(({ name, interactions, tau }, l) => {
    const [mine, theirs] = [a.values!.layers[l]!, b.values!.layers[l]!];
    const other = b.layers[l]!;
    mine.forEach((value, mask) =>
      expect(Math.abs(value - theirs[mask]!), `v at ${name}, mask ${mask}`).toBeLessThanOrEqual(
        V_AGREES * Math.max(1, Math.abs(value)),
      ),
    );
    const { effect, near, faint, largest } = apart(interactions, other.interactions);
    expect(effect, `effects at ${name}`).toBeLessThanOrEqual(EFFECTS_AGREE * largest);
    const salient = sizesOf(interactions).filter((size) => size > Math.min(tau, other.tau)).length;
    return {
      v: V_AGREES * mine.reduce((most, value) => Math.max(most, Math.abs(value)), 1),
      effect,
      near,
      faint,
      // τ is a share of the largest effect, so that it moves with that.
      sum: salient * effect + near(tau) * (tau + 2 * effect),
    };
  });
}

const sizesOf = ({ and, or }: Interactions): number[] => [...and.effects, ...or.effects].map(Math.abs);

/** How far two answers for one layer are apart. */
export function apart(
  a: Interactions,
  b: Interactions,
): Pick<Allowance, "effect" | "near" | "faint"> & { readonly largest: number } {
  const pairs: (readonly [number, number])[] = [];
  for (const kind of KINDS) eachMask([a[kind], b[kind]], (_, [x, y]) => void pairs.push([x!, y!]));
  const effect = Math.max(...pairs.map(([x, y]) => Math.abs(x - y)));
  const largest = Math.max(...sizesOf(a));
  return {
    effect,
    largest,
    near: (threshold) => pairs.filter((of) => of.some((e) => Math.abs(Math.abs(e) - threshold) <= 2 * effect)).length,
    faint: pairs.filter((of) => of.some((e) => Math.abs(e) <= effect)).length,
  };
}

type Row = Rows[number];

const byColumns =
  (...columns: readonly string[]) =>
  (row: Row): string =>
    columns.map((column) => row[column]).join(" ");

/**
 * Holds the page's tables against those of a native run of the same question: every number within what it may differ by where v is as far apart as it may be and
 * effects as far as they are. Counts may differ by as many as stand at their threshold. Counts by other κ are no part of it: of those effects nobody knows how far they are apart.
 *
 * @param chosen what is asked beside a topic; @param largest effects over images, nats by layer.
 */
export async function sameWithin(
  saved: Readonly<Record<string, Rows>>,
  chosen: Readonly<Record<string, readonly string[]>>,
  [a, b]: readonly [Snapshot, Snapshot],
  native: string,
  largest: readonly number[],
): Promise<void> {
  const allowed = allowances(a, b);
  const at = ({ layer }: Row): number => a.layers.findIndex(({ name }) => name === layer);
  const output = a.layers.length - 1;
  const scaleOf = (l: number): number => a.layers[l]!.scale;
  /** Of what is salient, nats. */
  const strengthOf = (l: number): number =>
    sizesOf(a.layers[l]!.interactions)
      .filter((size) => size > a.layers[l]!.tau)
      .reduce((sum, size) => sum + size, 0);
  /** A share of a sum that may be so far off, where the whole may be as far off as `allowed` says; in nats. */
  const shareOf = (off: number, l: number): number => (off + allowed[l]!.sum) / (strengthOf(l) - allowed[l]!.sum);
  /** What is shared with the output hangs on both; in nats of the layer. */
  const withOutput = (l: number): number => allowed[l]!.sum + (allowed[output]!.sum * scaleOf(l)) / scaleOf(output);
  const countAt = (l: number, fraction: number): number =>
    allowed[l]!.near(fraction * Math.max(...sizesOf(a.layers[l]!.interactions)));
  const constants = Math.abs(a.layers[output]!.interactions.constant - b.layers[output]!.interactions.constant);
  const effects = sizesOf(a.layers[output]!.interactions).length + allowed[output]!.faint;
  const smallest = (rows: Rows): number => Math.min(...rows.map((row) => Math.abs(Number(row["effect_nats"]))));

  /** `within`: how far a number may be off; null: not at all, and a text is the same; Infinity: nobody knows. What one lacks is 0. */
  const hold = async (
    topic: string,
    key: (row: Row, at: number) => string,
    within: (row: Row, column: string, value: number) => number | null,
  ): Promise<void> => {
    const mine = saved[topic]!;
    const theirs = await askedOf(native, topic, ...(chosen[topic] ?? []));
    const [ours, twins] = [mine, theirs].map((rows) => new Map(rows.map((row, r) => [key(row, r), row])));
    const faults: string[] = [];
    for (const name of new Set([...ours!.keys(), ...twins!.keys()])) {
      const [one, twin] = [ours!.get(name), twins!.get(name)];
      const row = (one ?? twin)!;
      for (const column of Object.keys(row)) {
        const [cell, other] = [one?.[column] ?? "0", twin?.[column] ?? "0"];
        const most = within(row, column, Number(cell));
        if (most === Infinity) continue;
        if (most === null ? cell !== other : !(Math.abs(Number(cell) - Number(other)) <= most + 1e-9))
          faults.push(`${name}, ${column}: ${cell}, natively ${other}, within ${most}`);
      }
    }
    expect(faults, topic).toEqual([]);
  };

  // Means, deviations and the ends of several v are no further off than the v.
  await hold("shown", byColumns("layer", "shown"), (row, column) =>
    column.endsWith("_nats") ? allowed[at(row)]!.v : null,
  );
  // So is the best of several. The way in the order of the Shapley values is the same one here.
  await hold("patches", byColumns("layer", "patches"), (_, column) =>
    column.endsWith("_nats") ? allowed[output]!.v : null,
  );
  await hold("matching", byColumns("layer", "mask"), (_, column, value) =>
    column === "v_nats"
      ? V_AGREES * Math.max(1, Math.abs(value))
      : column === "rebuilt_nats"
        ? constants + effects * allowed[output]!.effect
        : column === "rebuilt_salient_nats"
          ? constants + allowed[output]!.sum
          : null,
  );
  await hold("orders", byColumns("layer", "order", "sign"), (row, column) =>
    column === "layer" || column === "order" || column === "sign" ? null : withOutput(at(row)) / scaleOf(at(row)),
  );
  await hold("completeness", byColumns("layer"), (row, column) =>
    column === "completeness"
      ? shareOf((withOutput(at(row)) * scaleOf(output)) / scaleOf(at(row)), output)
      : column === "redundancy"
        ? shareOf(withOutput(at(row)), at(row))
        : null,
  );
  await hold("sparsity", byColumns("layer"), (row, column) =>
    column === "layer"
      ? null
      : column === "effects"
        ? allowed[at(row)]!.faint
        : countAt(at(row), Number(column.slice("salient_".length))),
  );
  await hold("thresholds", byColumns("layer"), (row, column) =>
    column === "layer"
      ? null
      : column.startsWith("salient_kappa_")
        ? Infinity
        : column === "salient_tau_over_images"
          ? allowed[at(row)]!.near(a.tauFraction * largest[at(row)]!)
          : countAt(at(row), Number(column.slice("salient_tau_".length))),
  );
  await hold("audit", byColumns("region", "layer"), (row, column) =>
    column.endsWith("_nats")
      ? allowed[at(row)]!.sum
      : /^(inside|across|outside)$/.test(column)
        ? shareOf(allowed[at(row)]!.sum, at(row))
        : null,
  );
  // By rank what so many hold together; by concept the rest. One that only one of them draws is no stronger than the weakest of the other.
  await hold(
    "graph",
    (_, rank) => String(rank),
    (_, column) => (column === "share_so_far" ? shareOf(allowed[output]!.sum, output) : Infinity),
  );
  const [mine, theirs] = [saved["graph"]!, await askedOf(native, "graph")];
  for (const [rows, others] of [
    [mine, theirs],
    [theirs, mine],
  ] as const)
    for (const row of rows) {
      const twin = others.find(({ concept }) => concept === row["concept"]);
      const size = Math.abs(Number(row["effect_nats"]));
      if (twin === undefined)
        expect(size, row["concept"]).toBeLessThanOrEqual(smallest(others) + 2 * allowed[output]!.effect);
      else {
        const off = (column: string): number => Math.abs(Number(row[column]) - Number(twin[column]));
        expect(off("effect_nats"), row["concept"]).toBeLessThanOrEqual(allowed[output]!.effect + 1e-9);
        expect(off("effect_scale"), row["concept"]).toBeLessThanOrEqual(
          allowed[output]!.effect / scaleOf(output) + 1e-9,
        );
        expect(off("share"), row["concept"]).toBeLessThanOrEqual(shareOf(allowed[output]!.effect, output) + 1e-9);
      }
    }
}

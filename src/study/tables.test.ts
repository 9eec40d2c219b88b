import { expect, it } from "vitest";
import { quantities } from "./numbers.ts";
import { meanOf } from "./statistics.ts";
import { madeUpStudy } from "./study.fixture.ts";
import { tablesOf, type TableCell } from "./tables.ts";

const study = madeUpStudy(7);
const tables = new Map(tablesOf(study).map((table) => [table.name, table]));
type Row = Readonly<Record<string, TableCell>>;
const rowsOf = (name: string): Row[] => {
  const { columns, rows } = tables.get(name)!;
  return [...rows()].map((cells) => {
    expect(cells).toHaveLength(columns.length);
    cells.forEach((cell, i) => {
      if (cell !== null) expect(typeof cell).toBe(columns[i]!.type === "text" ? "string" : "number");
    });
    return Object.fromEntries(columns.map((column, i) => [column.name, cells[i]!]));
  });
};

it("has a row for every image, layer and order", () => {
  const rows = rowsOf("images");
  // Two networks of 4 and 5 layers, 7 images, 4 orders and all of them.
  expect(rows).toHaveLength(7 * (4 + 5) * 5);
  const row = rows.find(
    (one) => one["network"] === "network 2" && one["image"] === "3.jpg" && one["layer"] === 1 && one["order"] === 2,
  )!;
  expect(row["strength"]).toBe(quantities.strength.of(study.cells[1]!, 3, 1, 2));
  expect(row["noise_share"]).toBeNull();
  expect(rows.find((one) => one["image"] === "1.jpg")!["label"]).toBeNull();
});

it("has means that are those of the images' rows", () => {
  const means = rowsOf("means");
  const images = rowsOf("images");
  for (const row of means.filter(({ layer, quantity }) => layer === 2 && quantity !== "noise_share")) {
    const values = images
      .filter((one) => ["network", "layer", "order"].every((name) => one[name] === row[name]))
      .map((one) => one[row["quantity"] as string] as number | null);
    expect(values).toHaveLength(7);
    const { mean, standardError, count } = meanOf(values);
    expect([row["mean"], row["standard_error"], row["count"]]).toEqual([mean, standardError, count]);
    if (row["low"] !== null) expect(row["low"]).toBeLessThanOrEqual(mean!);
  }
});

it("tells of pairs each order, several together, chance, and what is beyond it", () => {
  const rows = rowsOf("agreement").filter(({ layer }) => layer === 3);
  expect(new Set(rows.map(({ orders }) => orders))).toEqual(new Set(["1", "2", "3", "4", "low", "high", "all"]));
  const of = (quantity: string) =>
    rows.find((row) => row["orders"] === "all" && row["quantity"] === quantity)!["mean"] as number;
  expect(of("beyond_chance")).toBeCloseTo(of("iou") - of("chance"), 12);
});

it("tells of noise and of findings", () => {
  const stability = rowsOf("stability");
  expect(stability).toHaveLength(4 * 4 * 3);
  expect(stability[0]).toMatchObject({ layer: 0, order: 1, quantity: "ratio", mean: 2.5, count: 7 });
  const findings = rowsOf("findings");
  expect(new Set(findings.map(({ networks }) => networks))).toEqual(
    new Set(["network 1", "network 2", "network 1 / network 2"]),
  );
  expect(findings.filter(({ finding }) => finding === "redundancy-rises-then-falls")).toHaveLength(4);
});

import { describe, expect, it } from "vitest";
import type { Tap } from "../models/spec/taps.ts";
import { amountFor, splitPhotographs } from "./plan.ts";

const tap = (channels: number): Tap => ({ name: "t", tensor: "t", kind: "vector", channels });

describe("amountFor", () => {
  it("takes more versions of few photographs and fewer of many", () => {
    expect(amountFor([tap(1024), tap(64)], 200)).toEqual({ versions: 16, photographs: 200 });
    expect(amountFor([tap(1024)], 2000)).toEqual({ versions: 8, photographs: 2000 });
  });
  it("takes no more rows than memory has room for, and then fewer photographs", () => {
    // 2^25 numbers: 1,638 rows of 20,480.
    expect(amountFor([tap(64), tap(20_480)], 400)).toEqual({ versions: 4, photographs: 400 });
    expect(amountFor([tap(20_480)], 2000)).toEqual({ versions: 2, photographs: 819 });
  });
});

describe("splitPhotographs", () => {
  const classes = Array.from({ length: 400 }, (_, i) => (i < 300 ? 0 : 1));
  it("holds out as many of each class, none twice, the same each time", () => {
    const { training, heldOut } = splitPhotographs(classes, 400, 1);
    expect(heldOut).toHaveLength(100);
    expect(heldOut.filter((i) => classes[i] === 1)).toHaveLength(50);
    expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual([...classes.keys()]);
    expect(training).toEqual(training.toSorted((a, b) => a - b));
    expect(splitPhotographs(classes, 400, 1)).toEqual({ training, heldOut });
    expect(splitPhotographs(classes, 400, 2)).not.toEqual({ training, heldOut });
  });
  it("holds a quarter of few out, a tenth of many, and leaves what is not needed", () => {
    expect(splitPhotographs(classes.slice(0, 40), 40, 1).heldOut).toHaveLength(10);
    const many = splitPhotographs(Array<number>(3000).fill(0), 2000, 1);
    expect([many.training.length, many.heldOut.length]).toEqual([1800, 200]);
  });
});

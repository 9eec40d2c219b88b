import { describe, expect, it } from "vitest";
import {
  cleanName,
  cleanNames,
  MAX_CONCEPT_NAME,
  MAX_NAMED,
  nameOf,
  namesFit,
  UNNAMED,
  withChange,
  withName,
} from "./concept-names.ts";

describe("what a concept is called", () => {
  it("is one line of what can be seen", () => {
    expect(cleanName("  left\n\t wheel ")).toBe("left wheel");
    expect(cleanName("a\u202eb\u2066c\u200fd\u0007e\u00ad")).toBe("abcde");
    expect(cleanName("左轮")).toBe("左轮");
    expect(cleanName("e\u0301")).toBe("é");
    // A family is written with joiners.
    expect(cleanName("👩‍👧")).toBe("👩‍👧");
    expect(["", " ", "\u200d\u200c", "\u202e", "\u0301"].map(cleanName)).toEqual(["", "", "", "", ""]);
  });

  it("is no longer than it may be, and is not cut within a character", () => {
    expect(cleanName("x".repeat(200))).toHaveLength(MAX_CONCEPT_NAME);
    expect(cleanName("x".repeat(MAX_CONCEPT_NAME - 1) + "😀")).toBe("x".repeat(MAX_CONCEPT_NAME - 1));
    expect(cleanName("x".repeat(MAX_CONCEPT_NAME - 2) + " y z")).toBe("x".repeat(MAX_CONCEPT_NAME - 2) + " y");
  });

  it("is given, changed and taken, in an order that does not hang on when", () => {
    let names = withName(UNNAMED, { kind: "or", mask: 3 }, "sky");
    names = withName(names, { kind: "and", mask: 9 }, "wheel");
    names = withName(names, { kind: "and", mask: 3 }, "hub");
    expect(names.map(({ kind, mask, name }) => `${kind}${mask} ${name}`)).toEqual([
      "and3 hub",
      "and9 wheel",
      "or3 sky",
    ]);
    expect(withName(names, { kind: "and", mask: 9 }, " wheel ")).toBe(names);
    expect(withName(names, { kind: "and", mask: 5 }, "\u202e")).toBe(names);
    names = withName(withName(names, { kind: "and", mask: 3 }, ""), { kind: "or", mask: 3 }, "ground");
    expect(nameOf(names, { kind: "and", mask: 3 })).toBeNull();
    expect(nameOf(names, { kind: "or", mask: 3 })).toBe("ground");
  });

  it("is changed beside what others changed meanwhile", () => {
    const named = (...pairs: [number, string][]) =>
      cleanNames(pairs.map(([mask, name]) => ({ kind: "and", mask, name })));
    const kept = named([1, "hub"], [2, "rim"], [4, "sky"]);
    expect(withChange(kept, named([1, "hub"], [2, "rim"]), named([1, "axle"], [8, "road"]))).toEqual(
      named([1, "axle"], [4, "sky"], [8, "road"]),
    );
    expect(withChange(kept, UNNAMED, UNNAMED)).toBe(kept);
  });

  it("is not one too many", () => {
    const full = cleanNames(
      Array.from({ length: 300 }, (_, i) => ({ kind: "and" as const, mask: i + 1, name: `c${i}` })),
    );
    expect(full).toHaveLength(MAX_NAMED);
    expect(withName(full, { kind: "or", mask: 3 }, "one more")).toBe(full);
    expect(nameOf(withName(full, { kind: "and", mask: 1 }, "another"), { kind: "and", mask: 1 })).toBe("another");
  });

  it("is of a concept that there can be", () => {
    const named = (kind: "and" | "or", mask: number) => [{ kind, mask, name: "x" }];
    expect(namesFit([...named("and", 1), ...named("or", 3), ...named("and", 15)], 4)).toBe(true);
    for (const wrong of [named("and", 0), named("and", 16), named("or", 4)]) expect(namesFit(wrong, 4)).toBe(false);
  });
});

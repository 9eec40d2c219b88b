import { describe, expect, it } from "vitest";
import { outlookOf, tellingOf, verdictOf, type Judged } from "./verdict.ts";

describe("outlookOf", () => {
  it("goes on by the power between half of the photographs and all", () => {
    // Odds of disagreement, 2 at all, fall as the fourth root: to 1, an agreement of a half, in sixteen times as many.
    const sparseAgreement = 1 / (1 + 2 * 2 ** 0.25);
    expect(outlookOf({ agreement: 1 / 3, sparseAgreement, photographs: 400 })).toBe(6000);
    // As the number to the 0.35 at most, though 4 at half and 2 at all would halve with each doubling: 2 ^ (1 / 0.35) is 7.246.
    expect(outlookOf({ agreement: 1 / 3, sparseAgreement: 1 / 5, photographs: 400 })).toBe(2500);
  });
  it("asks for none where two fits agree, and for no number where more photographs change nothing, or too few are there", () => {
    expect(outlookOf({ agreement: 0.5, sparseAgreement: 0.2, photographs: 100 })).toBe(0);
    expect(outlookOf({ agreement: 0.3, sparseAgreement: 0.3, photographs: 400 })).toBeNull();
    expect(outlookOf({ agreement: 0.3, sparseAgreement: 0.35, photographs: 400 })).toBeNull();
    expect(outlookOf({ agreement: 0, sparseAgreement: 0, photographs: 400 })).toBeNull();
    expect(outlookOf({ agreement: 0.02, sparseAgreement: 0.015, photographs: 400 })).toBeNull();
    expect(outlookOf({ agreement: 1 / 3, sparseAgreement: 1 / 5, photographs: 199 })).toBeNull();
  });
});

describe("verdictOf", () => {
  const good: Judged = {
    follows: 91,
    held: 100,
    chance: 0.1,
    outlook: { agreement: 0.7, sparseAgreement: 0.6, photographs: 500 },
    neighbour: { name: "block1", agreement: 0.4 },
  };
  it("says the worst that is so", () => {
    expect(verdictOf(good)).toEqual({ code: "follows", follows: 91, held: 100 });
    expect(verdictOf({ ...good, neighbour: { name: "block1", agreement: 0.7 } })).toEqual({
      code: "like-neighbour",
      follows: 91,
      held: 100,
      neighbour: "block1",
    });
    const outlook = { agreement: 1 / 3, sparseAgreement: 1 / 5, photographs: 400 };
    expect(verdictOf({ ...good, outlook })).toMatchObject({ code: "few-images", agreement: 1 / 3, more: 2500 });
    // Two deviations of 100 draws at a tenth are 6.
    expect(verdictOf({ ...good, follows: 15, outlook })).toMatchObject({ code: "near-chance", chance: 0.1 });
    expect(verdictOf({ ...good, follows: 17, outlook: null })).toMatchObject({ code: "follows" });
  });
  it("calls nothing better than chance where the network says one class of all", () => {
    expect(verdictOf({ ...good, follows: 100, chance: 1 })).toMatchObject({ code: "near-chance" });
  });
});

describe("tellingOf", () => {
  it("says chance in images and agreement with two decimals", () => {
    const held = { follows: 3, held: 15 };
    expect(tellingOf({ code: "near-chance", ...held, chance: 0.1333 })).toEqual([
      "near-chance",
      { code: "near-chance", ...held, chance: 2 },
    ]);
    expect(tellingOf({ code: "few-images", ...held, agreement: 0.2544, more: null })).toEqual([
      "few-images-unknown",
      { agreement: "0.25" },
    ]);
    expect(tellingOf({ code: "few-images", ...held, agreement: 0.3, more: 120 })).toEqual([
      "few-images",
      { agreement: "0.30", more: 120 },
    ]);
  });
});

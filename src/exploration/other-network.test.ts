import { describe, expect, it } from "vitest";
import { fakeEvaluator, fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";
import { analyse } from "./analyse.ts";
import { askOther, NoSuchClass, sameClass, sameClassIn, type OtherProgress } from "./other-network.ts";
import { snapshotModel, snapshotOf } from "./snapshot.ts";

describe("sameClass", () => {
  it("takes the very name before a synonym, in whatever case", () => {
    expect(sameClass("Church", ["bell", "church, church building", "church"])).toBe(2);
    expect(sameClass("church", ["bell", "church, church building"])).toBe(1);
    expect(sameClass("golf ball, ball", ["Golf Ball"])).toBe(0);
    expect(() => sameClass("church", ["churchyard"])).toThrow(NoSuchClass);
    expect([sameClassIn("golf ball, ball", ["Golf Ball"]), sameClassIn("church", ["churchyard"])]).toEqual([0, null]);
  });
});

describe("asking another network", () => {
  it("asks the same question for the class of the same name, with progress", async () => {
    const engine = { evaluator: fakeEvaluator(), solver: fakeSolver };
    const exploration = await analyse(request, engine);
    const snapshot = snapshotOf(exploration, snapshotModel({ manifest: threeClasses }), {
      name: "",
      pixels: request.image,
    });
    expect(snapshot.target.label).toBe("dog");
    const other = { ...threeClasses, classes: ["Dog", "wolf", "owl"] };
    const told: OtherProgress[] = [];
    const asked = { model: other, image: request.image, imageSha256: "6".repeat(64), snapshot };
    // There what this network calls a dog stands first.
    const evaluator = fakeEvaluator((mask, layer, target) => (target === 0 ? layer * ((mask & 6) === 6 ? 3 : 0) : 0));
    const found = await askOther(asked, { evaluator, solver: fakeSolver }, { onProgress: (news) => told.push(news) });
    expect(found.target).toMatchObject({ index: 0, label: "Dog" });
    expect(found.players).toEqual(snapshot.players);
    const { and } = found.layers[2]!.interactions;
    expect([...and.masks].filter((_, i) => Math.abs(and.effects[i]!) > 1e-3)).toEqual([6]);
    expect(found.tauFraction).toBe(snapshot.tauFraction);
    expect(told.at(-1)).toEqual({ stage: "solving", fraction: 1 });
    const lacking = { ...asked, model: { ...other, classes: ["wolf", "cat", "owl"] } };
    expect(() => askOther(lacking, engine)).toThrow(NoSuchClass);
  });
});

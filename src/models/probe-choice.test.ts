import { expect, it } from "vitest";
import { parseManifest, replicatesOf } from "./manifest.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { choiceFor, choiceOf, withProbes, withReplicates } from "./probe-choice.ts";
import { setupOf } from "./setup.ts";

const { halvesFrom, ...first } = manifestFixture.probes!;
const labels = { ...first, file: "toy.labels.tail.onnx", sha256: "1".repeat(64), bytes: 7 };
const both = parseManifest({
  ...manifestFixture,
  probes: { ...first, fitted: { target: "network", data: "None." }, labels },
});

it("puts the probes of the labels in the place of the first ones, of which nothing is left", async () => {
  const chosen = withProbes(both, "labels");
  expect(chosen).toEqual({ ...both, probes: labels, probeChoice: "labels" });
  expect([choiceOf(both), choiceOf(chosen)]).toEqual(["first", "labels"]);
  expect(await setupOf(chosen)).not.toBe(await setupOf(both));
});

it("leaves a network as it is where its first probes are chosen, or it has no others", () => {
  expect(halvesFrom).toBeUndefined();
  expect(withProbes(both, "first")).toBe(both);
  for (const probes of [manifestFixture.probes, null]) {
    const manifest = { ...manifestFixture, probes };
    expect(withProbes(manifest, "labels")).toBe(manifest);
  }
});

it("has the replicates of the first probes answer, where there are some", () => {
  const replicates = { file: "toy.replicates.onnx", sha256: "2".repeat(64), bytes: 9, count: 8 };
  const layers = first.layers.map((layer) => ({ ...layer, replicates: `${layer.name}_replicates` }));
  const sampled = { ...both, probes: { ...both.probes!, replicates, layers } };
  expect(withReplicates(sampled)).toEqual({ ...sampled, replicateCount: 8 });
  expect([replicatesOf(sampled), replicatesOf(withReplicates(sampled))]).toEqual([[], layers]);
  // The probes of the labels have none.
  for (const without of [both, withProbes(sampled, "labels"), { ...both, probes: null }])
    expect(withReplicates(without)).toBe(without);
});

it("finds the probes of a target, and none where there are none or nobody knows what they were fitted to", () => {
  expect([choiceFor(both, "network"), choiceFor(both, "labels")]).toEqual(["first", "labels"]);
  // Its only probes are of the labels.
  expect([choiceFor(manifestFixture, "network"), choiceFor(manifestFixture, "labels")]).toEqual([null, "first"]);
  const unknown = { probes: { ...first, fitted: null } };
  for (const manifest of [unknown, { probes: null }])
    expect([choiceFor(manifest, "network"), choiceFor(manifest, "labels")]).toEqual([null, null]);
});

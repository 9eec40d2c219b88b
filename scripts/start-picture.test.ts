import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { decodeFile } from "../cli/decode-file.ts";
import { readModel } from "../cli/model-source.ts";
import { openEngine } from "../cli/runtime.ts";
import { eachMask, KINDS } from "../src/core/interactions.ts";
import { largestEffect } from "../src/core/salience.ts";
import { analyse } from "../src/exploration/analyse.ts";
import { snapshotModel, snapshotOf } from "../src/exploration/snapshot.ts";
import { NEWEST } from "../src/formats/strata-file/document.ts";
import { jsonOf } from "../src/formats/strata-file/entry.fixture.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { verify } from "../src/exploration/verify.ts";

const samples = fileURLToPath(new URL("../public/samples/", import.meta.url));
const REMAKE = "stale: `npm run start-picture` makes it anew";

/** Largest |difference| of an effect, as a share of its layer's largest: runtimes round differently. */
const ROUNDING = 1e-3;

it("the picture that ships with the page is what the shipped network answers about its first sample", async () => {
  const bytes = new Uint8Array(readFileSync(`${samples}start.strata`));
  expect(JSON.parse(jsonOf(bytes)), REMAKE).toMatchObject({ format: "strata", version: NEWEST.strata });
  const [{ snapshot }] = (await readStrataFile(bytes)) as [Awaited<ReturnType<typeof readStrataFile>>[number]];
  const model = await readModel(snapshot.model.name, samples);
  const { manifest } = model;
  const [first] = (
    JSON.parse(readFileSync(`${samples}index.json`, "utf8")) as { file: string; model: string }[]
  ).filter((sample) => sample.model === manifest.name);
  expect(snapshot.image.name, REMAKE).toBe(first!.file);
  const { rows, cols } = snapshot.players;
  const {
    baseline,
    target: { index: target },
    kappaFraction,
    kappaOf,
    tauFraction,
  } = snapshot;
  const image = await decodeFile(samples + first!.file, manifest.input);
  const exploration = await analyse(
    {
      model: manifest,
      image,
      imageSha256: snapshot.image.sha256,
      rows,
      cols,
      baseline,
      target: "auto",
      rather: null,
      kappaFraction,
      kappaOf,
      tauFraction,
    },
    await openEngine(model, () => undefined),
  );
  expect(exploration.target.index).toBe(target);
  const here = snapshotOf(exploration, snapshotModel({ manifest }), { name: snapshot.image.name, pixels: image });
  expect(snapshot, REMAKE).toMatchObject({ model: here.model, image: here.image });
  expect(verify(snapshot, here), REMAKE).toMatchObject({ agrees: true });
  here.layers.forEach(({ name, interactions }, l) => {
    const there = snapshot.layers[l]!.interactions;
    const largest = largestEffect(interactions);
    for (const kind of KINDS)
      eachMask([interactions[kind], there[kind]], (mask, [effect, other]) =>
        expect(Math.abs(effect! - other!) / largest, `${name} ${kind} ${mask}: ${REMAKE}`).toBeLessThan(ROUNDING),
      );
  });
});

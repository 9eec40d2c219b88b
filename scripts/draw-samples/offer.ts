/**
 * Writes public/samples/index.json: which drawn pictures the page offers with which network, and says what each network thinks of each.
 *
 *   npx tsx scripts/draw-samples/offer.ts
 */
import { writeFile } from "node:fs/promises";
import { offeredSamples, SAMPLES } from "./offered.ts";

const offers = await offeredSamples(({ model, file, label, p, isOffered }) =>
  console.log(`${model}  ${file}  p(${label}) = ${p.toFixed(3)}${isOffered ? "" : "  not offered"}`),
);
await writeFile(
  new URL("index.json", SAMPLES),
  `[\n${offers.map((line) => `  ${JSON.stringify(line)}`).join(",\n")}\n]\n`,
);

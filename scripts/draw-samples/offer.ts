/**
 * Writes public/samples/index.json: which drawn pictures the page offers with which network. A network is offered those of its classes
 * that it gets right with p ≥ 0.8; lines of networks with a known truth stay as they are.
 *
 *   npx tsx scripts/draw-samples/offer.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { decodeFile } from "../../cli/decode-file.ts";
import { readModel, shippedModels } from "../../cli/model-source.ts";
import { openEngine } from "../../cli/runtime.ts";
import { gridPlayers } from "../../src/core/patches.ts";
import { drawn } from "./samples.ts";

const FOLDER = new URL("../../public/samples/", import.meta.url);
const SURE = 0.8;

/** One line of public/samples/index.json. */
interface Entry {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

/** The entries of one network, with p of each drawn picture of its classes printed. */
async function entriesOf(name: string): Promise<Entry[] | null> {
  const model = await readModel(name, ".");
  const { classes, input, truth } = model.manifest;
  if (truth !== undefined) return null;
  const { evaluator } = await openEngine(model, console.warn);
  const players = gridPlayers(1, 1, input.width, input.height);
  const entries: Entry[] = [];
  for (const { file, label } of drawn) {
    const target = classes.indexOf(label);
    if (target === -1) continue;
    const image = await decodeFile(fileURLToPath(new URL(file, FOLDER)), input);
    let p = 0;
    await evaluator.evaluate({ image, players, baseline: "mean" }, Uint32Array.of(1), {
      onBatch: (_, logits) => {
        const output = Array.from(logits.subarray(-classes.length), Math.exp);
        p = output[target]! / output.reduce((sum, value) => sum + value, 0);
      },
    });
    console.log(`${name}  ${file}  p(${label}) = ${p.toFixed(3)}${p >= SURE ? "" : "  not offered"}`);
    if (p >= SURE) entries.push({ file, model: name, label });
  }
  evaluator.dispose();
  return entries;
}

const before = JSON.parse(await readFile(new URL("index.json", FOLDER), "utf8")) as Entry[];
const lines: Entry[] = [];
for (const name of await shippedModels())
  lines.push(...((await entriesOf(name)) ?? before.filter(({ model }) => model === name)));
await writeFile(
  new URL("index.json", FOLDER),
  `[\n${lines.map((line) => `  ${JSON.stringify(line)}`).join(",\n")}\n]\n`,
);

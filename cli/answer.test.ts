import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sparseOf } from "../src/core/interactions.ts";
import { tauOf } from "../src/core/salience.ts";
import { madeUpSnapshot } from "../src/exploration/snapshot.fixture.ts";
import type { Snapshot } from "../src/exploration/snapshot.ts";
import { writeStrataFile } from "../src/formats/strata-file/write.ts";
import { inProcess, type Outcome } from "./in-process.fixture.ts";
import { main } from "./main.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-answer-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A row of three patches: a1, b1, c1 are the bits of 1, 2, 4. */
const made = madeUpSnapshot({ seed: 5, rows: 1, cols: 3, layers: 2, size: 8 });

type Pairs = readonly (readonly [mask: number, effect: number])[];

/** A layer that holds these effects and nothing else. */
function layerOf(at: number, name: string, scale: number, and: Pairs, or: Pairs): Snapshot["layers"][number] {
  const layer = made.layers[at]!;
  const objective = [...and, ...or].reduce((sum, [, effect]) => sum + Math.abs(effect), 0);
  const exactness = {
    ...layer.interactions.exactness,
    objective,
    bound: objective,
    gap: 0,
    // Of the range of v.
    kappa: made.kappaFraction * (at === 0 ? 2 : 5),
    rebuildMaxAbs: 0,
  };
  const interactions = { ...layer.interactions, constant: 0, and: sparseOf(and), or: sparseOf(or), exactness };
  return {
    ...layer,
    vEmpty: 0,
    vFull: 2,
    name,
    scale,
    scaleFrom: "dataset",
    interactions,
    tau: tauOf(interactions, made.tauFraction),
  };
}

/** A first layer that knows a1 alone, and an output of three concepts: v is 3 [a1] + [a1 and b1] − 2 [b1 or c1], by ascending masks. */
const snapshot: Snapshot = {
  ...made,
  layers: [
    layerOf(0, "=early\u001b[2J", 1, [[1, 2]], []),
    layerOf(
      1,
      "logits",
      2,
      [
        [1, 3],
        [3, 1],
      ],
      [[6, -2]],
    ),
  ],
  values: {
    masks: made.values!.masks,
    layers: [Float64Array.of(0, 2, 0, 2, 0, 2, 0, 2), Float64Array.of(0, 3, -2, 2, -2, 1, -2, 2)],
  },
};

async function write(name: string, ...snapshots: readonly Snapshot[]): Promise<void> {
  const entries = snapshots.map((one, i) => ({ name: String(i), createdMs: i, snapshot: one }));
  writeFileSync(join(folder, name), await writeStrataFile(entries, { values: true }));
}
await write("of.strata", snapshot);
await write("bare.strata", { ...snapshot, values: null });

const show = (...args: string[]): Promise<Outcome> => inProcess(folder, ["show", ...args]);

/** The lines of a table of a file, the header first. */
async function table(file: string, ...args: string[]): Promise<string[]> {
  const { code, out, err } = await show(file, "--ask", ...args);
  expect([code, err]).toEqual([0, ""]);
  return out.split("\r\n").slice(0, -1);
}

/** What a spreadsheet takes for no formula, and a terminal for no command. */
const EARLY = "'=early\ufffd[2J";

it("prints what the questions about all layers are answered with", async () => {
  expect(await table("of.strata", "orders")).toEqual([
    "layer,order,sign,shared,forget,new,all",
    `${EARLY},1,1,1.5,0.5,0,2`,
    `${EARLY},2,1,0,0,0.5,0`,
    `${EARLY},2,-1,0,0,1,0`,
    "output,1,1,1.5,0,0,1.5",
    "output,2,1,0.5,0,0,0.5",
    "output,2,-1,1,0,0,1",
  ]);
  // Half of the output's 3 units are there, and a quarter of the layer's 2 the output does not have.
  expect(await table("bare.strata", "completeness")).toEqual([
    "layer,completeness,redundancy,probe_agreement",
    `${EARLY},0.5,0.25,`,
    "output,1,0,0.51",
  ]);
  expect(await table("bare.strata", "sparsity")).toEqual([
    "layer,effects,salient_0.01,salient_0.02,salient_0.05,salient_0.1,salient_0.2",
    `${EARLY},1,1,1,1,1,1`,
    "output,3,3,3,3,3,3",
  ]);
  expect((await table("of.strata", "shown")).slice(5)).toEqual([
    "output,0,1,0,0,0,0",
    `output,1,3,${-1 / 3},${Math.sqrt(50 / 9)},-2,3`,
    `output,2,3,${1 / 3},${Math.sqrt(26 / 9)},-2,2`,
    "output,3,1,2,0,2,2",
  ]);
  expect(await table("bare.strata", "audit", "--painted", "object1")).toEqual([
    "region,patches,layer,inside,across,outside,and_inside_nats,and_across_nats,and_outside_nats,or_inside_nats,or_across_nats,or_outside_nats,firm_inside",
    `object,a1,${EARLY},1,0,0,2,0,0,0,0,0,`,
    `object,a1,output,0.5,${1 / 6},${2 / 6},3,1,0,0,0,2,`,
  ]);
});

it("prints what the questions about one layer are answered with, the output where none is named", async () => {
  expect(await table("of.strata", "matching")).toEqual([
    "layer,mask,shown,v_nats,rebuilt_nats,rebuilt_salient_nats",
    "output,0,nothing,0,0,0",
    "output,1,a1,3,3,3",
    "output,2,b1,-2,-2,-2",
    "output,3,a1 b1,2,2,2",
    "output,4,c1,-2,-2,-2",
    "output,5,a1 c1,1,1,1",
    "output,6,b1 c1,-2,-2,-2",
    "output,7,a1 b1 c1,2,2,2",
  ]);
  expect(await table("of.strata", "patches")).toEqual([
    "layer,patches,best_shown,v_shown_nats,v_insertion_nats,worst_hidden,v_hidden_nats,v_deletion_nats",
    "output,0,nothing,0,0,nothing,2,2",
    "output,1,a1,3,3,a1,-2,-2",
    "output,2,a1 b1,2,2,a1 c1,-2,-2",
    "output,3,a1 b1 c1,2,2,a1 b1 c1,0,0",
  ]);
  const columns = "layer,concept,order,effect_nats,effect_scale,share,share_so_far,parts,firm";
  expect(await table("bare.strata", "graph")).toEqual([
    columns,
    "output,a1,1,3,1.5,0.5,0.5,,",
    `output,b1 OR c1,2,-2,-1,${2 / 6},${5 / 6},,`,
  ]);
  expect(await table("bare.strata", "graph", "--layer", "0")).toEqual([columns, `${EARLY},a1,1,2,2,1,1,,`]);
});

it("counts by κ where that is asked, out of v in the file", async () => {
  const plain = await table("bare.strata", "thresholds");
  expect(plain[0]!.split(",")).toHaveLength(21);
  expect(plain.slice(1).map((line) => new Set(line.split(",").slice(1)))).toEqual([new Set(["1"]), new Set(["3"])]);
  const [head, early, output] = (await table("of.strata", "thresholds", "--kappas")).map((line) => line.split(","));
  expect(head!.slice(21)).toEqual(
    [0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0].flatMap((kappa) =>
      ["range", "delta"].map((rule) => `salient_kappa_${rule}_${kappa}`),
    ),
  );
  expect([early!.slice(0, 21), output!.slice(0, 21)].map((cells) => cells.join(","))).toEqual(plain.slice(1));
  // Where nothing may be left unexplained v takes at least these.
  expect([early!.at(-1), early!.at(-2), output!.at(-1), output!.at(-2)]).toEqual(["1", "1", "3", "3"]);
  const { err } = await show("bare.strata", "--ask", "thresholds", "--kappas");
  expect(err).toContain("holds no v at every mask");
});

it("holds a second exploration against the first", async () => {
  // The same first layer; an output that has b1 in place of a1 AND b1, and more of a1.
  const output = layerOf(
    1,
    "logits",
    2,
    [
      [1, 4],
      [2, 0.5],
    ],
    [[6, -2]],
  );
  const layers = [snapshot.layers[0]!, { ...output, vFull: 2.5 }];
  await write("second.strata", { ...snapshot, layers, values: null });
  expect((await table("of.strata", "compare", "--with", "second.strata")).sort()).toEqual(
    [
      "concept,pinned_0,pinned_1,this_0,this_1,difference_0,difference_1",
      "a1,2,1.5,2,2,0,0.5",
      "a1 AND b1,,0.5,,,,-0.5",
      "b1,,,,0.25,,0.25",
      "b1 OR c1,,-1,,-1,,0",
    ].sort(),
  );
  const shared = await table("of.strata", "across", "--with", "second.strata");
  // One of two of order 1, one of two of order 2; two of four in all. By chance: one of 2 drawn beside one of 3, and so on, which core's tests know.
  expect(shared[0]).toBe("order,iou,chance_mean,chance_95,both,this_network,other_network");
  expect(shared.slice(1).map((line) => line.split(",").filter((_, i) => i !== 2 && i !== 3))).toEqual([
    ["1", "0.5", "1", "1", "2"],
    ["2", "0.5", "1", "2", "1"],
    ["all", "0.5", "2", "3", "3"],
  ]);
});

it("says in one line what is missing, and what to do", async () => {
  await write("two.strata", snapshot, snapshot);
  await write("wide.strata", madeUpSnapshot({ seed: 5, rows: 2, cols: 2, layers: 2, size: 8 }));
  const { target } = snapshot;
  await write("other.strata", { ...snapshot, target: { ...target, label: "church" } });
  for (const [args, words] of [
    [["of.strata", "--ask", "why"], "--ask why is unknown; choose one of orders, completeness,"],
    [["of.strata", "--ask", "stability"], "cannot be answered from a file"],
    [["bare.strata", "--ask", "shown"], "bare.strata holds no v at every mask, which --ask shown is made of"],
    [["bare.strata", "--ask", "matching"], "holds no v at every mask"],
    [["bare.strata", "--ask", "patches"], "holds no v at every mask"],
    [["of.strata", "--ask", "graph", "--layer", "late"], "--layer late is no layer of the picture"],
    [
      ["of.strata", "--ask", "orders", "--layer", "output"],
      "--layer goes with --shapiq, --ask matching, --ask patches,",
    ],
    [["of.strata", "--ask", "orders", "--csv"], "--csv, --shapiq and --ask each print something of their own"],
    [["of.strata", "--kappas"], "--kappas goes with --ask thresholds."],
    [["of.strata", "--ask", "audit"], "--ask audit needs --painted"],
    [["of.strata", "--ask", "audit", "--painted", "object3.forbidden1"], "--painted object3.forbidden1 is not"],
    [["of.strata", "--ask", "audit", "--painted", "forbidden8"], "with 3 of them a set is at most 7"],
    [["of.strata", "--ask", "compare"], "name the second with --with FILE"],
    [["of.strata", "--ask", "compare", "--with", "two.strata"], "two.strata holds 2 explorations; --with takes"],
    [["two.strata", "--ask", "orders"], "choose it with --only N"],
    [["of.strata", "--ask", "compare", "--with", "wide.strata"], "are of other patches"],
    [["of.strata", "--ask", "across", "--with", "wide.strata"], "are of other patches"],
    [["of.strata", "--ask", "across", "--with", "other.strata"], "is about golf ball, "],
    [["of.strata", "--ask", "across", "--with", "none.strata"], "none.strata does not exist"],
  ] as const) {
    const { code, out, err } = await show(...args);
    expect([code, out, err.split("\n")], args.join(" ")).toEqual([2, "", [expect.stringContaining(words), ""]]);
  }
});

it("says the same in Chinese, and prints the very table", async () => {
  const told = { out: "", err: "" };
  const inChinese = (...args: string[]): Promise<number> =>
    main(["show", ...args], {
      cwd: folder,
      locale: "zh_CN.UTF-8",
      signal: new AbortController().signal,
      print: (text) => void (told.out += text),
      note: (line) => void (told.err += line),
      progress: () => undefined,
    });
  expect(await inChinese("of.strata", "--ask", "graph")).toBe(0);
  expect(told.out).toBe((await show("of.strata", "--ask", "graph")).out);
  expect(await inChinese("of.strata", "--ask", "stability")).toBe(2);
  expect(told.err).toContain("无法由文件回答");
});

/** What docs/python.md tells people to run does what it says. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { inProcess } from "../cli/in-process.fixture.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "strata-python-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first Python that has what the code needs. */
const python = ["python3", "/usr/bin/python3"].find(
  (program) => spawnSync(program, ["-c", "import numpy, pandas"]).status === 0,
);
if (python === undefined) console.warn("NOT TRIED: docs/python.md, as there is no python3 with numpy and pandas");

const tsx = join(root, "node_modules/.bin/tsx");

test.skipIf(python === undefined)("the code of docs/python.md runs and prints what is so", async () => {
  const sample = join(root, "public/samples/glass-box.png");
  const asked = ["--model", "glass-box", "--grid", "2x2", "--values"];
  await inProcess(folder, ["explain", sample, ...asked, "--out", "photo.strata"]);
  const shown = await inProcess(folder, ["show", "photo.strata", "--shapiq", "both", "--layer", "output"]);
  writeFileSync(join(folder, "output.json"), shown.out);
  // The command line of this checkout in the place of an installed one.
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\nshift\nexec "${tsx}" "${join(root, "cli/strata.ts")}" "$@"\n`);
  chmodSync(join(folder, "bin/npx"), 0o755);
  mkdirSync(join(folder, "node_modules/strata/dist-lib"), { recursive: true });
  writeFileSync(join(folder, "node_modules/strata/dist-lib/picture.js"), "the component & its bytes");
  const blocks = readFileSync(join(root, "docs/python.md"), "utf8").matchAll(/^```python\n([^]*?)^```$/gm);
  const ends = `
again = explain(${JSON.stringify(sample)}, "again.strata", "--model", "glass-box", "--grid", "2x2")
print("AGAIN", again["layers"] == [{k: x for k, x in layer.items() if k != "values"} for layer in layers])
print("FRAME", "the component &amp;amp; its bytes" in frame("photo.strata") or "the component &amp; its bytes" in frame("photo.strata"))
print("NAMES", names, patches(5), shown[5].tolist())
`;
  writeFileSync(join(folder, "doc.py"), [...blocks].map(([, code]) => code).join("\n") + ends);
  const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`;
  const { status, stdout, stderr } = spawnSync(python!, ["doc.py"], {
    cwd: folder,
    // The command line takes paths from where npm was started, unless it is told otherwise.
    env: { ...process.env, PATH: path, INIT_CWD: folder },
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const [{ snapshot }] = (await readStrataFile(readFileSync(join(folder, "photo.strata")))) as [
    Awaited<ReturnType<typeof readStrataFile>>[number],
  ];
  expect(stdout).toContain(`glass-box ${snapshot.target.label} ['layer1', `);
  for (const { name } of snapshot.layers) expect(stdout).toContain(`${name} rebuilt within`);
  expect(stdout).toContain("{3: 2.0}\n{6: 4.0}\n");
  expect(stdout).toContain("shapiq Moebius rebuilds v\n");
  expect(stdout).toContain("AGAIN True\nFRAME True\nNAMES ['a1', 'b1', 'a2', 'b2'] a1 a2 [1, 0, 1, 0]\n");
});

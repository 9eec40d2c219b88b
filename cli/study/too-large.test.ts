import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, expect, it, vi } from "vitest";
import { main } from "../main.ts";

// No study is as small as this.
vi.mock("../../src/study/limits.ts", () => ({ MAX_STUDY_BYTES: 100 }));

const folder = mkdtempSync(join(tmpdir(), "strata-study-large-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("a study that is too large to be read is not written, and all else is", async () => {
  mkdirSync(join(folder, "images"));
  await sharp(fileURLToPath(new URL("../../public/samples/glass-box.png", import.meta.url))).toFile(
    join(folder, "images", "1.png"),
  );
  const questions = [{ name: "own", target: "auto" }];
  const experiment = { name: "small", images: "images", networks: ["glass-box"], grids: ["1x2"], questions };
  const plan = { format: "strata-study-plan", version: 1, name: "large", experiments: [experiment] };
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  const lines: string[] = [];
  const out = join(folder, "out");
  const code = await main(["study", join(folder, "plan.json"), "--out", out, "--processes", "1"], {
    cwd: folder,
    locale: undefined,
    signal: new AbortController().signal,
    print: () => undefined,
    note: (line) => void lines.push(line),
    progress: () => undefined,
  });
  expect(code).toBe(3);
  expect(lines).toEqual([expect.stringMatching(/^strata: [^ ]+large\.study was not written: it would be larger/)]);
  expect(existsSync(join(out, "large.study"))).toBe(false);
  expect(readdirSync(out)).toEqual(expect.arrayContaining(["findings.csv", "findings.md", "images.csv", "means.csv"]));
}, 60_000);

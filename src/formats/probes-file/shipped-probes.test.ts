import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CATALOGUE } from "../../models/catalogue.ts";
import { readProbesFile } from "./read.ts";

it.each(CATALOGUE.filter(({ probes }) => probes !== undefined))(
  "$title has its probes with the page",
  async ({ sha256, bytes, classes, probes }) => {
    const file = readFileSync(new URL(`../../../public/published/${probes!}`, import.meta.url));
    const { manifest } = await readProbesFile(new Uint8Array(file));
    expect(manifest.network).toEqual({ sha256, bytes });
    expect(manifest.classes).toHaveLength(classes);
    expect(manifest.probes!.covers).toHaveLength(10);
    expect(manifest.probes!.replicates).toBeDefined();
  },
);

import { describe, expect, it } from "vitest";
import { parseManifest } from "../../models/manifest.ts";
import { sha256 } from "../../platform/sha256.ts";
import type { Prepared } from "../../probes/preparation.ts";
import { fit, givenFit } from "./fit-here.fixture.ts";
import { ENDED, type Disk } from "./memory-folder.fixture.ts";

async function digests({ manifest, files }: Prepared): Promise<string[]> {
  const named = [...files].map(async ([name, bytes]) => `${name} ${await sha256(bytes)}`);
  return [JSON.stringify(manifest), ...(await Promise.all(named))];
}

describe("a fit on images without labels", () => {
  it("gives probes, says what it left out, and is the same bytes in memory, in a folder, and broken off anywhere", async () => {
    const given = await givenFit(3, 20);
    const { prepared, news } = await fit(null, given);
    expect(news).toContainEqual({ stage: "kept", isKept: false });
    expect(news.find(({ stage }) => stage === "planned")).toEqual({
      stage: "planned",
      versions: 16,
      training: 15,
      heldOut: 5,
      left: [{ name: "bad.png", code: "not-an-image" }],
      covers: null,
    });
    const { manifest, files } = prepared;
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    expect([...files.keys()]).toEqual(["small.tail.onnx", "small.replicates.onnx"]);
    expect(manifest.probes!.labels).toBeUndefined();
    for (const { accuracy, agreement, verdict } of manifest.probes!.layers) {
      expect(accuracy).toBeNull();
      expect(agreement).toBeGreaterThan(0.5);
      expect(verdict!.held).toBe(5);
    }
    const expected = await digests(prepared);
    // Network, images, recipe and look are 24 writes; then 4 a batch, of which there are 4 and 2.
    let resumed = 0;
    for (const endsAt of [10, 31, 39, 46]) {
      const disk: Disk = new Map();
      await expect(fit(disk, given, { endsAt })).rejects.toThrow(ENDED);
      const again = await fit(disk, disk.has("recipe.json") ? null : given);
      expect(await digests(again.prepared)).toEqual(expected);
      const first = again.news.find(({ stage }) => stage === "features");
      if (first !== undefined && "done" in first && first.done > 0) resumed++;
      expect(again.news.some(({ stage }) => stage === "looking")).toBe(endsAt < 24);
    }
    expect(resumed).toBeGreaterThanOrEqual(3);
    const full = await fit(new Map(), given, { room: 20_000 });
    expect(await digests(full.prepared)).toEqual(expected);
  });

  it("refuses what is not kept, or only in part, and too few images", async () => {
    await expect(fit(new Map(), null)).rejects.toMatchObject({ code: "not-kept" });
    await expect(fit(null, null)).rejects.toMatchObject({ code: "not-kept" });
    const given = await givenFit(3, 40);
    const disk: Disk = new Map();
    await expect(fit(disk, given, { endsAt: 50 })).rejects.toThrow(ENDED);
    disk.set("images.bin", disk.get("images.bin")!.slice(0, -1));
    await expect(fit(disk, null)).rejects.toMatchObject({ code: "not-kept" });
    await expect(fit(null, await givenFit(3, 15))).rejects.toMatchObject({
      code: "too-few-images",
      context: { images: 15, least: 16 },
    });
  });
});

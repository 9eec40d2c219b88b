import { eachMask } from "../core/interactions.ts";
import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { page } from "./page.fixture.ts";
import { testWorld } from "./world.fixture.ts";

describe("sharing", () => {
  async function shared() {
    const world = testWorld();
    const from = await page(world);
    from.actions.selectConcept({ kind: "and", mask: 3 }, 1);
    from.actions.openShare();
    const { sharing } = await from.until((state) => state.sharing.phase === "ready");
    const url = sharing.phase === "ready" ? sharing.drafts[0]!.url : "";
    return { world, from, url };
  }
  it("makes a link that opens the same picture elsewhere, at once and with no model", async () => {
    const { from, url } = await shared();
    const elsewhere = testWorld();
    elsewhere.bar.entries[0] = new URL(url).hash;
    elsewhere.beforeLoad = () => Promise.reject(new TypeError("no network"));
    const { store } = await page(elsewhere);
    const [there, here] = [store.getState(), from.store.getState()];
    expect(there.run).toEqual({ phase: "opened", from: "link", total: 512 });
    expect(there.selection).toEqual(here.selection);
    expect(there.result?.target).toMatchObject({
      index: here.result!.target!.index,
      label: "dog",
      p: expect.closeTo(here.result!.target!.p, 5) as number,
    });
    const error = there.result!.snapshot!.effectError;
    expect(error).toBeLessThanOrEqual(0.002);
    there.result!.layers.forEach((layer, l) => {
      const original = here.result!.layers[l]!;
      eachMask([layer!.interactions.and, original.interactions.and], (_, [effect, exact]) =>
        expect(Math.abs(effect! - exact!)).toBeLessThanOrEqual(error * original.tau * 20 + 1e-12),
      );
    });
    expect(elsewhere.counts.opened).toBe(0);
  });
  it("copies the link, and code for a frame with the same picture", async () => {
    const { world, from, url } = await shared();
    from.actions.copyLink();
    from.actions.copyEmbed();
    await eventually(() => expect(world.copied).toHaveLength(2));
    expect(world.copied[0]).toBe(url);
    expect(world.copied[1]).toContain(`src="https://strata.test/?embed${new URL(url).hash}"`);
  });
  it("has the best lossy copy that a link has room for, where one of the quality asked for is too large", async () => {
    const world = testWorld();
    const { draft } = world.services.links;
    const copy = { width: 1, height: 1, rgb: new Uint8Array(3) };
    const of = (quality: number) => ({
      image: "small" as const,
      payload: `quality${quality}`,
      effectError: 0,
      lossy: { quality, qualities: 10, pixels: copy },
    });
    world.services.links.draft = async (snapshot) => ({
      drafts: [of(6), ...(await draft(snapshot)).drafts],
      lossy: async (quality) => (quality > 8 ? null : of(quality)),
    });
    const { actions, until } = await page(world);
    actions.openShare();
    await until(({ sharing }) => sharing.phase === "ready");
    actions.chooseQuality(10);
    const { sharing } = await until(({ sharing: now }) => now.phase === "ready" && now.drafts[0]!.lossy!.quality !== 6);
    expect(sharing).toMatchObject({ chosen: "small", drafts: [{ lossy: { quality: 8 } }, { image: "none" }] });
  });
  it("says that a picture without its image cannot be computed again, and leaves it", async () => {
    const { url } = await shared();
    const elsewhere = testWorld();
    elsewhere.bar.entries[0] = new URL(url).hash;
    const { store, actions, until } = await page(elsewhere);
    actions.setGrid(2, 2);
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("left-out");
    expect(store.getState()).toMatchObject({ run: { phase: "opened" }, settings: { rows: 3, cols: 3 } });
  });
});

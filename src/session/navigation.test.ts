import type { StrataState } from "./state.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually, turns } from "../platform/eventually.fixture.ts";
import { explored, fallSilent, heldBack, page } from "./page.fixture.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the page's address", () => {
  it("names what is on the page, and Back and Forward bring it", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    expect(world.bar.entries).toEqual([""]);
    actions.setGrid(2, 2);
    await until(({ run }) => run.phase === "done");
    expect(world.bar.entries).toEqual(["", "#sample=dog.png&grid=2x2"]);
    actions.selectConcept({ kind: "and", mask: 3 }, 1);
    actions.setFilters({ sort: "strength" });
    expect(world.bar.entries.at(-1)).toBe("#sample=dog.png&grid=2x2&concept=and3&layer=1&sort=strength");
    world.goTo(-1);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    expect(store.getState().selection.concept).toBeNull();
    expect(world.bar).toMatchObject({ at: 1, entries: { length: 3 } });
    world.goTo(-1);
    await until(({ settings, run }) => settings.rows === 3 && run.phase === "done");
    expect(world.bar).toMatchObject({ at: 0, entries: { length: 3 } });
    world.goTo(1);
    expect(
      (await until(({ settings, load, run }) => settings.rows === 2 && load === null && run.phase !== "loading")).result
        ?.players.n,
    ).toBe(4);
  });
  it("keeps a locked scale from picture to picture, and gives way to one that an address brings", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.lockScale(1.5);
    expect(world.bar.entries.at(-1)).toBe("#lock=1.5");
    actions.setGrid(2, 2);
    await until(({ run }) => run.phase === "done");
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(store.getState().scaleLock).toBe(1.5);
    expect(world.bar.entries.at(-1)).toMatch(/lock=1\.5$/);
    world.goTo(-1);
    const shows =
      (file: string) =>
      ({ source, load }: StrataState): boolean =>
        load === null && source.from === "sample" && source.file === file;
    expect((await until(shows("dog.png"))).scaleLock).toBe(1.5);
    actions.lockScale(null);
    world.goTo(1);
    expect((await until(shows("box.png"))).scaleLock).toBe(1.5);
  });
  it("keeps the units from picture to picture, and lets go of a scale that was locked in others", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#scale=1.5";
    const { bar } = world;
    const { store, actions, until } = await page(world);
    expect(store.getState()).toMatchObject({ units: "nats", scaleLock: 1.5 });
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(bar.entries.at(-1)).toMatch(/scale=1\.5$/);
    actions.setUnits("scale");
    expect(store.getState()).toMatchObject({ units: "scale", scaleLock: null });
    expect(bar.entries.at(-1)).not.toMatch(/scale=|units=/);
    actions.setUnits("nats");
    expect(bar.entries.at(-1)).toMatch(/units=nats$/);
  });
  it("names the question whose view stands in the picture's place, which stays from picture to picture", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#ask=orders";
    const { store, actions, until } = await page(world);
    expect(store.getState().topic).toBe("orders");
    actions.openTopics();
    expect(store.getState().dialog).toBe("topics");
    actions.chooseTopic("sparsity");
    expect(store.getState()).toMatchObject({ topic: "sparsity", dialog: null });
    expect(world.bar.entries.at(-1)).toBe("#ask=sparsity");
    actions.setGrid(2, 2);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    expect(store.getState().topic).toBe("sparsity");
    actions.chooseTopic(null);
    expect(world.bar.entries.at(-1)).not.toContain("ask");
  });
  it("goes back from a question to the one before and to the picture", async () => {
    const world = testWorld();
    let now = 0;
    world.services.nowMs = () => (now += 1000);
    const { store, actions, phase } = await page(world);
    await phase("done");
    const steps = world.bar.entries.length;
    for (const topic of ["orders", "sparsity"] as const) actions.chooseTopic(topic);
    expect(world.bar.entries.length).toBe(steps + 2);
    world.goTo(-1);
    expect(store.getState().topic).toBe("orders");
    world.goTo(-1);
    expect(store.getState().topic).toBeNull();
  });
  it("names what is painted on the image, which stays with the picture and goes with its grid", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#ask=audit&painted=object1.forbidden384";
    const { store, actions, until } = await page(world);
    await until(({ run }) => run.phase === "done");
    expect(store.getState().regions).toEqual({ object: 1, background: 0, forbidden: 384 });
    actions.paint(0b11, "background");
    expect(store.getState().regions).toEqual({ object: 0, background: 3, forbidden: 384 });
    actions.paint(256, null);
    actions.selectLayer(1);
    actions.chooseTopic(null);
    actions.setTarget(1);
    await until(({ settings, run }) => settings.target === 1 && run.phase === "done");
    expect(world.bar.entries.at(-1)).toContain("painted=background3.forbidden128");
    actions.setGrid(2, 2);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    expect(store.getState().regions).toEqual({ object: 0, background: 0, forbidden: 0 });
    expect(world.bar.entries.at(-1)).not.toContain("painted");
  });
  it("takes nothing from an address that the picture does not have", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#concept=and65535&layer=9999&patches=65535";
    const { store, phase, actions } = await page(world);
    await phase("done");
    expect(store.getState().selection).toEqual({ concept: null, layer: null, patches: 0 });
    expect(store.getState().notice?.code).toBe("address-no-place");
    actions.dismissNotice();
    world.bar.entries[world.bar.at] = "#painted=object65535";
    world.goTo(0);
    expect(store.getState().notice?.code).toBe("address-no-place");
  });
  it("brings the sample when going back to the start from an image of one's own", async () => {
    const world = testWorld();
    const { until } = await explored(world);
    world.goTo(-1);
    expect((await until(({ image, run }) => image?.title.from === "sample" && run.phase === "done")).source).toEqual({
      from: "start",
    });
  });
  it.each(["is stopped", "fails"])("stays where it is when a step back %s", async (how) => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    const here = world.bar.entries[1];
    const hold = gate();
    world.beforeLoad = () => (how === "fails" ? Promise.reject(new TypeError("no network")) : hold.opened);
    world.goTo(-1);
    expect(store.getState().load).not.toBeNull();
    if (how === "is stopped") actions.cancel();
    expect((await until(({ load }) => load === null)).model?.name).toBe("glass-box");
    expect(world.bar).toMatchObject({ at: 0, entries: [here, here] });
    expect(store.getState().run.phase).toBe("done");
  });
  it("leaves the coming place's entry alone until it is there", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    const hold = gate();
    world.beforeLoad = () => hold.opened;
    world.goTo(-1);
    actions.setFilters({ sort: "strength" });
    actions.selectConcept({ kind: "and", mask: 3 });
    expect(world.bar.entries).toEqual(["", "#sample=box.png"]);
    hold.open();
    await until(
      ({ model, run, load }) => model?.name === "imagenette-residual" && load === null && run.phase === "done",
    );
    expect(world.bar).toMatchObject({ at: 0, entries: { length: 2 } });
  });
  it("has no trap where a run fails", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    world.beforeBatch = () => Promise.reject(new Error("broken"));
    actions.setGrid(2, 2);
    await until(({ notice }) => notice?.code === "run-unknown");
    expect(world.bar.entries).toEqual(["", "#sample=box.png", "#sample=box.png"]);
    world.beforeBatch = async () => undefined;
    world.goTo(-1);
    world.goTo(-1);
    await until(({ model, run }) => model?.name === "imagenette-residual" && run.phase === "done");
  });
  it("takes the first class where an address names one that there is not", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#sample=dog.png&target=7";
    const { phase } = await page(world);
    const { settings, notice } = await phase("done");
    expect(settings.target).toBe("auto");
    expect(notice).toMatchObject({ code: "address-no-class", values: { classes: "7" } });
    expect(world.bar.entries).toEqual(["#sample=dog.png"]);
  });
  it("makes one step of the first patch that is picked", async () => {
    const world = testWorld();
    const { actions } = await page(world);
    actions.togglePatch(0, false);
    expect(world.bar.entries).toEqual(["", "#patches=1&only=1"]);
  });
  it("keeps the address of a link whose opening was stopped", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#s=AAAA";
    world.services.links = { ...world.services.links, open: () => new Promise(() => undefined) };
    const { store, actions } = startedStore(world);
    actions.start();
    actions.cancel();
    expect(store.getState().load).toBeNull();
    expect(world.bar.entries).toEqual(["#s=AAAA"]);
  });
  it("ends where the last of several quick steps leads", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.chooseSample(store.getState().samples[0]!);
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    const hold = gate();
    world.beforeLoad = () => hold.opened;
    world.goTo(-1);
    world.goTo(1);
    hold.open();
    await until(({ load }) => load === null);
    await turns();
    expect(store.getState()).toMatchObject({ model: { name: "glass-box" }, run: { phase: "done" }, load: null });
    expect(world.bar).toMatchObject({ at: 1, entries: { length: 2 } });
  });
  it("goes on when the browser takes no more steps for now", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    const { put } = world.services.addressBar;
    (world.services.addressBar as { put: typeof put }).put = () => false;
    actions.setGrid(2, 2);
    await until(({ run }) => run.phase === "done");
    expect(world.bar.entries).toEqual([""]);
    (world.services.addressBar as { put: typeof put }).put = put;
    actions.selectConcept({ kind: "and", mask: 3 });
    expect(world.bar.entries).toEqual(["", "#sample=dog.png&grid=2x2&concept=and3"]);
  });
  it("keeps a class that was asked for apart from the model's own first, so that Back leads past it", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    actions.setTarget(store.getState().result!.top![0]!.index);
    await until(({ settings, run }) => settings.target !== "auto" && run.phase === "done");
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    const { length } = world.bar.entries;
    const again = await page(world);
    expect(again.store.getState()).toMatchObject({ settings: { target: 1 }, run: { phase: "opened" } });
    world.goTo(-1);
    await again.until(({ settings, load }) => settings.target === "auto" && load === null);
    world.goTo(1);
    await again.until(({ settings, load }) => settings.target === 1 && load === null);
    expect(world.bar.entries).toHaveLength(length);
  });
  it("names a run whose class was changed on the way, so that a reload takes it up", async () => {
    const world = testWorld();
    const { actions, batches } = await heldBack(world);
    actions.setTarget(2);
    const { runs } = await world.services.vault();
    await eventually(async () => expect((await runs.all())[0]?.done).toBeGreaterThan(8 * 20));
    expect(world.bar.entries.at(-1)).toMatch(/^#kept=.*\.3x3\.mean\.2\.noise-0\.04\.tau-0\.05$/);
    fallSilent();
    batches.count = 0;
    const again = startedStore(world);
    again.actions.start();
    const done = await again.phase("done");
    expect(done).toMatchObject({ notice: null, settings: { target: 2 }, result: { target: { index: 2 } } });
    expect(batches.count).toBeLessThan(64 - 20);
  });
  it("takes steps that follow each other fast as one", async () => {
    const world = testWorld();
    world.services.nowMs = () => 0;
    const { actions } = await page(world);
    for (const mask of [1, 2, 3]) actions.selectConcept({ kind: "and", mask });
    expect(world.bar.entries).toHaveLength(2);
  });
  it("restores a photograph, its picture and the view of it after a reload, without running the network", async () => {
    const world = testWorld();
    const before = await explored(world);
    before.actions.selectConcept({ kind: "and", mask: 5 }, 1);
    const { store } = await page(world);
    const [now, then] = [store.getState(), before.store.getState()];
    expect(now.run).toEqual({ phase: "opened", from: "library", total: 512 });
    expect(now.image?.title).toEqual({ from: "snapshot", name: "cat.jpg" });
    expect(now.image?.pixels).toEqual(then.image?.pixels);
    expect(now.selection).toEqual({ concept: { kind: "and", mask: 5 }, layer: 1, patches: 0 });
    expect(now.result?.layers.map((layer) => layer!.interactions.and)).toEqual(
      then.result?.layers.map((layer) => layer!.interactions.and),
    );
    expect(world.counts.evaluations).toBe(2);
  });
  it("says so when it names nothing that is kept, and starts", async () => {
    const world = testWorld();
    world.bar.entries[0] = "#kept=aa.bb.3x3.mean.auto.range.0.04";
    const { store, phase } = await page(world);
    expect((await phase("done")).image?.title.from).toBe("sample");
    await eventually(() => expect(store.getState().notice?.code).toBe("kept-gone"));
    expect(world.bar.entries).toEqual(["#kept=aa.bb.3x3.mean.auto.range.0.04"]);
  });
  it.each([
    ["#s=AAAA", "link-damaged"],
    ["#s=%00", "link-damaged"],
    ["#s=", "link-damaged"],
    ["#grid=17x9", "address-unreadable"],
    ["#grid=8x8&masks=10", "address-masks"],
    ["#concept=and0x1", "address-unreadable"],
    ["#foo=bar", "address-unreadable"],
    ["#sample=dog.png&gird=2x2", "address-unreadable"],
    ["#samp", "address-unreadable"],
    ["#sample=nope.png", "sample-unknown"],
    ["#kept=gone", "kept-gone"],
    ["#kept=<b>", "address-unreadable"],
  ])("refuses %s with a sentence, starts, and leaves the address for a reload", async (fragment, code) => {
    const world = testWorld();
    world.bar.entries[0] = fragment;
    const { store, phase, actions } = await page(world);
    await eventually(() =>
      expect(store.getState()).toMatchObject({
        notice: { code },
        run: { phase: "done" },
        image: { title: { from: "sample" } },
      }),
    );
    await phase("done");
    await turns();
    expect(world.bar.entries).toEqual([fragment]);
    expect((await page(world)).store.getState().notice?.code).toBe(code);
    // What is done on the page is a place of its own.
    actions.selectConcept({ kind: "and", mask: 3 });
    expect(world.bar.entries).toEqual([fragment, "#concept=and3"]);
  });
  it.each([
    ["#foo=bar", "address-unreadable"],
    ["#s=AAAA", "link-damaged"],
    ["#sample=nope.png", "sample-unknown"],
    ["#kept=gone", "kept-gone"],
  ])("leaves the page as it is at %s, and the address too", async (fragment, code) => {
    const world = testWorld();
    const { store, until } = await explored(world);
    const { result } = store.getState();
    world.bar.entries.push(fragment);
    world.goTo(1);
    await until(({ notice, load }) => notice?.code === code && load === null);
    await turns();
    expect(store.getState().result).toBe(result);
    expect(world.bar.entries.at(-1)).toBe(fragment);
    world.goTo(-1);
    expect(store.getState().result).toBe(result);
  });
  it("opens a link that mail has broken, and puts it right in the bar", async () => {
    const world = testWorld();
    const from = await page(world);
    from.actions.openShare();
    const { sharing } = await from.until((state) => state.sharing.phase === "ready");
    const { payload } = (await world.services.links.draft(from.store.getState().result!.snapshot!)).drafts[0]!;
    expect(sharing.phase === "ready" && sharing.drafts[0]!.url).toContain(payload);
    const elsewhere = testWorld();
    elsewhere.bar.entries[0] = `#s%3D3D${payload.slice(0, 60)}=%0D%0A${payload.slice(60)}%29.`;
    expect((await page(elsewhere)).store.getState()).toMatchObject({
      run: { phase: "opened", from: "link" },
      notice: null,
    });
    expect(elsewhere.bar.entries).toEqual([`#s=${payload}`]);
  });
});

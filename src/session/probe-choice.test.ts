import { beforeEach, describe, expect, it } from "vitest";
import { ModelError } from "../models/errors.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { choiceOf } from "../models/probe-choice.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { explored, page } from "./page.fixture.ts";
import { selectProbeChoices } from "./selectors.ts";
import { gate, LABELS_ACCURACY, testModel, testWorld, type World } from "./world.fixture.ts";

type Page = Awaited<ReturnType<typeof page>>;

/** Asks through other probes, and waits for the answer. */
async function chosen({ actions, until }: Page, probes: "first" | "labels") {
  actions.setProbes(probes);
  return until(({ settings, run, load }) => settings.probes === probes && load === null && run.phase === "done");
}

/** A page whose browser shows another address. */
async function at(world: World, fragment: string): Promise<Page> {
  world.bar.entries.splice(0, Infinity, fragment);
  world.bar.at = 0;
  return page(world);
}

/** A network that has its first probes alone. */
function withoutLabels(name: string): LoadedModel {
  const { manifest, ...rest } = testModel(name);
  return { ...rest, manifest: { ...manifest, probes: { ...manifest.probes!, labels: undefined } } };
}

describe("probes of the labels", () => {
  let world: World;
  beforeEach(() => (world = testWorld()));

  it("are asked as another question: other qualities, another key, another picture", async () => {
    const shown = await explored(world);
    const before = shown.store.getState();
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=.*\.tau-0\.05/));
    expect([before.settings.probes, before.result!.snapshot!.probes]).toEqual(["first", "first"]);
    expect(selectProbeChoices(before)).toBe(true);
    const { result, settings, source, image, model } = await chosen(shown, "labels");
    expect(choiceOf(model!.manifest)).toBe("labels");
    expect(result!.probes.map(({ accuracy }) => accuracy)).toEqual([LABELS_ACCURACY, LABELS_ACCURACY, 0.9]);
    expect([result!.snapshot!.probes, result!.settings.probes]).toEqual(["labels", "labels"]);
    expect({ ...settings, probes: "first" }).toEqual(before.settings);
    expect(image).toEqual(before.image);
    expect(source).not.toEqual(before.source);
    await eventually(() => expect(world.bar.entries.at(-1)).toContain(".probes-labels"));
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    // Going back finds the answer that this browser keeps.
    const asked = world.counts.evaluations;
    shown.actions.setProbes("first");
    const back = await shown.until(({ settings: now, load }) => now.probes === "first" && load === null);
    expect(back.settings).toEqual(before.settings);
    await shown.phase("opened");
    expect(world.counts.evaluations).toBe(asked);
  });

  it("are found again by the address of what is kept, and by that of a sample", async () => {
    const shown = await explored(world);
    await chosen(shown, "labels");
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/\.probes-labels$/));
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    const again = await page(world);
    expect(again.store.getState()).toMatchObject({
      run: { phase: "opened" },
      settings: { probes: "labels" },
      result: { snapshot: { probes: "labels" } },
    });
    again.actions.runAgain();
    const { verification, model } = await again.phase("done");
    expect(verification).toMatchObject({ agrees: true, stated: [] });
    expect(choiceOf(model!.manifest)).toBe("labels");
    const sample = await at(testWorld(), "#sample=box.png&probes=labels");
    expect(sample.store.getState()).toMatchObject({ notice: null, result: { snapshot: { probes: "labels" } } });
  });

  it("are what a link's picture is verified through, and what it is not mistaken for", async () => {
    const shown = await explored(world);
    const { result } = await chosen(shown, "labels");
    const [draft] = (await world.services.links.draft(result!.snapshot!)).drafts;
    const opened = await at(testWorld(), `#s=${draft!.payload}`);
    expect(opened.store.getState()).toMatchObject({ run: { phase: "opened" }, settings: { probes: "labels" } });
    expect(opened.store.getState().result!.probes[0]!.accuracy).toBe(LABELS_ACCURACY);
  });

  it("leave the page as it is until they are here, when they do not come, and when they are cancelled", async () => {
    const shown = await explored(world);
    const { store, actions, until } = shown;
    const before = store.getState();
    const same = () => {
      const { model, result, settings, source, run, load } = store.getState();
      expect({ model, result, settings, source, run, load }).toEqual({
        model: before.model,
        result: before.result,
        settings: before.settings,
        source: before.source,
        run: before.run,
        load: null,
      });
    };
    const coming = gate();
    world.beforeLoad = () => coming.opened;
    actions.setProbes("labels");
    expect(store.getState()).toMatchObject({ load: { what: "model" }, settings: before.settings, run: before.run });
    actions.cancel();
    same();
    world.beforeLoad = () =>
      Promise.reject(new ModelError("not-found", "no", { file: "glass-box.labels.tail.onnx", part: "labels" }));
    actions.setProbes("labels");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "labels-missing",
      values: { name: "imagenette-residual" },
      action: "open-again",
    });
    same();
  });

  it("that cannot be fetched do not keep a page from starting", async () => {
    const { loadModel } = world.services;
    world.services.loadModel = (name, signal, probes) =>
      probes === "labels" ? Promise.reject(new ModelError("not-found", "no")) : loadModel(name, signal, probes);
    const { phase } = await at(world, "#sample=box.png&probes=labels");
    expect(await phase("done")).toMatchObject({
      settings: { probes: "first" },
      notice: { code: "labels-instead", values: { name: "glass-box" } },
    });
  });

  it("that a network does not have are not asked for, and the page says so", async () => {
    world.services.loadModel = async (name) => withoutLabels(name);
    const { phase } = await at(world, "#sample=box.png&probes=labels");
    expect(await phase("done")).toMatchObject({
      settings: { probes: "first" },
      notice: { code: "no-label-probes", values: { name: "glass-box" } },
      result: { snapshot: { probes: "first" } },
    });
    await eventually(() => expect(world.bar.entries.at(-1)).toBe("#sample=box.png"));
  });

  it("that the network chosen next does not have are missed aloud; its own are asked through", async () => {
    const shown = await explored(world);
    await chosen(shown, "labels");
    const { loadModel } = world.services;
    world.services.loadModel = (name, signal, probes) =>
      name === "plain" ? Promise.resolve(withoutLabels(name)) : loadModel(name, signal, probes);
    shown.actions.chooseModel("plain");
    const { settings, notice } = await shown.until(({ model, run }) => model?.name === "plain" && run.phase === "done");
    expect(settings.probes).toBe("first");
    expect(notice).toMatchObject({ code: "no-label-probes", values: { name: "plain" } });
  });

  it("go along to the network chosen next where that has some", async () => {
    const shown = await explored(world);
    await chosen(shown, "labels");
    shown.actions.chooseModel("plain");
    const { settings, notice } = await shown.until(({ model, run }) => model?.name === "plain" && run.phase === "done");
    expect([settings.probes, notice]).toEqual(["labels", null]);
  });
});

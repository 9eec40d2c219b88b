import { beforeEach, describe, expect, it } from "vitest";
import { ModelError } from "../models/errors.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { explored, photo } from "./page.fixture.ts";
import { gate, testModel, testWorld, type Gate, type World } from "./world.fixture.ts";

/** A network's fetch: what it is told, and how it comes to its end. */
interface Fetch {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly end: Gate;
}

/** From now on networks are fetched one by one, and come when the test lets them. */
function fetchesOf(world: World): readonly Fetch[] {
  const fetches: Fetch[] = [];
  world.services.loadModel = async (name, signal) => {
    const end = gate();
    fetches.push({ name, signal, end });
    await new Promise<void>((resolve, reject) => {
      void end.opened.then(resolve);
      signal.addEventListener("abort", () => reject(signal.reason as Error));
    });
    return testModel(name);
  };
  return fetches;
}

/** As the tests count them: which fetch of which network goes on. */
const told = (fetches: readonly Fetch[]) => fetches.map(({ name, signal }) => [name, signal.aborted]);

describe("a network on its way", () => {
  let page: Awaited<ReturnType<typeof explored>> & { readonly world: World };
  let fetches: readonly Fetch[];
  beforeEach(async () => {
    const world = testWorld();
    page = { ...(await explored(world)), world };
    fetches = fetchesOf(world);
  });

  it("is fetched no longer when it is cancelled, and anew when it is asked for again; the page stays as it was", async () => {
    const { store, actions, until } = page;
    const before = store.getState();
    actions.chooseModel("glass-box");
    await eventually(() => expect(told(fetches)).toEqual([["glass-box", false]]));
    actions.cancel();
    await eventually(() => expect(told(fetches)).toEqual([["glass-box", true]]));
    const { model, image, result, run, notice, load, source } = store.getState();
    expect({ model, image, result, run, notice, load, source }).toEqual({
      model: before.model,
      image: before.image,
      result: before.result,
      run: before.run,
      notice: null,
      load: null,
      source: before.source,
    });
    actions.chooseModel("glass-box");
    await eventually(() => expect(fetches).toHaveLength(2));
    fetches[1]!.end.open();
    const shown = await until((state) => state.model?.name === "glass-box" && state.run.phase === "done");
    // The person's own image goes along.
    expect(shown.image).toMatchObject({ title: { from: "file", name: "cat.jpg" }, sha256: before.image!.sha256 });
  });

  it("is fetched once, though it is asked for again at once or another image is to go to it", async () => {
    const { actions, until } = page;
    const sample = { file: "box.png", model: "glass-box", label: "dog" };
    actions.chooseModel("glass-box");
    await eventually(() => expect(fetches).toHaveLength(1));
    actions.cancel();
    actions.chooseModel("glass-box");
    actions.chooseSample(sample);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told(fetches)).toEqual([["glass-box", false]]);
    fetches[0]!.end.open();
    expect((await until(({ load }) => load === null)).image?.title).toEqual({ from: "sample", file: "box.png" });
    expect(told(fetches)).toEqual([["glass-box", false]]);
  });

  it("is fetched no longer once another one is, or an image goes to the network that is here", async () => {
    const { actions, until } = page;
    actions.chooseModel("glass-box");
    await eventually(() => expect(fetches).toHaveLength(1));
    actions.chooseModel("another");
    await eventually(() =>
      expect(told(fetches)).toEqual([
        ["glass-box", true],
        ["another", false],
      ]),
    );
    actions.openFile(photo(5), "dog.jpg");
    await until(({ image, load }) => load === null && image?.title.from === "file" && image.title.name === "dog.jpg");
    await eventually(() => expect(told(fetches).at(-1)).toEqual(["another", true]));
  });

  it("that does not come leaves the page as it was, with a sentence", async () => {
    const { world, store, actions, until } = page;
    const { model, result, image } = store.getState();
    world.services.loadModel = () => Promise.reject(new ModelError("not-found", "glass-box.onnx: status 404"));
    actions.chooseModel("glass-box");
    const { notice } = await until((state) => state.notice !== null);
    expect(notice).toMatchObject({ code: "model-missing", values: { name: "glass-box" }, action: "open-again" });
    expect(store.getState()).toMatchObject({ model, result, image, load: null, run: { phase: "done" } });
  });
});

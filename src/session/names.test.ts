import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { readStrataFile } from "../formats/strata-file/read.ts";
import { explored, photo } from "./page.fixture.ts";
import { startedStore, testWorld, type World } from "./world.fixture.ts";

const WHEEL = { kind: "and", mask: 3 } as const;
const SKY = { kind: "or", mask: 5 } as const;
const wheel = { ...WHEEL, name: "left wheel" };

/** The names in the payloads of what is kept, by entry. */
async function keptNames(world: World) {
  const { library } = await world.services.vault();
  const entries = await library.list();
  return Promise.all(entries.map(async ({ id }) => (await readStrataFile(await library.read(id)))[0]!.snapshot.names));
}

describe("what a person calls a concept", () => {
  it("stays with the image and the grid, whatever else is asked about them", async () => {
    const world = testWorld();
    const { store, actions, phase, until } = await explored(world);
    actions.nameConcept(WHEEL, "  left\nwheel ");
    expect(store.getState().names).toEqual([wheel]);
    actions.setKappa(0.1, "range");
    await phase("done");
    expect(store.getState().names).toEqual([wheel]);
    actions.setGrid(2, 2);
    expect(store.getState().names).toEqual([]);
    await phase("done");
    actions.nameConcept(SKY, "sky");
    actions.setGrid(3, 3);
    expect(store.getState().names).toEqual([wheel]);
    await phase("done");
    actions.openFile(photo(9), "dog.jpg");
    await until(
      ({ image, run }) => image?.title.from === "file" && run.phase === "done" && image.title.name === "dog.jpg",
    );
    expect(store.getState().names).toEqual([]);
    actions.setGrid(2, 2);
    expect(store.getState().names).toEqual([]);
  });

  it("is kept with the picture, and is no part of which picture that is", async () => {
    const world = testWorld();
    const { store, actions } = await explored(world);
    const { library } = await world.services.vault();
    await eventually(async () => expect(await library.list()).toHaveLength(1));
    const [before] = await library.list();
    actions.nameConcept(WHEEL, "left wheel");
    await eventually(async () => expect(await keptNames(world)).toEqual([[wheel]]));
    const [after] = await library.list();
    expect(after).toMatchObject({ id: before!.id, key: before!.key, content: before!.content });
    actions.exportPicture();
    await eventually(() => expect(world.downloads).toHaveLength(1));
    expect((await readStrataFile(world.downloads[0]!.bytes))[0]!.snapshot.names).toEqual([wheel]);
    actions.save();
    await eventually(async () => expect((await library.list()).map(({ kind }) => kind)).toEqual(["saved"]));
    expect(await keptNames(world)).toEqual([[wheel]]);
    // By the library alone, and by the address.
    for (const entries of [[""], [...world.bar.entries]]) {
      world.bar.entries.splice(0, Infinity, ...entries);
      world.bar.at = world.bar.entries.length - 1;
      const again = startedStore(world);
      again.actions.start();
      await again.until(({ image, load }) => image !== null && load === null);
      again.actions.openEntry(before!.id);
      await again.until(({ run }) => run.phase === "opened");
      expect(again.store.getState().names).toEqual([wheel]);
    }
    actions.nameConcept(WHEEL, "");
    await eventually(async () => expect(await keptNames(world)).toEqual([undefined]));
    expect(store.getState().names).toEqual([]);
  });

  it("is kept beside what another tab calls others of the same picture", async () => {
    const world = testWorld();
    const { actions } = await explored(world);
    const { library } = await world.services.vault();
    await eventually(async () => expect(await library.list()).toHaveLength(1));
    const [entry] = await library.list();
    const other = startedStore(world);
    other.actions.start();
    await other.until(({ image, load }) => image !== null && load === null);
    other.actions.openEntry(entry!.id);
    await other.until(({ run }) => run.phase === "opened");
    actions.nameConcept(WHEEL, "left wheel");
    await eventually(async () => expect(await keptNames(world)).toEqual([[wheel]]));
    other.actions.nameConcept(SKY, "sky");
    await eventually(async () => expect(await keptNames(world)).toEqual([[wheel, { ...SKY, name: "sky" }]]));
    actions.nameConcept(WHEEL, "");
    await eventually(async () => expect(await keptNames(world)).toEqual([[{ ...SKY, name: "sky" }]]));
  });

  it("travels in links and stands in the bar, and no step back takes it away", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    actions.selectConcept(WHEEL);
    actions.nameConcept(WHEEL, "left wheel");
    expect(world.bar.entries[world.bar.at]).toContain("named=");
    actions.selectConcept(SKY);
    world.goTo(-1);
    expect(store.getState()).toMatchObject({ names: [wheel], selection: { concept: null } });
    actions.openShare();
    const { sharing } = await until((state) => state.sharing.phase === "ready");
    const { url } = (sharing as Extract<typeof sharing, { phase: "ready" }>).drafts[0]!;
    const other = testWorld();
    other.bar.entries[0] = new URL(url).hash;
    const opened = startedStore(other);
    opened.actions.start();
    const { names, run } = await opened.until(({ result }) => result !== null);
    expect([names, run.phase]).toEqual([[wheel], "opened"]);
  });
});

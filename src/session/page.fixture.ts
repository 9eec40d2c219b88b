import { expect, vi } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { LAYERS, startedStore, type World } from "./world.fixture.ts";

/** An image that the test world takes for one. */
export const photo = (size = 7): Blob => new Blob([new Uint8Array(size).fill(9)]);

/** A page at the address that the world's browser shows: what a reload gives. */
export async function page(world: World) {
  const opened = startedStore(world);
  opened.actions.start();
  await opened.until(
    ({ run, load, notice }) => load === null && (run.phase === "done" || run.phase === "opened" || notice !== null),
  );
  return opened;
}

/** A page with a photograph explored and kept. */
export async function explored(world: World) {
  const opened = await page(world);
  opened.actions.openFile(photo(), "cat.jpg");
  await opened.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
  await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(1));
  return opened;
}

/** A page whose run on a photograph stands still at the 41st of its 64 batches, under the photograph's address. `batches.count` is of all batches since it was last put to 0. */
export async function heldBack(world: World) {
  const opened = await page(world);
  const batches = { count: 0 };
  const never = new Promise<void>(() => undefined);
  world.beforeBatch = async () => (++batches.count > 40 ? never : undefined);
  opened.actions.openFile(photo(), "cat.jpg");
  await opened.until(({ run }) => run.phase === "running" && run.done >= 300);
  await eventually(() => expect(batches.count).toBe(41));
  await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
  return { ...opened, batches };
}

/**
 * From now on layers stand still before they are solved, for ever.
 * @returns what waits until all layers of one run stand there, and lets the layers of later runs through
 */
export function holdLayers(world: World): () => Promise<void> {
  let standing = 0;
  world.beforeSolve = () => {
    standing++;
    return new Promise(() => undefined);
  };
  return async () => {
    // The page says that it solves before the first layer is given to a solver.
    await eventually(() => expect(standing).toBe(LAYERS));
    world.beforeSolve = async () => undefined;
  };
}

/** From now on a minute goes by whenever somebody asks what time it is: a tab that writes nothing is silent, whatever it still does. */
export function fallSilent(): void {
  let later = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => (later += 60_000));
}

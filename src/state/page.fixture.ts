import { expect, vi } from "vitest";
import { startedStore, type World } from "./world.fixture.ts";

/** Time for what is under way in the background. */
export const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An image that the test world takes for one. */
export const photo = (size = 7): Blob => new Blob([new Uint8Array(size).fill(9)]);

/** A page at the address that the world's browser shows: what a reload gives. */
export async function page(world: World) {
  const opened = startedStore(world);
  opened.actions.start();
  await opened.until(({ run, opening, notice }) => opening === null && (run.phase === "done" || run.phase === "opened" || notice !== null));
  return opened;
}

/** A page with a photograph explored and kept. */
export async function explored(world: World) {
  const opened = await page(world);
  opened.actions.openImage(photo(), "cat.jpg");
  await opened.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
  await vi.waitFor(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(1));
  return opened;
}

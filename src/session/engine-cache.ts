import type { LoadedModel } from "../models/model-files.ts";
import type { OpenEngine, Services } from "./services.ts";

/** Keeps the workers of one model at a time: WebAssembly memory never shrinks, so another model needs fresh workers. */
export interface EngineCache {
  /** The workers of `model`, opened when they are not there yet, and ready for a run: opening must not count as running. */
  take(model: LoadedModel): Promise<OpenEngine>;
  /** Begins to open the workers of a model that is about to be asked, unless another's are there, which may yet be needed. */
  expect(model: LoadedModel): void;
  /** Frees the workers, so that the next `take` starts fresh ones. */
  clear(): void;
}

async function readied(opening: Promise<OpenEngine>): Promise<OpenEngine> {
  const engine = await opening;
  await engine.ready();
  return engine;
}

/** An empty cache. */
export function createEngineCache(services: Pick<Services, "createEngine">): EngineCache {
  let kept: { readonly model: LoadedModel; readonly engine: Promise<OpenEngine> } | null = null;
  const clear = (): void => {
    // An engine that never opened holds nothing to free.
    kept?.engine.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
    kept = null;
  };
  const open = (model: LoadedModel): Promise<OpenEngine> => {
    if (kept === null || kept.model !== model) {
      clear();
      const opening = (kept = { model, engine: services.createEngine(model) });
      // One that did not open is tried anew by whoever asks next.
      opening.engine.catch(() => {
        if (kept === opening) kept = null;
      });
    }
    return kept.engine;
  };
  return {
    take: (model) => readied(open(model)),
    expect: (model) => {
      // Whoever takes them is told why they did not open.
      if (kept === null) open(model).catch(() => undefined);
    },
    clear,
  };
}

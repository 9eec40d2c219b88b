import { untilAborted } from "../platform/until-aborted.ts";

/** Workers that hold one model: what a cache needs to know of them. */
export interface CachedEngine {
  /** Resolves once they are as ready as they will be; never rejects. */
  ready(): Promise<void>;
  dispose(): void;
}

/** What a cache of engines is made of. */
export interface EngineCacheOptions<Model, Engine extends CachedEngine> {
  /** Models of one key share an engine. */
  keyOf(model: Model): string;
  open(model: Model): Promise<Engine>;
  /** Engines that the browser's memory holds at once, at least 1. More are held only while more than that are in use. */
  readonly limit: number;
  /** Whether an engine did not open for want of memory: another try may succeed once others are let go. */
  isOutOfMemory(error: unknown): boolean;
}

/** Keeps the workers of the models that were used last: WebAssembly memory never shrinks, so each model needs workers of its own. */
export interface EngineCache<Model, Engine extends CachedEngine> {
  /**
   * Has an engine of the model do some work, opened if there is none, and never let go before the work has ended. Rejects with the signal's reason,
   * as opening does, or as the work does. An engine whose work failed is let go: the next use starts with fresh workers.
   */
  use<T>(model: Model, work: (engine: Engine) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Begins to open the workers of a model that may be used soon, if they can be held beside those that are there. */
  expect(model: Model): void;
  /** Begins to open the workers of a model that will be used, while something else has still to be done. */
  prepare(model: Model): void;
}

interface Entry<Engine> {
  readonly opening: Promise<Engine>;
  users: number;
  /** Not for anybody else any more. */
  dropped: boolean;
}

/** An empty cache. */
export function createEngineCache<Model, Engine extends CachedEngine>({
  keyOf,
  open,
  limit,
  isOutOfMemory,
}: EngineCacheOptions<Model, Engine>): EngineCache<Model, Engine> {
  /** The one that was used last comes last. */
  const entries = new Map<string, Entry<Engine>>();

  const drop = (entry: Entry<Engine>): void => {
    entry.dropped = true;
    for (const [key, held] of entries) if (held === entry) entries.delete(key);
    if (entry.users > 0) return;
    // An engine that never opened holds nothing to free.
    entry.opening.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
  };

  /** Lets go of those used longest ago, but for those in use and the `wanted` one, until no more than `most` are left. */
  const trim = (most: number, wanted?: string): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= most) return;
      if (entry.users === 0 && key !== wanted) drop(entry);
    }
  };

  const opened = async (model: Model): Promise<Engine> => {
    try {
      return await open(model);
    } catch (error) {
      const others = entries.size;
      if (!isOutOfMemory(error)) throw error;
      trim(1, keyOf(model));
      if (entries.size === others) throw error;
      return open(model);
    }
  };

  const entryOf = (model: Model): Entry<Engine> => {
    const key = keyOf(model);
    let entry = entries.get(key);
    if (entry === undefined) {
      trim(limit - 1);
      entry = { opening: opened(model), users: 0, dropped: false };
      // One that did not open is tried anew by whoever asks next.
      const opening = entry;
      entry.opening.catch(() => drop(opening));
    }
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };

  return {
    use: async (model, work, signal) => {
      signal?.throwIfAborted();
      const entry = entryOf(model);
      entry.users += 1;
      try {
        const engine = await untilAborted(entry.opening, signal);
        await untilAborted(engine.ready(), signal);
        return await work(engine);
      } catch (error) {
        if (signal?.aborted !== true) drop(entry);
        throw error;
      } finally {
        entry.users -= 1;
        if (entry.dropped) drop(entry);
        else trim(limit);
      }
    },
    prepare: (model) => void entryOf(model),
    expect: (model) => {
      if (!entries.has(keyOf(model)) && entries.size < limit) entryOf(model);
    },
  };
}

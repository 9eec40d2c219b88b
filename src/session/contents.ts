import type { Snapshot } from "../exploration/snapshot.ts";
import type { Describe } from "../storage/library/rekey.ts";
import { settingsOfKey } from "../storage/library/entry.ts";
import { keyOf } from "./place.ts";
import { settingsOf } from "./results.ts";
import type { Files } from "./services.ts";

/** With more players than this v alone would fill megabytes; the effects are kept without it. */
const LARGEST_KEPT_V = 12;

/** A picture as it is kept without being asked for. */
export function keptForm(snapshot: Snapshot): Snapshot {
  return snapshot.players.n <= LARGEST_KEPT_V || snapshot.values === null ? snapshot : { ...snapshot, values: null };
}

/** What tells a picture from all others, worked out once for each. */
export type Contents = (snapshot: Snapshot) => Promise<string>;

export function createContents(files: Pick<Files, "content">): Contents {
  const known = new WeakMap<Snapshot, Promise<string>>();
  return (snapshot) => {
    const content = known.get(snapshot) ?? files.content(snapshot);
    known.set(snapshot, content);
    content.catch(() => known.delete(snapshot));
    return content;
  };
}

/** Key and content of what earlier pages kept; whether its class was asked for or the network's own choice, only the former key tells. */
export function describeKept({ read, content }: Files): Describe {
  return async (payload, formerKey) => {
    const [kept] = await read(payload);
    const { snapshot } = kept!;
    const settings = settingsOf(snapshot);
    return {
      key: keyOf(snapshot.model, snapshot.image, {
        ...settings,
        target: settingsOfKey(formerKey)?.target ?? settings.target,
      }),
      content: await content(snapshot),
    };
  };
}

import type { StrataState } from "./state.ts";
import type { Evaluation } from "../exploration/exploration.ts";
import type { ReplicateValues } from "../exploration/replicates.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { RunAutosave } from "./effects/run-autosave.ts";
import type { Session } from "./session.ts";

/** The network's answers to the masks of an image, and what is kept of them until they are explained. */
export interface Answers {
  /** Which network's: see `networkKey`. */
  readonly network: string;
  readonly evaluation: Evaluation;
  readonly run: RunAutosave;
  /** What the replicates of the probes said in the same run; null where they were not at hand. */
  readonly replicates: ReplicateValues | null;
}

/** What is heavy and needed again, each under the id by which the state names it. */
export interface Resources {
  readonly networks: Map<number, LoadedModel>;
  readonly answers: Map<number, Answers>;
  /** The network that came with the replicates of its probes last, under what is the same of it without them: see `networkKey`. */
  readonly replicated: Map<string, LoadedModel>;
}

/** A network and what it is run with, whether or not replicates of its probes are at hand. */
export const networkKey = ({ manifest, setup }: LoadedModel): string => `${manifest.network.sha256} ${setup ?? ""}`;

/** What the state names: whatever it names no longer is let go. */
function namedBy({ guide, ...now }: StrataState) {
  // What comes back after the guide is needed again.
  const named = [now, ...(guide === null ? [] : [guide.before])];
  const pages = named.flatMap(({ finished, broken }) => [finished, broken]);
  return {
    networks: [...named.flatMap(({ model, network }) => [model, network]), ...pages.map((of) => of?.page.model)].map(
      (of) => of?.id,
    ),
    answers: [...named.map(({ answers }) => answers), ...pages.map((of) => of?.answers)].map((of) => of?.id),
  };
}

function letGo(from: Map<number, unknown>, named: readonly (number | undefined)[]): void {
  for (const id of from.keys()) if (!named.includes(id)) from.delete(id);
}

/** None yet. */
export function createResources({ store }: Session): Resources {
  const resources: Resources = { networks: new Map(), answers: new Map(), replicated: new Map() };
  store.subscribe((state) => {
    const named = namedBy(state);
    letGo(resources.networks, named.networks);
    letGo(resources.answers, named.answers);
  });
  return resources;
}

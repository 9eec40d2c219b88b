/** What `show --ask` is asked: a question of the page, and what is chosen for it. */
import { regionsIn, type Regions } from "../src/session/regions.ts";
import { TOPICS, type Topic } from "../src/session/topics.ts";
import { choice } from "./choice.ts";
import { InputError } from "./failure.ts";

/** A question that files can answer. */
export type Question =
  | { readonly topic: Exclude<Topic, "stability" | "audit" | "thresholds" | "across" | "compare"> }
  | { readonly topic: "audit"; readonly regions: Regions }
  /** `kappas`: whether every layer is solved by other κ. */
  | { readonly topic: "thresholds"; readonly kappas: boolean }
  /** `other`: the second exploration's file, as typed. */
  | { readonly topic: "across" | "compare"; readonly other: string };

/** Those that are about one layer. */
export const LAYER_TOPICS = ["matching", "patches", "graph", "across"] as const satisfies readonly Topic[];

/** The options that go with some questions only. */
const GOES_WITH = {
  painted: ["audit"],
  kappas: ["thresholds"],
  with: ["across", "compare"],
} as const satisfies Readonly<Record<string, readonly Topic[]>>;

/** Reads what is asked; null where nothing is. Throws InputError. */
export function readQuestion(texts: ReadonlyMap<string, string>, flags: ReadonlySet<string>): Question | null {
  const topic = choice("--ask", texts.get("ask"), TOPICS, null);
  for (const [option, topics] of Object.entries(GOES_WITH))
    if ((texts.has(option) || flags.has(option)) && !topics.some((known) => known === topic))
      throw new InputError("needs-topic", {
        option: `--${option}`,
        topics: topics.map((known) => `--ask ${known}`).join(", "),
      });
  if (topic === null) return null;
  switch (topic) {
    case "stability":
      throw new InputError("asks-network", { topic });
    case "audit":
      return { topic, regions: readPainted(texts.get("painted")) };
    case "thresholds":
      return { topic, kappas: flags.has("kappas") };
    case "across":
    case "compare": {
      const other = texts.get("with");
      if (other === undefined) throw new InputError("needs-second", { topic });
      return { topic, other };
    }
    default:
      return { topic };
  }
}

function readPainted(text: string | undefined): Regions {
  if (text === undefined) throw new InputError("needs-painted");
  // The address has a name before it.
  const regions = regionsIn(text.replace(/^painted=/, ""));
  if (regions === null) throw new InputError("bad-painted", { value: text });
  return regions;
}

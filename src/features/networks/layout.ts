import type { ListedModel } from "../../models/store.ts";

/** Networks of one task and under the same terms, which can be compared. */
export interface NetworkGroup {
  readonly task: string;
  readonly terms: string;
  readonly models: readonly ListedModel[];
}

/** The networks by task and terms, in the order of the list; a group stands where its first one does. */
export function groupsOf(models: readonly ListedModel[]): NetworkGroup[] {
  const groups = new Map<string, ListedModel[]>();
  for (const model of models) {
    const key = JSON.stringify([model.task, model.terms]);
    groups.set(key, [...(groups.get(key) ?? []), model]);
  }
  return [...groups.values()].map((of) => ({ task: of[0]!.task, terms: of[0]!.terms, models: of }));
}

/** A text without the full stop at its end. */
export function unstopped(text: string): string {
  return text.replace(/\.$/, "");
}

import * as v from "valibot";
import { checked, size } from "./spec/fields.ts";
import { listedFields, type ListedModel } from "./store.ts";

/** A listed network whose bytes lie elsewhere; its manifest, and its probes where it has some, ship with the page. */
export interface PublishedModel extends ListedModel {
  /** Where they lie, at a revision that does not change. */
  readonly address: string;
  /** Of the network alone. */
  readonly networkBytes: number;
}

const MAX_LISTED = 1000;

const schema = v.pipe(
  v.array(
    v.object({
      ...listedFields,
      address: v.pipe(
        v.string(),
        v.maxLength(2048),
        v.regex(/^https:\/\/[a-z0-9.-]+\/[^\s#]+$/, "expected an https address"),
      ),
      networkBytes: size,
    }),
  ),
  v.maxLength(MAX_LISTED),
);

/** Checks the list of published networks, `published.json` beside that of those that ship; ModelError "bad-manifest" names the first wrong field. */
export function parsePublished(json: unknown): readonly PublishedModel[] {
  return checked(schema, json);
}

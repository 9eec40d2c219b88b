import type { StrataState } from "../../session/state.ts";
import type { Exploration } from "../../exploration/exploration.ts";
import type { FirmCounts } from "../../exploration/firmness.ts";
import type { AddressedBy, Result } from "../../session/shape.ts";
import type { PictureModel } from "../concepts/picture-model.ts";

/** What names a network: its name and the digest of its file. */
export type ModelIdentity = Pick<Exploration["model"], "name" | "sha256">;

/** A finished picture as it stands on the page: all that a file says of it comes from here. */
export interface PictureSource {
  readonly picture: PictureModel;
  readonly result: Result;
  readonly model: ModelIdentity;
  /** How many classes the network knows; 0 where that is not known. */
  readonly classCount: number;
  /** How many of the rows that the picture shows without filters are firm and robust; null where nobody looked. */
  readonly counts: FirmCounts | null;
  /** Whether it is others who say so: see `isCertaintyTold`. */
  readonly isTold: boolean;
  readonly view: Pick<StrataState, "selection" | "filters" | "openOthers" | "scaleLock" | "names">;
  readonly samples: StrataState["samples"];
  /** Where the picture can be had again, see `lastingAddress`. */
  readonly address: string;
}

/**
 * The page's address as far as it means something to others: a sample's is whole; what this browser keeps is kept nowhere else, and a link of thousands of
 * characters fits no caption, so that of these only the page itself is named. What concepts are called stands in the picture.
 */
export function lastingAddress({ from }: Pick<AddressedBy, "from">, address: string): string {
  return from === "sample" || from === "start" ? address.replace(/&?\bnamed=[^&]*/, "") : address.replace(/#.*$/s, "");
}

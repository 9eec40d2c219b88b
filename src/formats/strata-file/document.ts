import type { StrataFile } from "../codec.ts";
import type { Snapshot, SnapshotImage, SnapshotModel } from "../../exploration/snapshot.ts";

/** One exploration of a file, with what it is called there. */
export interface StrataEntry {
  /** May be empty; its first MAX_NAME_LENGTH characters are kept. */
  readonly name: string;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly createdMs: number;
  /** The job that it is the result of: see `StrataFile`. */
  readonly job?: string | undefined;
  readonly snapshot: Snapshot;
}

/** An exploration in a .strata file: the earlier JSON and what a picture and a library need beside it. */
export interface FileExploration extends Omit<StrataFile, "model" | "image"> {
  readonly name: string;
  /** ISO 8601, in UTC. */
  readonly created: string;
  readonly model: StrataFile["model"] & Pick<SnapshotModel, "setup" | "address" | "meanColour">;
  /** `png` is base64 of a PNG of the pixels as the network saw them. */
  readonly image: StrataFile["image"] & Pick<SnapshotImage, "name" | "exact"> & { readonly png: string | null };
  readonly effectError: number;
}

/** What a .strata file holds, compressed by gzip. */
export interface StrataDocument {
  readonly format: "strata";
  readonly version: 1;
  readonly explorations: readonly FileExploration[];
}

/** The newest version of each format that is read here. */
export const NEWEST = { strata: 1, "strata-exploration": 9 } as const;

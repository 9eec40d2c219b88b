import { sha256 } from "../../platform/sha256.ts";
import type { NetworkAddress } from "./address.ts";
import { askFor } from "./answer.ts";
import { PublishedError } from "./errors.ts";
import { looksLikeLfsPointer, readLfsPointer } from "./looks.ts";
import type { PartialFile } from "../networks/partials.ts";
import { PieceKeeper, type Unkept } from "./piece-keeper.ts";
import { receive } from "./receive.ts";
import { tooLarge, MAX_NETWORK_BYTES, type Expected, type FetchingWorld, type FetchProgress } from "./world.ts";

/** Which network is wanted. */
export interface NetworkRequest extends Pick<NetworkAddress, "address" | "lfsAddress"> {
  /** What it is called where it is kept. */
  readonly title: string;
  /** Where the very file is known. */
  readonly expected: Expected | null;
}

/** A network that has come. */
export interface FetchedNetwork {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Whether it is kept, so that it opens without a network from now on; else why it is not. */
  readonly kept: true | Unkept;
  /** It was kept, and nobody was asked. */
  readonly fromKept: boolean;
}

/** What goes along with every step. */
interface Course {
  readonly world: FetchingWorld;
  readonly signal: AbortSignal;
  onProgress(progress: FetchProgress): void;
}

/**
 * Gets a network from where it is published, or from what is kept of it. What came before an abort or a lost connection is gone on from. Rejects with
 * PublishedError and the signal's reason; StorageError stops nothing.
 */
export async function fetchNetwork(request: NetworkRequest, course: Course): Promise<FetchedNetwork> {
  const { expected, address } = request;
  if ((expected?.bytes ?? 0) > MAX_NETWORK_BYTES) throw tooLarge(new URL(address).host);
  const kept = await course.world.keeping?.weights(expected?.sha256 ?? null, address).catch(() => null);
  if (kept) {
    const digest = await sha256(kept);
    // What is not what it was is fetched anew.
    if (expected === null || digest === expected.sha256)
      return { bytes: kept, sha256: digest, kept: true, fromKept: true };
  }
  return fetched(request, address, expected, course);
}

/** Gets the file at one address. */
async function fetched(
  request: NetworkRequest,
  address: string,
  expected: Expected | null,
  course: Course,
): Promise<FetchedNetwork> {
  const { world } = course;
  const { host } = new URL(address);
  const part = (await world.keeping?.find(address).catch(() => null)) ?? null;
  const keeper = new PieceKeeper(world.keeping, address);
  let file: { readonly bytes: Uint8Array; readonly digest: string };
  try {
    const bytes = await wholeFile(address, expected, part, keeper, course);
    if (looksLikeLfsPointer(bytes)) {
      await keeper.drop();
      return await pointedAt(bytes, request, address, expected, course);
    }
    file = { bytes, digest: await sha256(bytes) };
    if (expected !== null && file.digest !== expected.sha256)
      throw new PublishedError("wrong-hash", { host, expected: expected.sha256, actual: file.digest });
  } catch (error) {
    if (!(error instanceof PublishedError) || error.code !== "wrong-hash") throw error;
    await keeper.drop();
    // What came before may be of another version: all of it is asked for, once.
    if (part !== null) return fetched(request, address, expected, course);
    throw error;
  }
  const { bytes, digest } = file;
  const origin = { kind: "address", address: request.address } as const;
  const isKept = await world.keeping
    ?.finish(address, { sha256: digest, title: request.title, origin, bytes: bytes.length })
    .catch(() => false);
  return { bytes, sha256: digest, kept: isKept === true || (keeper.unkept ?? "unavailable"), fromKept: false };
}

/** All bytes of a file, with those that came before, unless the host has others by now. */
async function wholeFile(
  address: string,
  expected: Expected | null,
  part: PartialFile | null,
  keeper: PieceKeeper,
  { world, signal, onProgress }: Course,
): Promise<Uint8Array> {
  // All of it came, and then the tab was closed.
  if (part !== null && part.bytes.length === expected?.bytes) return part.bytes;
  const answer = await askFor(address, part, expected !== null, world, signal);
  const resumed = answer.from > 0;
  if (!resumed) await keeper.begin(answer);
  return receive(
    answer,
    {
      host: new URL(address).host,
      before: resumed ? part!.bytes : new Uint8Array(0),
      expectedBytes: expected?.bytes ?? null,
      keeper,
      patienceMs: world.patienceMs,
      onProgress,
    },
    signal,
  );
}

/** The file that a pointer of Git LFS, come in its place, points at. */
async function pointedAt(
  pointer: Uint8Array,
  request: NetworkRequest,
  address: string,
  expected: Expected | null,
  course: Course,
): Promise<FetchedNetwork> {
  const pointed = readLfsPointer(pointer);
  const { lfsAddress } = request;
  if (pointed === null || lfsAddress === null || address === lfsAddress)
    throw new PublishedError("lfs-pointer", { host: new URL(address).host });
  if (pointed.bytes > MAX_NETWORK_BYTES) throw tooLarge(new URL(lfsAddress).host);
  return fetched(request, lfsAddress, expected ?? pointed, course);
}

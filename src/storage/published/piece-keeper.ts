import { joined } from "../../platform/joined.ts";
import { StorageError } from "../library/errors.ts";
import type { PartialHead } from "../networks/partials.ts";
import type { Keeping } from "./world.ts";

/** Pieces are kept in chunks of so many bytes; what a killed tab loses at most. */
const CHUNK_BYTES = 2 ** 21;

/** Why a file is not kept. */
export type Unkept = "full" | "unavailable";

/** Keeps a file while it comes; a browser that has no room, or keeps nothing, stops no fetching. Nothing here rejects. */
export class PieceKeeper {
  readonly #keeping: Keeping | null;
  readonly #address: string;
  readonly #waiting: Uint8Array[] = [];
  #bytes = 0;
  #unkept: Unkept | null;

  constructor(keeping: Keeping | null, address: string) {
    this.#keeping = keeping;
    this.#address = address;
    this.#unkept = keeping === null ? "unavailable" : null;
  }

  /** Why the file is not kept; null as long as it is. */
  get unkept(): Unkept | null {
    return this.#unkept;
  }

  /** Begins a file whose first byte comes next. */
  begin(head: PartialHead): Promise<void> {
    return this.#try((keeping) => keeping.begin(this.#address, head));
  }

  async add(piece: Uint8Array): Promise<void> {
    if (this.#unkept !== null) return;
    this.#waiting.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= CHUNK_BYTES) await this.flush();
  }

  /** Writes down what has not been yet. */
  async flush(): Promise<void> {
    const piece = joined(this.#waiting.splice(0));
    this.#bytes = 0;
    if (piece.length > 0) await this.#try((keeping) => keeping.append(this.#address, piece));
  }

  /** Lets go of all that was kept of the file. */
  async drop(): Promise<void> {
    this.#waiting.length = 0;
    this.#bytes = 0;
    await this.#keeping?.drop(this.#address).catch(() => undefined);
  }

  async #try(work: (keeping: Keeping) => Promise<void>): Promise<void> {
    if (this.#keeping === null || this.#unkept !== null) return;
    try {
      await work(this.#keeping);
    } catch (error) {
      this.#unkept = error instanceof StorageError && error.code === "full" ? "full" : "unavailable";
      await this.drop();
    }
  }
}

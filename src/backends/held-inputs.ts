import { NOT_HELD, type InputReference, type MaskedInput, type RunAnswer } from "./protocol.ts";

/** Inputs that a worker holds at most: as many questions may be asked in turn before one of them has to send its image again. */
export const INPUTS_HELD = 4;

/** The worker's side: the inputs it was given last, each made ready once, by id. */
export class HeldInputs<Ready> {
  readonly #held = new Map<number, Ready>();
  readonly #prepare: (input: MaskedInput) => Ready;
  readonly #letGo: (ready: Ready) => void;

  /** `letGo` frees what `prepare` made. */
  constructor(prepare: (input: MaskedInput) => Ready, letGo: (ready: Ready) => void = () => undefined) {
    this.#prepare = prepare;
    this.#letGo = letGo;
  }

  /** The input that is meant, or null where it is neither held nor given. Throws what `prepare` throws. */
  take({ id, input }: InputReference): Ready | null {
    const held = this.#held.get(id) ?? (input === null ? null : this.#prepare(input));
    if (held === null) return null;
    // Asked for last, let go last.
    this.#held.delete(id);
    this.#held.set(id, held);
    for (const [oldest, ready] of this.#held) {
      if (this.#held.size <= INPUTS_HELD) break;
      this.#held.delete(oldest);
      this.#letGo(ready);
    }
    return held;
  }
}

/** The other side: numbers inputs and knows which a worker was given, so that it is sent each once, and again when it has let it go. */
export class InputIds {
  readonly #ids = new WeakMap<MaskedInput, number>();
  readonly #given = new WeakMap<object, Set<number>>();
  #count = 0;

  /** What `ask` gets from a worker about an input; rejects as it does. */
  async answer(
    worker: object,
    input: MaskedInput,
    ask: (reference: InputReference) => Promise<RunAnswer>,
  ): Promise<Float32Array> {
    const id = this.#idOf(input);
    const given = this.#givenTo(worker);
    for (;;) {
      const isGiven = given.has(id);
      given.add(id);
      const answer = await ask({ id, input: isGiven ? null : input });
      if (answer !== NOT_HELD) return answer;
      given.delete(id);
    }
  }

  #idOf(input: MaskedInput): number {
    const id = this.#ids.get(input) ?? ++this.#count;
    this.#ids.set(input, id);
    return id;
  }

  #givenTo(worker: object): Set<number> {
    const given = this.#given.get(worker) ?? new Set<number>();
    this.#given.set(worker, given);
    return given;
  }
}

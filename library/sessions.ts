import type { InferenceSession } from "onnxruntime-web";
import type { OpeningRuntime } from "../src/backends/opening.ts";

/** Sessions of a runtime that are open: their memory is not the garbage collector's to free. */
export class Sessions {
  readonly #open = new Set<InferenceSession>();

  /** The same runtime, whose sessions are known here until they are released. */
  of<Runtime extends Pick<OpeningRuntime, "InferenceSession">>(runtime: Runtime): Runtime {
    const create = async (bytes: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession> => {
      const session = await runtime.InferenceSession.create(bytes, options);
      const release = session.release.bind(session);
      session.release = async () => {
        if (this.#open.delete(session)) await release();
      };
      this.#open.add(session);
      return session;
    };
    const { env, Tensor } = runtime as Runtime & { readonly env?: unknown; readonly Tensor?: unknown };
    return { env, Tensor, InferenceSession: { create } } as unknown as Runtime;
  }

  async release(): Promise<void> {
    await Promise.all([...this.#open].map((session) => session.release()));
  }
}

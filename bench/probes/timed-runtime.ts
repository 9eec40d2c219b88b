import type { FittingRuntime } from "../../src/backends/fitting/graph-runner.ts";

/** Seconds that sessions ran: of networks, each in the order in which they were opened, and of products of two matrices. */
export interface RunSeconds {
  readonly networks: number[];
  products: number;
}

/** A runtime whose sessions' runs are timed. */
export function timedRuntime(ort: FittingRuntime): { readonly runtime: FittingRuntime; readonly seconds: RunSeconds } {
  const seconds: RunSeconds = { networks: [], products: 0 };
  return {
    seconds,
    runtime: {
      Tensor: ort.Tensor,
      InferenceSession: {
        create: async (model, options) => {
          const session = await ort.InferenceSession.create(model, options);
          const isProduct = session.inputNames.includes("factor");
          const which = isProduct ? -1 : seconds.networks.push(0) - 1;
          const run = session.run.bind(session);
          const timed: typeof run = async (...request: unknown[]) => {
            const start = performance.now();
            const result = await (run as (...of: unknown[]) => ReturnType<typeof run>)(...request);
            const took = (performance.now() - start) / 1000;
            if (isProduct) seconds.products += took;
            else seconds.networks[which]! += took;
            return result;
          };
          session.run = timed;
          return session;
        },
      },
    },
  };
}

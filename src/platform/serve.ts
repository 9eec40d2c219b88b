import type { Mortal } from "./mortal.ts";
import { expose, type Endpoint } from "comlink";
import { carryErrors } from "./error-transport.ts";

/** Answers calls to `api` from the other end: what every worker ends its entry point with. */
export function serve<Api extends object>(api: Api, endpoint?: Endpoint): void {
  carryErrors();
  const mortal: Mortal = {
    begin: async (lock) =>
      lock !== null &&
      new Promise<boolean>((holds) => {
        navigator.locks
          .request(lock, () => {
            holds(true);
            return new Promise<never>(() => undefined);
          })
          .catch(() => holds(false));
      }),
  };
  expose({ ...api, ...mortal }, endpoint);
}

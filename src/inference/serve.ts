import { expose, type Endpoint } from "comlink";
import { carryErrors } from "./error-transport.ts";
import type { Mortal } from "./protocol.ts";

/** Answers calls to `api` from the other end: what every worker ends its entry point with. */
export function serve<Api extends object>(api: Api, endpoint?: Endpoint): void {
  carryErrors();
  const mortal: Mortal = {
    begin: (lock) => new Promise((held) => {
      if (lock === null) return held();
      void navigator.locks.request(lock, () => {
        held();
        return new Promise<never>(() => undefined);
      });
    }),
  };
  expose({ ...api, ...mortal }, endpoint);
}

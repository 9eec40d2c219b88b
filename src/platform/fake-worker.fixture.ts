import type { Mortal } from "./mortal.ts";
import { serve } from "./serve.ts";
import type { WorkerLike } from "./worker-handle.ts";

/** A worker's two ends in one thread, so that a test can kill it when it likes. */
export interface FakeWorker extends WorkerLike {
  readonly terminated: boolean;
  /** Dies as a browser reports an uncaught error. */
  crash(message: string): void;
}

const open = new Set<MessagePort>();

/** Serves `api` behind a message channel, as a worker would. */
export function fakeWorker<Api extends object>(api: Omit<Api, keyof Mortal>): FakeWorker {
  const { port1, port2 } = new MessageChannel();
  const events = new EventTarget();
  let terminated = false;
  serve(api, port2);
  open.add(port1).add(port2);
  return {
    postMessage: (message: unknown, transfer: Transferable[] = []) => {
      if (!terminated) port1.postMessage(message, transfer);
    },
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      if (type === "message") port1.addEventListener(type, listener);
      else events.addEventListener(type, listener);
    },
    removeEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
      port1.removeEventListener(type, listener),
    start: () => port1.start(),
    terminate: () => {
      terminated = true;
      for (const port of [port1, port2]) {
        port.close();
        open.delete(port);
      }
    },
    get terminated() {
      return terminated;
    },
    crash: (message) => {
      events.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
    },
  };
}

/** Closes what tests left open: an open port keeps the process alive. */
export function closeFakeWorkers(): void {
  for (const port of open) port.close();
  open.clear();
}

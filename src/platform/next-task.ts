/** Lets waiting events run, and a page draw, between two pieces of work; unlike setTimeout it is not slowed down to 4 ms a time. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

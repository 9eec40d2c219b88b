import { afterEach, expect, it, vi } from "vitest";
import { linkedEstimate, ORDINARY } from "../../src/formats/link/linked.fixture.ts";
import { encodePayload } from "../../src/formats/link/payload.ts";
import { openAsked, Unfetched } from "./shown.ts";

afterEach(() => vi.unstubAllGlobals());

/** A server that answers with a body of one byte, after which the connection goes as `end` says. */
function answering(end: (body: ReadableStreamDefaultController<Uint8Array>) => void): void {
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  vi.stubGlobal("fetch", async () => {
    let isFirst = true;
    return new Response(
      new ReadableStream<Uint8Array>({
        pull(body) {
          if (isFirst) body.enqueue(Uint8Array.of(31));
          else end(body);
          isFirst = false;
        },
      }),
    );
  });
}

it("a connection that is lost within the body is told as one that never came about", async () => {
  answering((body) => body.error(new TypeError("network error")));
  const asked = openAsked({ link: null, src: "a.strata" }, new AbortController().signal);
  await expect(asked).rejects.toBeInstanceOf(Unfetched);
  await expect(asked).rejects.toThrow("network error");
});

it("whoever stops within the body is told their own reason", async () => {
  const stop = new AbortController();
  answering((body) => {
    stop.abort(new Error("another one is asked for"));
    body.error(new TypeError("network error"));
  });
  await expect(openAsked({ link: null, src: "a.strata" }, stop.signal)).rejects.toThrow("another one is asked for");
});

it("an address that is none is told, too", async () => {
  answering((body) => body.close());
  await expect(openAsked({ link: null, src: "http://[" }, new AbortController().signal)).rejects.toBeInstanceOf(
    Unfetched,
  );
});

it("the payload of an estimate is shown as that of any other picture", async () => {
  const { text } = await encodePayload(
    linkedEstimate({ ...ORDINARY, rows: 8, cols: 8, concepts: 20, halves: 0 }),
    null,
  );
  const shown = await openAsked({ link: text, src: null }, new AbortController().signal);
  expect(shown!.snapshot.layers[0]!.interactions).toMatchObject({
    n: 64,
    sampled: { heldOut: expect.any(Number) as number },
  });
});

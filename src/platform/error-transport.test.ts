import { ImageError } from "../images/errors.ts";
import { expose, releaseProxy, wrap } from "comlink";
import { afterAll, describe, expect, it } from "vitest";
import { ModelError } from "../models/errors.ts";
import { carryErrors } from "./error-transport.ts";
import { InferenceError } from "../backends/errors.ts";

carryErrors();
carryErrors();

const { port1, port2 } = new MessageChannel();
let toThrow: unknown;
expose(
  {
    fail: () => {
      throw toThrow;
    },
  },
  port2,
);
const api = wrap<{ fail(): void }>(port1);

afterAll(() => {
  api[releaseProxy]();
  port1.close();
  port2.close();
});

async function across(thrown: unknown): Promise<unknown> {
  toThrow = thrown;
  return api.fail().then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
}

describe("errors across Comlink", () => {
  it.each([
    new InferenceError("non-finite", { layer: "stem" }),
    new ImageError("too-large", { width: 9000, height: 9000 }),
    new ModelError("bad-onnx", "no graph", { file: "a.onnx" }),
  ])("keep class, code and context: $name", async (error) => {
    const arrived = await across(error);
    expect(arrived).toBeInstanceOf(error.constructor);
    expect(arrived).toMatchObject({
      name: error.name,
      message: error.message,
      code: error.code,
      context: error.context,
      stack: error.stack,
    });
  });

  it.each([new RangeError("n"), new TypeError("t"), new DOMException("stopped", "AbortError")])(
    "keep the class of $name",
    async (error) => {
      const arrived = await across(error);
      expect(arrived).toBeInstanceOf(error.constructor);
      expect(arrived).toMatchObject({ name: error.name, message: error.message });
    },
  );

  it("keep the chain of causes", async () => {
    const cause = new RangeError("deep", { cause: new ImageError("empty") });
    const arrived = (await across(new InferenceError("session-failed", {}, { cause }))) as Error;
    expect(arrived.cause).toBeInstanceOf(RangeError);
    expect((arrived.cause as Error).cause).toBeInstanceOf(ImageError);
  });

  it("keep names of classes they do not know, and values that are no errors", async () => {
    expect(await across(Object.assign(new Error("e"), { name: "StrangeError" }))).toMatchObject({
      name: "StrangeError",
      message: "e",
    });
    expect(await across("just text")).toBe("just text");
  });
});

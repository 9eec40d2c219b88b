import { expect, it } from "vitest";
import { fakeModel } from "./fake-backends.fixture.ts";
import { receivedModel, sentModel } from "./sent-model.ts";

it("sends a model's bytes as they are, and copies them once for all workers", async () => {
  const model = { ...fakeModel, bytes: Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 256) };
  const sent = sentModel(model);
  expect(sentModel(model)).toBe(sent);
  const clone = structuredClone(sent.bytes);
  expect(clone.size).toBe(1000);
  const [one, other] = await Promise.all([receivedModel(sent), receivedModel(sent)]);
  expect(one).toEqual(model);
  one.bytes[0] = 255;
  expect(other).toEqual(model);
  expect((await receivedModel(sentModel(model))).bytes).toEqual(model.bytes);
});

it("sends the part of a file that a model's bytes are, not the file", async () => {
  const bytes = new Uint8Array(100).fill(9).subarray(10, 20);
  expect((await receivedModel(sentModel({ ...fakeModel, bytes }))).bytes).toEqual(new Uint8Array(10).fill(9));
});

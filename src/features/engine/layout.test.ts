import { describe, expect, it } from "vitest";
import { badgeOf, tellingEvent, timesFaster } from "./layout.ts";

describe("badgeOf", () => {
  it("tells a GPU that failed from one that never was there", () => {
    expect(badgeOf({ backend: "webgpu", reason: "faster" })).toBe("webgpu");
    expect(
      (["chosen", "slower", "no-webgpu", "no-adapter", "software-adapter", "ios"] as const).map((reason) =>
        badgeOf({ backend: "wasm", reason }),
      ),
    ).toEqual(Array(6).fill("wasm"));
    expect(
      (["parity", "session", "lost", "memory", "failed"] as const).map((reason) =>
        badgeOf({ backend: "wasm", reason }),
      ),
    ).toEqual(Array(5).fill("gaveUp"));
    expect(badgeOf({ backend: "wasm", reason: "opening" })).toBe("opening");
  });
});

describe("timesFaster", () => {
  const at = (webgpu: number, wasm: number) =>
    timesFaster({
      timings: { webgpu: { batchSize: 8, masksPerSecond: webgpu }, wasm: { batchSize: 16, masksPerSecond: wasm } },
    });
  it("has a decimal only where it counts", () =>
    expect([at(300, 200), at(9960, 1000), at(12345, 100), at(1, 100)]).toEqual(["1.5", "10", "123", "0.0"]));
  it("is nothing without both", () => expect(timesFaster({ timings: { webgpu: null, wasm: null } })).toBeNull());
});

describe("tellingEvent", () => {
  it("is the end before the way there, else the latest", () => {
    expect(tellingEvent([])).toBeNull();
    expect(tellingEvent([{ code: "replaced" }, { code: "halved", batchSize: 4 }])).toEqual({
      code: "halved",
      batchSize: 4,
    });
    expect(tellingEvent([{ code: "gave-up", reason: "lost" }, { code: "replaced" }])).toEqual({
      code: "gave-up",
      reason: "lost",
    });
  });
});

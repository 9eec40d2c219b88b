import { describe, expect, it } from "vitest";
import { findAdapter, type AdapterWorld } from "./adapter.ts";

const info = { vendor: "nvidia", architecture: "ampere", description: "", isFallbackAdapter: false } as GPUAdapterInfo;
const world = (news: Partial<AdapterWorld>): AdapterWorld => ({
  gpu: { requestAdapter: async () => ({ info }) },
  userAgent: "Linux",
  maxTouchPoints: 0,
  ...news,
});

describe("findAdapter", () => {
  it("names the adapter", async () => {
    expect(await findAdapter(world({}))).toEqual({ unusable: null, unwise: null, name: "nvidia ampere" });
    const described = { ...info, description: "GeForce" } as GPUAdapterInfo;
    expect((await findAdapter(world({ gpu: { requestAdapter: async () => ({ info: described }) } }))).name).toBe(
      "GeForce",
    );
  });

  it("says why there is none", async () => {
    expect((await findAdapter(world({ gpu: undefined }))).unusable).toBe("no-webgpu");
    expect((await findAdapter(world({ gpu: { requestAdapter: async () => null } }))).unusable).toBe("no-adapter");
    expect(
      (await findAdapter(world({ gpu: { requestAdapter: () => Promise.reject(new Error("blocked")) } }))).unusable,
    ).toBe("no-adapter");
  });

  it("knows adapters that are programs, and iOS under both of its names", async () => {
    const software = { ...info, isFallbackAdapter: true } as GPUAdapterInfo;
    expect((await findAdapter(world({ gpu: { requestAdapter: async () => ({ info: software }) } }))).unwise).toBe(
      "software-adapter",
    );
    expect(
      (await findAdapter(world({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)" }))).unwise,
    ).toBe("ios");
    expect(
      (await findAdapter(world({ userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", maxTouchPoints: 5 })))
        .unwise,
    ).toBe("ios");
    expect(
      (await findAdapter(world({ userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" }))).unwise,
    ).toBeNull();
  });
});

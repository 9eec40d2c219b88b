import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FetchError, fetchOwn } from "./fetching.ts";

const asked = vi.fn(async (_address: string, _options: RequestInit) => new Response("ok"));

beforeEach(() => {
  vi.stubGlobal("document", { baseURI: "https://example.org/strata/" });
  vi.stubGlobal("location", new URL("https://example.org/strata/?embed"));
  vi.stubGlobal("fetch", asked);
  asked.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

describe("fetchOwn", () => {
  it("resolves against the page, and lets no redirect lead elsewhere", async () => {
    await fetchOwn("models/index.json");
    expect(asked).toHaveBeenCalledExactlyOnceWith("https://example.org/strata/models/index.json", {
      mode: "same-origin",
    });
  });

  it.each([
    "https://example.com/a.png",
    "//example.com/a.png",
    "http://example.org/a.png",
    "data:,a",
    "blob:https://example.com/1",
  ])("refuses %s before anything is sent", async (address) => {
    await expect(fetchOwn(address)).rejects.toBeInstanceOf(FetchError);
    await expect(fetchOwn(address)).rejects.toMatchObject({ code: "foreign-origin" });
    expect(asked).not.toHaveBeenCalled();
  });
});

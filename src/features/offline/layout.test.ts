import { OFFLINE_AT_FIRST } from "../../session/environment.ts";
import { describe, expect, it } from "vitest";
import { offlineLine } from "./layout.ts";

describe("offlineLine", () => {
  const line = (news: Partial<typeof OFFLINE_AT_FIRST>) => offlineLine({ ...OFFLINE_AT_FIRST, ...news });
  it("says nothing where nothing is kept, with or without a network", () => {
    expect([line({}), line({ online: false })]).toEqual(["nothing", "nothing"]);
  });
  it("says that the page works offline once it does, and that it is offline when it is", () => {
    expect([line({ phase: "caching" }), line({ phase: "ready" }), line({ phase: "ready", online: false })]).toEqual([
      "caching",
      "ready",
      "away",
    ]);
  });
  it("puts a wish before that, and a new version before a wish", () => {
    const running = { phase: "running", doneBytes: 1, totalBytes: 2 } as const;
    expect(line({ phase: "ready", keeping: running })).toBe("keeping");
    expect(line({ phase: "ready", keeping: { phase: "failed" } })).toBe("failed");
    expect(line({ phase: "ready", keeping: running, updateWaiting: true })).toBe("update");
  });
});

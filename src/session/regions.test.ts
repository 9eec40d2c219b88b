import { describe, expect, it } from "vitest";
import { parseAddress } from "./parse-address.ts";
import { allPainted, areApart, NO_REGIONS, regionOf, withPainted } from "./regions.ts";

describe("what is painted", () => {
  const painted = withPainted(withPainted(NO_REGIONS, 0b0111, "object"), 0b1100, "forbidden");

  it("takes a patch from the region that it was of", () => {
    expect(painted).toEqual({ object: 0b0011, background: 0, forbidden: 0b1100 });
    expect([0, 2, 4].map((patch) => regionOf(painted, patch))).toEqual(["object", "forbidden", null]);
    expect(allPainted(painted)).toBe(0b1111);
    expect(withPainted(painted, 0b0110, null)).toEqual({ object: 1, background: 0, forbidden: 8 });
  });
  it("is apart as the page paints it, and an address that says otherwise is not read", () => {
    expect(areApart(painted)).toBe(true);
    expect(areApart({ object: 1, background: 0, forbidden: 3 })).toBe(false);
    for (const text of [
      "object1.forbidden3",
      "object1.object2",
      "object0x8000000000000001.forbidden1",
      "sky1",
      "object0",
      "object",
      "object2147483648",
      "object0x1",
      "",
    ])
      expect(parseAddress(`painted=${text}`)).toHaveProperty("unreadable");
  });
});

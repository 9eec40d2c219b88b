import { describe, expect, it } from "vitest";
import { fileStem } from "./download.ts";

describe("fileStem", () => {
  it.each([
    ["golf-ball.png", "golf-ball"],
    ["My Photo (1).JPEG", "my-photo-1"],
    ["../../etc/passwd", "etc-passwd"],
    ['con<>:"/\\|?*\u0000.png', "con"],
    ["v1.2 final", "v1-2-final"],
    ["archive.tar.gz", "archive-tar"],
    ["高尔夫球.webp", "高尔夫球"],
    ["cafe\u0301.jpg", "café"],
    ["हिन्दी.jpg", "हिन्दी"],
    [".png", "png"],
    ["…", "untitled"],
    ["", "untitled"],
  ])("makes %j %j", (name, stem) => expect(fileStem(name)).toBe(stem));

  it("keeps at most 48 characters and ends in none that joins", () => {
    expect(fileStem("a".repeat(300))).toBe("a".repeat(48));
    expect(fileStem(`${"a".repeat(47)}-b.png`)).toBe("a".repeat(47));
    expect([...fileStem("𝟘".repeat(60))]).toHaveLength(48);
  });
});

import { zipSync, type Zippable } from "fflate";
import { describe, expect, it } from "vitest";
import { encodePng } from "../png.ts";
import { collectImages } from "./collect-images.ts";

const png = await encodePng({ width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) });
const blob = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const zip = (files: Zippable): { path: string; file: Blob } => ({ path: "set.zip", file: blob(zipSync(files)) });
const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

describe("collectImages", () => {
  it("takes images by their content, from files and zips, in the order of their paths", async () => {
    const { images, others } = await collectImages([
      { path: "b/2.txt", file: blob(png) },
      { path: "a.png", file: new Blob(["no image"]) },
      zip({
        "z/1.png": png,
        "a/1.png": png,
        "a/notes.txt": new TextEncoder().encode("no image"),
        "__MACOSX/a/._1.png": png,
        ".hidden/1.png": png,
        "stored.png": [png, { level: 0 }],
      }),
    ]);
    expect(images.map(({ path }) => path)).toEqual(["a/1.png", "b/2.txt", "stored.png", "z/1.png"]);
    expect(others).toBe(2);
    for (const { file } of images) expect(await bytesOf(file)).toEqual(png);
  });

  it("takes paths that lead out of a zip for names", async () => {
    const { images } = await collectImages([zip({ "../../etc/1.png": png, "/root/2.png": png })]);
    expect(images.map(({ path }) => path)).toEqual(["../../etc/1.png", "/root/2.png"]);
  });

  it("stops at a bomb before it has unpacked it", async () => {
    const bomb = zip({ "1.png": new Uint8Array(24 * 2 ** 20) });
    expect(bomb.file.size).toBeLessThan(2 ** 17);
    await expect(collectImages([bomb])).rejects.toMatchObject({ code: "zip-bomb", context: { name: "set.zip" } });
  });

  it("says what is wrong with a zip that is cut off, changed or empty, and with files of which none is an image", async () => {
    const whole = zipSync({ "a.png": png, "b.png": png });
    const code = async (bytes: Uint8Array): Promise<unknown> =>
      collectImages([{ path: "x.zip", file: blob(bytes) }]).then(
        () => "read",
        (error: { code: unknown }) => error.code,
      );
    expect(await code(whole.slice(0, 50))).toBe("zip-damaged");
    expect(await code(zipSync({}))).toBe("no-images");
    for (let at = 4; at < 120; at++) {
      const changed = whole.slice();
      changed[at]! ^= 0xff;
      expect(["read", "zip-damaged", "no-images", "zip-bomb"]).toContain(await code(changed));
    }
    await expect(collectImages([{ path: "a.txt", file: new Blob(["x"]) }])).rejects.toMatchObject({
      code: "no-images",
    });
  });

  it("is stopped", async () => {
    const { signal } = { signal: AbortSignal.abort(new Error("stop")) };
    await expect(collectImages([zip({ "a.png": png })], signal)).rejects.toThrow("stop");
  });
});

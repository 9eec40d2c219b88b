/** Links of pictures whose players are superpixels. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_PLAYER, pickedCells } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { superpixels } from "../../core/superpixels.ts";
import { createBitReader, createBitWriter } from "./bit-coder.ts";
import { codeSuperpixels } from "./coded-superpixels.ts";
import { linkedEstimate, linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { decodePayload, encodePayload } from "./payload.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;
const versionOf = (text: string): number => Buffer.from(text, "base64url")[0]!;

function coded(n: number, width: number, height: number, owner: Uint16Array): Uint8Array {
  const writer = createBitWriter();
  codeSuperpixels(writer, n, width, height, owner);
  return writer.end();
}

describe("the player of each pixel", () => {
  it("comes back whatever it is", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (n, width, height, seed) => {
          const random = mulberry32(seed);
          const owner = Uint16Array.from({ length: width * height }, () =>
            random() < 0.2 ? NO_PLAYER : Math.floor(n * random()),
          );
          const reader = createBitReader(coded(n, width, height, owner));
          expect(codeSuperpixels(reader, n, width, height, null)).toEqual(owner);
          reader.end();
        },
      ),
      { seed: 31 },
    );
  });

  it("takes a few hundred characters of a picture's superpixels", () => {
    const random = mulberry32(9);
    const rgb = Uint8Array.from({ length: 3 * 128 * 128 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 128, Math.floor(i / 384)];
      return Math.floor(120 + 60 * Math.sin(x / 17) + 60 * Math.cos(y / 23) + 10 * random());
    });
    const owner = superpixels({ rows: 4, cols: 4 }, { width: 128, height: 128, rgb });
    expect(coded(16, 128, 128, owner).length).toBeLessThan(400);
  });
});

describe("a picture of superpixels that went through a link", () => {
  it.each([
    ["all", null],
    ["picked ones", pickedCells(2, 3, [1, 3, 4], "hidden")],
  ])(
    "has the very pixels of %s, is of a version of its own, and is the same when it is shared again",
    async (_, picked) => {
      const before = linkedSnapshot({ ...ORDINARY, picked, cut: "superpixels" });
      const { text } = await encodePayload(before, null);
      expect(versionOf(text)).toBe(8);
      const { snapshot } = await decodePayload(text);
      expect(snapshot.players).toEqual(before.players);
      expect((await encodePayload(snapshot, null)).text).toBe(text);
      expect(versionOf((await encodePayload(linkedSnapshot({ ...ORDINARY, picked }), null)).text)).toBe(6);
    },
  );

  it("may be an estimate", async () => {
    const before = linkedEstimate({ ...ORDINARY, rows: 6, cols: 6, cut: "superpixels", concepts: 20, halves: 2 });
    const { text } = await encodePayload(before, null);
    expect(versionOf(text)).toBe(8);
    const { snapshot } = await decodePayload(text);
    expect(snapshot.players).toEqual(before.players);
    expect(snapshot.layers[0]!.interactions.sampled).toMatchObject({ halves: 2 });
  });

  it("is damaged where the regions are none, or it is said to be of another version", async () => {
    const { text } = await encodePayload(linkedSnapshot({ ...ORDINARY, cut: "superpixels" }), null);
    for (const version of [6, 7]) {
      const bytes = Buffer.from(text, "base64url");
      bytes[0] = version;
      await expect(decodePayload(bytes.toString("base64url"))).rejects.toThrow(damaged);
    }
    const broken = linkedSnapshot({ ...ORDINARY, cut: "superpixels" });
    // The first two trade places, so that neither has the middle of its cell.
    const [first, second, ...rest] = broken.players.patches;
    const traded = { ...broken, players: { ...broken.players, patches: [second!, first!, ...rest] } };
    await expect(encodePayload(traded, null).then(async (link) => decodePayload(link.text))).rejects.toThrow(damaged);
  });
});

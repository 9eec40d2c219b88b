import { deflateSync } from "node:zlib";
import { drop, expect, open, scores, shipped, test } from "./support.ts";

/** A PNG chunk with its checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return framed;
}

/** A valid, almost empty PNG header that promises width × height pixels. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc(100))), chunk("IEND", new Uint8Array())]);
}

const CASES = [
  { title: "a text file renamed .jpg", name: "notes.jpg", type: "image/jpeg", bytes: Buffer.from("These are notes, not a photograph.\n".repeat(40)), says: "notes.jpg is not an image." },
  { title: "an SVG", name: "logo.svg", type: "image/svg+xml", bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), says: "logo.svg is a drawing, not a photograph." },
  { title: "an empty file", name: "nothing.png", type: "image/png", bytes: Buffer.alloc(0), says: "nothing.png is empty." },
  { title: "900 megapixels", name: "huge.png", type: "image/png", bytes: hugePng(30_000, 30_000), says: "huge.png is too large." },
  { title: "half a PNG", name: "half.png", type: "image/png", bytes: shipped("samples/glass-box.png").slice(0, 400), says: "half.png is damaged." },
];

test("what is no usable image gets a sentence, and nothing on the page is lost", async ({ page }) => {
  await open(page);
  const before = await scores(page);
  for (const { name, type, bytes, says, title } of CASES) {
    await test.step(title, async () => {
      await drop(page, name, type, bytes);
      const alert = page.getByRole("alert");
      await expect(alert).toContainText(says);
      await expect(alert).toContainText("Your current picture is unchanged.");
      expect(await scores(page)).toEqual(before);
      await page.keyboard.press("Escape");
      await expect(alert).not.toContainText(says);
    });
  }
});

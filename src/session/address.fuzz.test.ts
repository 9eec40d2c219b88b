import fc from "fast-check";
import { expect, it } from "vitest";
import { boundedly } from "../core/bounded.fixture.ts";
import { FUZZ, mutate, mutations } from "../core/fuzz.fixture.ts";
import { linkedSnapshot, ORDINARY } from "../formats/link/linked.fixture.ts";
import { encodePayload } from "../formats/link/payload.ts";
import { isWhole } from "../formats/link/seal.ts";
import { formatAddress } from "./address.ts";
import { parseAddress } from "./parse-address.ts";

const payload = (await encodePayload(linkedSnapshot(ORDINARY), null)).text;
const VIEW = "&concept=or6&layer=3&patches=2&kind=and&order=2-5&only=1&sort=strength&others=kept.lost";
const fragments = [
  `s=${payload}`,
  `s=${payload}${VIEW}`,
  `sample=church.png&grid=3x4&hidden=blur&target=2&kappa=0.04-delta${VIEW}`,
  `grid=2x2${VIEW}`,
  `kept=3d3ffd7032d33277.82297c7f098fc015.3x3.mean.auto.range.0.04${VIEW}`,
];
/** What is on the way of an address besides chance. */
const carriers: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => text.replaceAll("&", "&amp;"),
  (text) => text.replaceAll("=", "=3D"),
  (text) => text.replaceAll(/.{60}/g, "$&=\n"),
];

/** Either what cannot be read, short enough for a sentence and with nothing unseen in it; or a place that the page writes and reads alike. */
function expectRead(fragment: string, read: ReturnType<typeof parseAddress>): void {
  if ("unreadable" in read) {
    expect(read.unreadable.length).toBeLessThanOrEqual(41);
    expect(read.unreadable).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    return;
  }
  if (read.source.from === "link") {
    // A damaged link is no place; and no undoing makes another picture of it.
    if (!isWhole(read.source.payload)) return;
    expect(read.source.payload, fragment).toBe(payload);
  }
  expect(parseAddress(formatAddress(read))).toEqual(read);
}

it("an address that was changed is refused by what cannot be read in it, or names one place", async () => {
  const counts = { read: 0, unreadable: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...fragments),
      fc.constantFrom(...carriers),
      mutations,
      async (fragment, carry, changes) => {
        const changed = Buffer.from(mutate(Buffer.from(carry(fragment)), changes)).toString("latin1");
        for (const text of [changed, new URL(`https://strata.test/#${changed}`).hash]) {
          const outcome = await boundedly(() => parseAddress(text));
          if ("error" in outcome) throw outcome.error;
          expectRead(text, outcome.result);
          counts["unreadable" in outcome.result ? "unreadable" : "read"] += 1;
        }
      },
    ),
    FUZZ,
  );
  expect(counts.read).toBeGreaterThan(FUZZ.numRuns / 20);
  expect(counts.unreadable).toBeGreaterThan(FUZZ.numRuns / 20);
});

it("any text at all is read within bounds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), fc.nat(40), async (text, times) => {
      const outcome = await boundedly(() => parseAddress(text.repeat(times)));
      if ("error" in outcome) throw outcome.error;
      expectRead(text, outcome.result);
    }),
    FUZZ,
  );
});

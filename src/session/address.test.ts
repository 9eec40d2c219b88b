import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASELINES } from "../core/baseline.ts";
import { pickedGrids } from "../core/grids.fixture.ts";
import { fewestMasks } from "../core/estimate/sample.ts";
import { maskOf, type Mask } from "../core/masks.ts";
import { pickedCells, playerCount, type Grid, type Others } from "../core/patches.ts";
import { mostMasks } from "../exploration/exploration.ts";
import { linkedSnapshot, ORDINARY } from "../formats/link/linked.fixture.ts";
import { PROBE_CHOICES } from "../models/spec/probes.ts";
import { encodePayload } from "../formats/link/payload.ts";
import { withFragment } from "./address-text.ts";
import { formatAddress, PLAIN_VIEW, viewFits, type Address } from "./address.ts";
import { parseAddress } from "./parse-address.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import { ROW_SORTS, UNITS, type Settings, type Units } from "./shape.ts";
import { cleanNames } from "../exploration/concept-names.ts";
import { NO_REGIONS, REGIONS, withPainted } from "./regions.ts";
import { TOPICS } from "./topics.ts";

const mask: fc.Arbitrary<Mask> = fc.oneof(
  fc.integer({ min: 1, max: 65535 }),
  fc.uniqueArray(fc.nat(255), { minLength: 1, maxLength: 40 }).map(maskOf),
);
const order = fc.integer({ min: 1, max: 256 });
const grid: fc.Arbitrary<Grid & Pick<Settings, "sample">> = fc
  .oneof(
    fc
      .constantFrom([1, 1], [2, 2], [3, 4], [4, 4], [1, 16], [16, 1], [5, 5], [8, 8], [16, 16])
      .map(([rows, cols]) => ({ rows: rows!, cols: cols!, picked: null })),
    pickedGrids(16, 60),
  )
  .chain((grid) => {
    const n = playerCount(grid);
    const sample = fc.record({
      masks: fc.integer({ min: fewestMasks(n), max: mostMasks(n) }),
      seed: fc.constantFrom(0, 1, 7, 2 ** 32 - 1),
    });
    return (n <= 16 ? fc.option(sample) : sample).map((drawn) => ({ ...grid, sample: drawn }));
  });

const settings: fc.Arbitrary<Address["settings"]> = fc
  .record({
    grid,
    baseline: fc.constantFrom(...BASELINES),
    probes: fc.constantFrom(...PROBE_CHOICES),
    classes: fc.oneof(
      fc.record({ target: fc.oneof(fc.constant("auto" as const), fc.nat(999)), rather: fc.constant(null) }),
      fc.record({ target: fc.nat(99), rather: fc.integer({ min: 100, max: 999 }) }),
    ),
    kappaFraction: fc.constantFrom(0, 1e-7, 0.01, 0.04, 0.125, 1),
    kappaOf: fc.constantFrom("range" as const, "delta" as const),
    tauFraction: fc.constantFrom(0.05, 0, 1e-7, 0.5, 1),
  })
  .map(({ grid, classes, ...rest }) => ({ ...grid, ...classes, ...rest }));

const view: fc.Arbitrary<Address["view"]> = fc.record({
  selection: fc.record({
    concept: fc.option(fc.record({ kind: fc.constantFrom("and" as const, "or" as const), mask })),
    layer: fc.option(fc.nat(63)),
    patches: fc.oneof(fc.constant(0), mask),
  }),
  filters: fc.record({
    kind: fc.constantFrom("all" as const, "and" as const, "or" as const),
    orders: fc.tuple(order, order),
    onlyPatches: fc.boolean(),
    onlyFirm: fc.boolean(),
    sort: fc.constantFrom(...ROW_SORTS),
  }),
  openOthers: fc.record({ kept: fc.boolean(), lost: fc.boolean(), transient: fc.boolean() }),
  units: fc.constantFrom(...UNITS),
  scaleLock: fc.option(fc.constantFrom(0.0000001, 0.0015, 0.07, 0.5, 1.5, 7, 20, 700, 1e20)),
  topic: fc.option(fc.constantFrom(...TOPICS)),
  regions: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...REGIONS), mask), { maxLength: 3, selector: ([region]) => region })
    .map((painted) => painted.reduce((all, [region, patches]) => withPainted(all, patches, region), NO_REGIONS)),
  names: fc
    .array(
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        mask,
        name: fc.oneof(fc.string(), fc.constantFrom("left wheel", "左轮", "a&b=c#%20", "🛞")),
      }),
      { maxLength: 5 },
    )
    .map(cleanNames),
});

const own: fc.Arbitrary<Address["source"]> = fc
  .tuple(
    fc.oneof(
      fc.constant({ from: "start" as const }),
      fc.stringMatching(/^[a-z-]{1,20}\.png$/).map((file) => ({ from: "sample" as const, file })),
    ),
    fc.option(fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,30}[A-Za-z0-9]$/)),
  )
  .map(([source, model]) => (model === null ? source : { ...source, model }));
const carried: fc.Arbitrary<Address["source"]> = fc.oneof(
  fc.stringMatching(/^[0-9a-z.]{1,60}$/).map((key) => ({ from: "kept" as const, key })),
  fc
    .tuple(fc.stringMatching(/^[0-9a-z.-]{1,300}$/), fc.stringMatching(/^[0-9a-f]{16}$/))
    .map(([key, answer]) => ({ from: "kept" as const, key, answer })),
  fc.stringMatching(/^[\w-]{1,200}$/).map((payload) => ({ from: "link" as const, payload })),
);

describe("an address", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(own, settings, fc.boolean(), view, (source, said, ownGrid, looked) => {
        const { rows, cols, picked, sample } = DEFAULT_SETTINGS;
        const asked = ownGrid ? { ...said, rows, cols, picked, sample } : said;
        const address = { source, settings: asked, ownGrid, view: looked };
        expect(parseAddress(`#${formatAddress(address)}`)).toEqual(address);
      }),
      { seed: 1 },
    );
  });
  it("asks for superpixels of the page's grid where it says no other", () => {
    const read = parseAddress("#sample=golf-ball.png&cut=superpixels");
    expect(read).toMatchObject({ ownGrid: false, settings: { rows: 3, cols: 3, cut: "superpixels" } });
    expect(parseAddress(formatAddress(read as Address))).toEqual(read);
  });
  it("leaves the settings out where the picture brings its own", () => {
    fc.assert(
      fc.property(carried, settings, view, (source, asked, looked) => {
        expect(parseAddress(formatAddress({ source, settings: asked, view: looked }))).toEqual({
          source,
          settings: DEFAULT_SETTINGS,
          view: looked,
        });
      }),
      { seed: 2 },
    );
  });
  it("says what a locked scale is in, nats as before there was a choice", () => {
    const of = (units: Units, scaleLock: number | null) =>
      formatAddress({
        source: { from: "start" },
        settings: DEFAULT_SETTINGS,
        view: { ...PLAIN_VIEW, units, scaleLock },
      });
    expect([of("scale", 0.5), of("nats", 1.5), of("nats", null)]).toEqual(["lock=0.5", "scale=1.5", "units=nats"]);
    expect(parseAddress("#scale=1.5&lock=0.5")).toMatchObject({ view: { units: "nats", scaleLock: 1.5 } });
  });
  it("is empty for the page's own start, and readable for the rest", () => {
    expect(formatAddress({ source: { from: "start" }, settings: DEFAULT_SETTINGS, view: PLAIN_VIEW })).toBe("");
    expect(
      formatAddress({
        source: { from: "sample", file: "church.png" },
        settings: { ...DEFAULT_SETTINGS, rows: 3, cols: 4, target: 2 },
        view: { ...PLAIN_VIEW, selection: { concept: { kind: "or", mask: 6 }, layer: 3, patches: 2 } },
      }),
    ).toBe("sample=church.png&grid=3x4&target=2&concept=or6&layer=3&patches=2");
    const picked = (others: Others) =>
      formatAddress({
        source: { from: "start" },
        settings: { ...DEFAULT_SETTINGS, rows: 8, cols: 8, picked: pickedCells(8, 8, [9, 10, 54], others) },
        view: PLAIN_VIEW,
      });
    expect(picked("hidden")).toBe("grid=8x8&pick=b2.c2.g7");
    expect(picked("shown")).toBe("grid=8x8&pick=b2.c2.g7-shown");
    const cut = { ...DEFAULT_SETTINGS, cut: "superpixels" } as const;
    expect(formatAddress({ source: { from: "start" }, settings: cut, view: PLAIN_VIEW })).toBe(
      "grid=3x3&cut=superpixels",
    );
    expect(parseAddress("grid=8x8&cut=superpixels&pick=b2.c2")).toMatchObject({
      settings: { rows: 8, cols: 8, cut: "superpixels", picked: { cells: [9, 10] } },
    });
  });
  it("says from how many masks it is estimated, and names sets beyond 31 patches by hexadecimal digits", () => {
    const of = (seed: number) =>
      formatAddress({
        source: { from: "start" },
        settings: { ...DEFAULT_SETTINGS, rows: 8, cols: 8, sample: { masks: 4000, seed } },
        view: {
          ...PLAIN_VIEW,
          selection: { concept: { kind: "and", mask: maskOf([0, 1, 63]) }, layer: null, patches: maskOf([40]) },
          regions: withPainted(NO_REGIONS, maskOf([62]), "object"),
        },
      });
    const looked = "concept=and0x8000000000000003&patches=0x10000000000&painted=object0x4000000000000000";
    expect([of(1), of(7)]).toEqual([`grid=8x8&masks=4000&${looked}`, `grid=8x8&masks=4000-7&${looked}`]);
    // Of more than 16 patches a sample is asked for, said or not.
    expect(parseAddress("grid=8x8")).toMatchObject({
      settings: { rows: 8, cols: 8, sample: { masks: 2000, seed: 1 } },
    });
    expect(parseAddress("grid=4x4")).toMatchObject({ settings: { sample: null } });
  });
  it("names the network before the sample, and alone for a network's own start", () => {
    const sample = { from: "sample" as const, file: "church.png", model: "imagenette-plain" };
    expect(formatAddress({ source: sample, settings: DEFAULT_SETTINGS, view: PLAIN_VIEW })).toBe(
      "model=imagenette-plain&sample=church.png",
    );
    const start = { from: "start" as const, model: "mnist-mlp7" };
    expect(formatAddress({ source: start, settings: DEFAULT_SETTINGS, view: PLAIN_VIEW })).toBe("model=mnist-mlp7");
    expect(parseAddress("#sample=church.png&model=imagenette-plain")).toMatchObject({ source: sample });
    // What is kept and what is linked name their network themselves.
    expect(parseAddress("#model=mnist-mlp7&kept=0.0.0")).toMatchObject({ source: { from: "kept", key: "0.0.0" } });
  });
  it("says which probes where they are not the network's first ones", () => {
    const asked = (probes: "first" | "labels") =>
      formatAddress({ source: { from: "start" }, settings: { ...DEFAULT_SETTINGS, probes }, view: PLAIN_VIEW });
    expect([asked("first"), asked("labels")]).toEqual(["", "probes=labels"]);
    // Whoever writes one by hand may name those, too, as the page does or as the command line.
    for (const first of ["probes=first", "probes=network"])
      expect(parseAddress(`#sample=church.png&${first}`)).toEqual(parseAddress("#sample=church.png"));
  });
  it("has a name that mail broke off after its first letter, which is another name", () => {
    for (const broken of ["s=\r\nort=3Dstrength", "s=ort=strength"])
      expect(parseAddress(`#sample=church.png&${broken}`)).toMatchObject({
        source: { from: "sample", file: "church.png" },
        view: { filters: { sort: "strength" } },
      });
  });
  it("is refused when something in it is not what the page writes", () => {
    for (const wrong of [
      "grid=17x4",
      "grid=8x8&masks=100",
      "grid=8x8&masks=65537",
      "grid=8x8&masks=2000-4294967296",
      "grid=8x8&masks=2000-",
      "grid=3x3&masks=513",
      "masks=1e3",
      "probes=on-image",
      "probes=labels2",
      "grid=3x",
      "grid=17x8&pick=a1.b1",
      "grid=8x8&pick=",
      "grid=8x8&pick=a1",
      "grid=8x8&pick=a1.a1",
      "grid=8x8&pick=a1.i1",
      "grid=8x8&pick=a1.a9",
      "grid=8x8&pick=a1.b1-hidden",
      "grid=8x8&pick=a1.b1-grey",
      "grid=8x8&pick=a1b1",
      "pick=a1.d1",
      "grid=6x6&pick=a1.b1.c1.d1.e1.f1.a2.b2.c2.d2.e2.f2.a3.b3.c3.d3.e3&masks=30",
      "grid=0x3",
      "grid=4x4&cut=squares",
      "hidden=red",
      "target=-1",
      "target=1e9",
      "kappa=2-range",
      "kappa=0.04",
      "kappa=0.04-half",
      "concept=xor3",
      "concept=and0",
      "concept=and2147483648",
      "concept=and0x1",
      "concept=and0xg0000000",
      `concept=and0x1${"0".repeat(64)}`,
      "layer=x",
      "patches=0",
      "patches=2147483648",
      "patches=0x080000000",
      "kind=xor",
      "order=0-3",
      "order=3",
      "only=yes",
      "sort=size",
      "others=all",
      "sample=../secret.png",
      "sample=x.svg",
      "kept=<b>",
      "kept=",
      "kept=a/b",
      "layer=00000001",
      "units=scale",
      "units=",
      "lock=0",
      "lock=1e99",
      "scale=0",
      "scale=-1",
      "scale=x",
      "scale=1e99",
      "scale=Infinity",
      "scale=",
      "foo=bar",
      "samples=church.png",
      "sample=church.png&gird=3x4",
      "half",
      "samp",
    ])
      expect(parseAddress(wrong), wrong).toHaveProperty("unreadable");
    expect(parseAddress("sample=church.png&gird=3x4&grid=9x9")).toEqual({ unreadable: "gird=3x4" });
    const [ten, many] = [parseAddress("grid=8x8&masks=10"), parseAddress("grid=8x8&masks=50000-3")];
    expect(ten).toEqual({ unreadable: "masks=10", masks: { asked: 10, patches: 64, fewest: 140, most: 20_000 } });
    expect(many).toMatchObject({ unreadable: "masks=50000-3", masks: { asked: 50_000 } });
    expect(parseAddress("grid=3x3&masks=513")).toMatchObject({ masks: { patches: 9, fewest: 30, most: 512 } });
    expect(parseAddress("grid=8x8&masks=140")).not.toHaveProperty("unreadable");
    expect(parseAddress("grid=8x8&masks=many")).toEqual({ unreadable: "masks=many" });
    // What comes first in the page's reading is said.
    expect(parseAddress("grid=99x9&masks=10")).toEqual({ unreadable: "grid=99x9" });
    expect(parseAddress(`x=${"y".repeat(100)}`)).toEqual({ unreadable: `x=${"y".repeat(38)}…` });
  });
  it("is the page's start when it names one of its sections", () => {
    for (const section of ["#checks", "#image", "#concepts", "#concept"])
      expect(parseAddress(section)).toEqual(parseAddress(""));
  });
  it("survives what nobody wrote on purpose", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const read = parseAddress(text);
        if (!("unreadable" in read)) expect(parseAddress(formatAddress(read))).toEqual(read);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

const payload = (await encodePayload(linkedSnapshot(ORDINARY), null)).text;
const LINK = `s=${payload}&concept=or6&layer=3&sort=strength`;
const SAMPLE = "sample=church.png&grid=3x4&target=2&concept=or6&layer=3&patches=2";

/** Each as people meet it, after a browser made a fragment of it. */
const DAMAGES: readonly (readonly [what: string, damage: (fragment: string) => string])[] = [
  ...[
    ".",
    ")",
    ">",
    ",",
    ").",
    ">,",
    ";",
    ":",
    "!",
    "?",
    "]",
    "}",
    "'",
    '"',
    "\u201d",
    "\u2019",
    "\u00bb",
    "\u3002",
    "\uff0c",
    "\uff09",
    "\u300d",
    "\u2026",
    "*",
    "**",
    "`",
    "|",
    "/",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\n",
    "\r\n",
    "%20",
    "%0A",
    "%0D%0A",
    "%3E",
    "%22",
    "%E2%80%8B",
    "%29.",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&#8203;",
    "=",
  ].map((end) => [`${JSON.stringify(end)} behind it`, (fragment: string) => fragment + end] as const),
  ...[
    '"',
    "<",
    "(",
    "\u201c",
    "\u00ab",
    "\u200b",
    " ",
    "/",
    "!",
    "?",
    "#",
    "&",
    "%20",
    "https://strata.test/#",
    "%22",
  ].map((begin) => [`${JSON.stringify(begin)} before it`, (fragment: string) => begin + fragment] as const),
  ["it in quotes", (fragment) => `\u201c${fragment}\u201d`],
  ["= percent-encoded", (fragment) => fragment.replaceAll("=", "%3D")],
  ["= and & percent-encoded, in lower case", (fragment) => fragment.replaceAll("=", "%3d").replaceAll("&", "%26")],
  ["all of it percent-encoded twice", (fragment) => encodeURIComponent(encodeURIComponent(fragment))],
  [
    "every character percent-encoded",
    (fragment) => [...fragment].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(""),
  ],
  ["& escaped", (fragment) => fragment.replaceAll("&", "&amp;")],
  ["& escaped twice, then percent-encoded", (fragment) => encodeURIComponent(fragment.replaceAll("&", "&amp;amp;"))],
  ["& and = as numbers", (fragment) => fragment.replaceAll("&", "&#38;").replaceAll("=", "&#x3D;")],
  ["= as mail encodes it", (fragment) => fragment.replaceAll("=", "=3D")],
  ["= and & as JSON escapes them", (fragment) => fragment.replaceAll("=", "\\u003d").replaceAll("&", "\\u0026")],
  ["places where a page lets it break", (fragment) => fragment.replaceAll(/.{13}/g, "$&<wbr>")],
  ["places where a page lets it break, escaped", (fragment) => fragment.replaceAll(/.{13}/g, "$&&lt;wbr /&gt;")],
  ["mail's soft line breaks", (fragment) => fragment.replaceAll(/.{76}/g, "$&=\r\n")],
  [
    "mail's soft line breaks and =, the breaks lost on the way",
    (fragment) => fragment.replaceAll("=", "=3D").replaceAll(/.{74}(?!3D|D)/g, "$&="),
  ],
  ["line breaks", (fragment) => fragment.replaceAll(/.{20}/g, "$&\n")],
  ["percent-encoded line breaks and spaces", (fragment) => fragment.replaceAll(/.{20}/g, "$&%0D%0A%20")],
  [
    "zero-width spaces, soft hyphens and a mark of direction",
    (fragment) => `\u200e${fragment.replaceAll(/.{11}/g, "$&\u200b\u00ad")}`,
  ],
  ["full-width signs", (fragment) => fragment.replaceAll("=", "\uff1d").replaceAll("&", "\uff06")],
];

describe("an address that was changed on the way", () => {
  it.each(DAMAGES)("is read with %s", (_, damage) => {
    for (const fragment of [LINK, SAMPLE]) {
      const read = parseAddress(fragment);
      expect(formatAddress(read as Address)).toBe(fragment);
      const damaged = damage(fragment);
      expect(parseAddress(damaged), damaged).toEqual(read);
      // As location.hash gives it.
      const { hash } = new URL(`https://strata.test/#${damaged}`);
      expect(parseAddress(hash), hash).toEqual(read);
    }
  });
  it("is read with the hyphens that type-setting puts in names", () => {
    for (const dash of ["\u2010", "\u2011", "\u2013", "\u2212"])
      expect(parseAddress(`sample=golf${dash}ball.png&kappa=0.01${dash}delta`)).toEqual(
        parseAddress("sample=golf-ball.png&kappa=0.01-delta"),
      );
  });
  it("keeps the picture of a link to which something was added that it does not know", () => {
    for (const added of ["&utm_source=mail", "&layer=x", "&grid", " and more text", '" target="_blank'])
      expect(parseAddress(`s=${payload}${added}`)).toEqual(parseAddress(`s=${payload}`));
  });
  it("is read in little time, whatever it is", () => {
    for (const part of ["=", ".", "#", "_", "%", "&", "&amp;", "%25", "s=", "=\n ", "\u2014", "-"]) {
      const startMs = performance.now();
      parseAddress(`#s=${part.repeat(2 ** 18 / part.length)}A`);
      parseAddress(`#${part.repeat(2 ** 16 / part.length)}`);
      expect(performance.now() - startMs, JSON.stringify(part)).toBeLessThan(1500);
    }
  });
});

describe("viewFits", () => {
  it("asks for patches and layers that the picture has", () => {
    const at = (selection: Partial<Address["view"]["selection"]>) => ({
      ...PLAIN_VIEW,
      selection: { ...PLAIN_VIEW.selection, ...selection },
    });
    expect(viewFits(PLAIN_VIEW, 1, 1)).toBe(true);
    expect(viewFits(at({ concept: { kind: "and", mask: 15 }, layer: 2, patches: 8 }), 4, 3)).toBe(true);
    expect(viewFits(at({ concept: { kind: "and", mask: 16 } }), 4, 3)).toBe(false);
    expect(viewFits(at({ layer: 3 }), 4, 3)).toBe(false);
    expect(viewFits(at({ patches: 16 }), 4, 3)).toBe(false);
  });
});

describe("withFragment", () => {
  it.each([
    ["https://a.test/strata/?embed%23s=AQ-_", "https://a.test/strata/?embed#s=AQ-_"],
    ["https://a.test/strata/?embed%23s%3DAQ", "https://a.test/strata/?embed#s%3DAQ"],
    ["https://a.test/%23sample=golf-ball.png&at=1", "https://a.test/#sample=golf-ball.png&at=1"],
    ["https://a.test/?x=%23", null],
    ["https://a.test/?a%23b", null],
    ["https://a.test/?a=%23s=1#s=AQ", null],
    ["https://a.test/", null],
  ])("puts an encoded # of %s back", (href, mended) => expect(withFragment(href)).toBe(mended));
});

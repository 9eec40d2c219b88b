import { describe, expect, it } from "vitest";
import { guessClasses, unfitNames, type ClassGuess } from "./guess-classes.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly channels?: 1 | 3;
}
async function best(
  count: number,
  { files = {}, metadata = {}, folders = [], channels = 3 }: Given = {},
): Promise<ClassGuess> {
  const network = { inputs: [{ channelCount: channels }] } as unknown as Parameters<typeof guessClasses>[1];
  const beside = new Map(Object.entries(files).map(([name, text]) => [name, bytes(text)]));
  return (await guessClasses(count, network, { metadata: new Map(Object.entries(metadata)) }, beside, folders))[0]!;
}

describe("names of classes out of a file", () => {
  const three = ["ant", "bee", "sea cow"];
  it.each<[string, string, string]>([
    ["a name a line", "labels.txt", "ant\nbee\nsea cow\n"],
    ["a name a line, as Windows ends them, with a mark before", "labels.txt", "\ufeffant\r\nbee\r\nsea cow"],
    ["numbers and colons", "labels.txt", "0: ant\n1: bee\n2: sea cow"],
    ["numbers in another order, from 1", "classes.txt", "2 bee\n1 ant\n3 sea cow"],
    ["a table with a head", "classes.csv", 'id,name\n0,ant\n1,bee\n2,"sea cow"'],
    ["one line", "labels.csv", "ant, bee, sea cow"],
    ["synsets", "synset.txt", "n01440764 ant\nn01443537 bee\nn01484850 sea cow"],
    ["a JSON list", "labels.json", '["ant", "bee", "sea cow"]'],
    ["a JSON object by number", "labels.json", '{"2": "sea cow", "0": "ant", "1": "bee"}'],
    ["a JSON object by name", "class_to_idx.json", '{"bee": 1, "ant": 0, "sea cow": 2}'],
    [
      "a JSON object of WordNet's numbers and names",
      "imagenet_class_index.json",
      '{"0": ["n01", "ant"], "1": ["n02", "bee"], "2": ["n03", "sea cow"]}',
    ],
    ["a JSON list under a key", "meta.json", '{"version": 2, "names": ["ant", "bee", "sea cow"]}'],
    ["what Python prints", "names.txt", "{0: 'ant', 1: \"bee\", 2: 'sea cow'}"],
  ])("%s", async (_, name, text) => {
    expect(await best(3, { files: { [name]: text } })).toEqual({ names: three, reason: "labels", from: name });
  });

  it("is no two alike, though some are called like the others with their numbers", async () => {
    const { names } = await best(5, { files: { "labels.json": '["a", "a", "a (0)", "b (2)", "a (0) (0)"]' } });
    expect(new Set(names).size).toBe(5);
    expect(names.slice(2)).toEqual(["a (0)", "b (2)", "a (0) (0)"]);
  });

  it("is not looked for in objects within objects without an end", async () => {
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    expect(await best(3, { files: { "labels.json": deep } })).toMatchObject({ reason: "numbers" });
    expect(await best(3, { files: { "labels.json": '{"a":{"names":["x","y","z"]}}' } })).toMatchObject({
      names: ["x", "y", "z"],
    });
  });

  it("is only text: what turns it round, hides in it or does something to a terminal is shown as such", async () => {
    const odd = ["\u202egpj.exe", "a\u0000b\u001b[2J", `${"x".repeat(99)}😀`];
    const { names } = await best(3, { files: { "labels.json": JSON.stringify(odd) } });
    expect(names).toEqual(["\ufffdgpj.exe", "a\ufffdb\ufffd[2J", `${"x".repeat(99)}\ufffd`]);
  });

  it("is not taken where there are more or fewer of them than scores, nor where numbers are left out", async () => {
    for (const text of ["ant\nbee", "ant\nbee\nsea cow\ndog", "0: ant\n1: bee\n3: sea cow", "[1, 2, 3]", "{", ""])
      expect(await best(3, { files: { "labels.txt": text, "labels.json": text } })).toMatchObject({
        reason: "numbers",
      });
  });

  it("comes before config.json, that before metadata, and that before folders", async () => {
    const config = JSON.stringify({ id2label: { 0: "a", 1: "b", 2: "c" }, image_size: 224 });
    const given = {
      files: { "config.json": config },
      metadata: { names: "['x', 'y', 'z']" },
      folders: ["1", "2", "3"],
    };
    expect(await best(3, { ...given, files: { ...given.files, "labels.txt": "l\nm\nn" } })).toMatchObject({
      from: "labels.txt",
    });
    expect(await best(3, given)).toEqual({ names: ["a", "b", "c"], reason: "config", from: "config.json" });
    expect(await best(3, { ...given, files: {} })).toEqual({
      names: ["x", "y", "z"],
      reason: "metadata",
      from: "names",
    });
    expect(await best(3, { folders: ["1", "2", "3"] })).toMatchObject({ names: ["1", "2", "3"], reason: "folders" });
  });
});

describe("names of known sets", () => {
  it.each<[number, 1 | 3, string, number, string]>([
    [10, 3, "CIFAR-10", 3, "cat"],
    [10, 1, "MNIST", 3, "3"],
    [100, 3, "CIFAR-100", 99, "worm"],
    [1000, 3, "ImageNet", 999, "toilet tissue"],
    [1000, 3, "ImageNet", 207, "golden retriever"],
    [1001, 3, "ImageNet", 0, "background"],
    [1001, 3, "ImageNet", 208, "golden retriever"],
  ])("of %d scores and %d channels are those of %s", async (count, channels, set, index, name) => {
    const { names, from, reason } = await best(count, { channels });
    expect([reason, from, names.length, names[index]]).toEqual(["known-set", set, count, name]);
    expect(new Set(names).size).toBe(count);
  });

  it("are none of any other number", async () => {
    expect(await best(4)).toEqual({ names: ["class 0", "class 1", "class 2", "class 3"], reason: "numbers", from: "" });
  });
});

it("makes names that are alike or empty different", async () => {
  const { names } = await best(4, { files: { "labels.json": '["crane", "", "crane", "x"]' } });
  expect(names).toEqual(["crane (0)", "class 1", "crane (2)", "x"]);
});

describe("files of names that are passed over", () => {
  const unfit = (count: number, files: Readonly<Record<string, string>>) =>
    unfitNames(count, new Map(Object.entries(files).map(([name, text]) => [name, bytes(text)])));
  it("are told with how many names each has, and none that fit or are about something else", () => {
    const files = {
      "labels.txt": "a\nb",
      "names.csv": "",
      "classes.json": '["a","b","c"]',
      "other.json": '{"a":{"b":1}}',
    };
    expect(unfit(3, files)).toEqual([
      { from: "labels.txt", count: 2 },
      { from: "names.csv", count: 0 },
    ]);
    expect(unfit(2, { "labels.txt": "a\nb" })).toEqual([]);
  });
});

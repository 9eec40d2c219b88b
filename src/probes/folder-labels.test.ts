import { describe, expect, it } from "vitest";
import { labelsByFolder } from "./folder-labels.ts";

const classes = ["tench, Tinca tinca", "golf ball", "church"];

describe("labelsByFolder", () => {
  it("takes folders for the classes that they are called like", () => {
    expect(labelsByFolder(["set/Golf_Ball/1.png", "set/church/1.png", "set/Golf_Ball/2.png"], classes)).toEqual({
      rule: "names",
      labels: [1, 2, 1],
      folders: ["Golf_Ball", "church"],
    });
    expect(labelsByFolder(["tench/1.png"], classes).labels).toEqual([0]);
  });
  it("takes as many folders as classes in the order of their names", () => {
    const { rule, labels } = labelsByFolder(["b/1.png", "a/1.png", "c/1.png"], classes);
    expect([rule, labels]).toEqual(["order", [1, 0, 2]]);
  });
  it("knows nothing of other folders, of names in part, and of images in none", () => {
    for (const paths of [
      ["a/1.png", "b/1.png"],
      ["church/1.png", "b/1.png", "c/1.png"],
      ["church/1.png", "2.png"],
      ["1.png"],
    ])
      expect(labelsByFolder(paths, classes)).toMatchObject({ rule: null, labels: paths.map(() => null) });
    expect(labelsByFolder(["golf ball/1.png", "golf_ball/2.png"], classes).rule).toBeNull();
  });
});

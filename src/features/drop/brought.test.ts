import { describe, expect, it } from "vitest";
import { sorted, sortedFolder } from "./brought.ts";

const files = (...names: string[]) => names.map((name) => ({ name, file: new Blob([name]) }));
const namesOf = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);

describe("what a person brings", () => {
  it("is opened where it is one file, whatever it is", () => {
    for (const name of ["cat.jpg", "run.strata", "labels.txt", "no ending"])
      expect(sorted(files(name), false)).toMatchObject({ do: "open", file: { name } });
    expect(sorted([], false)).toEqual({ do: "refuse", why: "no-file" });
    expect(sorted(files("a.jpg", "b.txt"), false)).toEqual({ do: "refuse", why: "many-files" });
    expect(sorted(files("a.strata", "b.strata"), false)).toEqual({ do: "refuse", why: "many-files" });
  });
  it("is images to go through where there are several and nothing else", () => {
    const brought = sorted(files("a.jpg", "B.PNG", "c.heic"), false);
    expect(brought.do).toBe("images");
    expect(namesOf(brought.do === "images" ? brought.files : [])).toEqual(["a.jpg", "B.PNG", "c.heic"]);
    // A network that is asked about is tried on the first.
    expect(sorted(files("a.jpg", "b.jpg"), true)).toMatchObject({ do: "try", image: { name: "a.jpg" } });
  });
  it("is a network with what lies beside it, and perhaps an image to try it on", () => {
    const brought = sorted(files("b.data", "CAT.JPG", "b.ONNX", "labels.txt"), false);
    if (brought.do !== "network") throw new Error(brought.do);
    expect(namesOf(brought.files)).toEqual(["b.data", "b.ONNX", "labels.txt"]);
    expect(brought.image?.name).toBe("CAT.JPG");
    expect(sorted(files("a.onnx"), true)).toMatchObject({ do: "network", image: null });
  });
  it("is a file of probes by its name", () => {
    expect(sorted(files("mine.strata-probes"), false)).toMatchObject({ do: "probes" });
    expect(sorted(files("mine.strata-probes"), true)).toMatchObject({ do: "probes" });
  });
  it("is a study with the explorations beside it, as files or as the folder that holds them", () => {
    const study = { name: "mine.study" };
    expect(sorted(files("mine.study"), false)).toMatchObject({ do: "study", study, beside: [] });
    const chosen = sorted(files("a.strata", "mine.study", "b.strata"), true);
    expect(chosen).toMatchObject({ do: "study", study, beside: [{ name: "a.strata" }, { name: "b.strata" }] });
    const folder = files("out/findings.csv", "out/explorations/a.strata", "out/mine.study");
    expect(sortedFolder(folder)).toMatchObject({ do: "study", study, beside: [folder[0], folder[1]] });
    for (const others of [files("photos/a.jpg", "photos/b.jpg"), files("a.study", "b.study"), []])
      expect(sortedFolder(others)).toEqual({ do: "refuse", why: "no-study" });
  });
  it("belongs to the network that is asked about", () => {
    expect(sorted(files("cat.png"), true)).toMatchObject({ do: "try", image: { name: "cat.png" } });
    expect(sorted(files("labels.txt"), true)).toMatchObject({ do: "network", files: [{ name: "labels.txt" }] });
  });
});

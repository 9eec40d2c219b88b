import { describe, expect, it } from "vitest";
import { FileError } from "../exploration/strata-file/file-error.ts";
import { ImageError, InferenceError } from "../inference/errors.ts";
import { ModelError } from "../model/errors.ts";
import { fileNotice, openingNotice, runNotice } from "./failures.ts";

const HOSTILE = "cat\u001b[2J\u202egnp.exe\u2069\n";
const CLEAN = "cat�[2J�gnp.exe��";

describe("a notice", () => {
  it.each([
    ["a file of explorations", fileNotice(new FileError("damaged"), HOSTILE), { name: CLEAN }],
    ["an image", openingNotice(new ImageError("too-large", { format: HOSTILE, width: 9 }), { what: "image", name: HOSTILE }), { name: CLEAN, format: CLEAN, width: 9 }],
    ["an image without room", openingNotice(new InferenceError("worker-died"), { what: "image", name: HOSTILE }), { name: CLEAN }],
    ["a model", openingNotice(new ModelError("not-here", HOSTILE, { where: HOSTILE }), { what: "model", name: HOSTILE }), { name: CLEAN, where: CLEAN }],
    ["a layer", runNotice(new InferenceError("non-finite", { layer: HOSTILE })), { layer: CLEAN }],
  ])("has the name of %s without what acts on the text around it", (_, notice, values) => {
    expect(notice.values).toEqual(values);
  });
});

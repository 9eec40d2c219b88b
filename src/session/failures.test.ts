import { ImageError } from "../images/errors.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FileError } from "../formats/strata-file/file-error.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { InferenceError } from "../backends/errors.ts";
import { ModelError } from "../models/errors.ts";
import { LinkError } from "../formats/link/errors.ts";
import { fileNotice, linkNotice, openingNotice, runNotice } from "./failures.ts";
import { ShippedError } from "./shipped.ts";

afterEach(() => vi.unstubAllGlobals());

const wished = { what: "model", name: "glass-box" } as const;
/** What Chromium and Firefox say where a policy forbids WebAssembly, and engines where there is none. */
const NO_WEBASSEMBLY = [
  "WebAssembly.instantiate(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is an allowed source of script",
  "WebAssembly.instantiate(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive",
  "no available backend found. ERR: [wasm] CompileError: call to WebAssembly.instantiate() blocked by CSP",
  "WebAssembly is not defined",
  "Can't find variable: WebAssembly",
];

describe("openingNotice", () => {
  it("calls what is wrong by its own name, not by that of what was wished for", () => {
    expect(openingNotice(new ImageError("unreadable", { name: "cat.jpg" }), wished)).toMatchObject({
      code: "unreadable",
      values: { name: "cat.jpg" },
    });
    expect(
      openingNotice(new ModelError("hash-mismatch", "", { name: "imagenette-residual" }), {
        what: "image",
        name: "church.png",
      }),
    ).toMatchObject({ code: "model-damaged", values: { name: "imagenette-residual" } });
    for (const part of ["labels", "replicates"])
      expect(
        (["not-found", "hash-mismatch", "unlisted"] as const).map(
          (code) => openingNotice(new ModelError(code, "", { part }), wished).code,
        ),
      ).toEqual([`${part}-missing`, `${part}-damaged`, "model-unknown"]);
    expect(openingNotice(new ModelError("not-found", "", {}), wished)).toMatchObject({
      code: "model-missing",
      values: { name: "glass-box" },
    });
    expect(openingNotice(new ShippedError("missing", "sample", "church.png"), wished)).toMatchObject({
      code: "sample-missing",
    });
    for (const code of ["missing", "damaged"] as const) {
      expect(openingNotice(new ShippedError(code, "list", "models/index.json"), wished)).toMatchObject({
        code: `list-${code}`,
        values: { file: "models/index.json" },
      });
    }
  });
  it("takes nothing for a missing model that is none", () => {
    expect(openingNotice(new TypeError("x is not a function"), wished)).toEqual({
      code: "unopened",
      values: { name: "glass-box", message: "x is not a function" },
      action: "open-again",
    });
    expect(
      openingNotice(new TypeError("Failed to fetch dynamically imported module: https://a/b.js"), wished).code,
    ).toBe("part-missing");
    expect(openingNotice(new WorkerError("no-workers", { message: "SecurityError" }), wished).code).toBe("no-workers");
  });
});

describe("what this browser lacks", () => {
  it("is told from a lack of memory", () => {
    for (const message of NO_WEBASSEMBLY) {
      expect(runNotice(new InferenceError("session-failed", { message })), message).toEqual({
        code: "no-webassembly",
        values: {},
        action: "run-again",
      });
      // As a solver throws it.
      expect(runNotice(Object.assign(new Error(message), { name: "CompileError" })).code, message).toBe(
        "no-webassembly",
      );
    }
    for (const message of [
      "WebAssembly.Memory(): could not allocate memory",
      "RuntimeError: memory access out of bounds",
      "failed to load external data",
    ]) {
      expect(runNotice(new InferenceError("session-failed", { message })).code, message).toBe("run-session-failed");
    }
    expect(runNotice(new InferenceError("out-of-memory", { message: "std::bad_alloc" })).code).toBe(
      "run-out-of-memory",
    );
  });
  it("never makes a link or a file a damaged one", () => {
    const lacks = [
      new WorkerError("no-workers"),
      new TypeError("Importing a module script failed."),
      new ReferenceError("DecompressionStream is not defined"),
      new TypeError("Cannot read properties of undefined (reading 'digest')"),
    ];
    expect(lacks.map((error) => linkNotice(error).code)).toEqual([
      "no-workers",
      "part-missing",
      "link-unopened",
      "link-unopened",
    ]);
    expect(lacks.map((error) => fileNotice(error, "a.strata").code)).toEqual([
      "no-workers",
      "part-missing",
      "unopened",
      "unopened",
    ]);
    vi.stubGlobal("isSecureContext", false);
    expect(linkNotice(lacks[3]).code).toBe("insecure-page");
    vi.stubGlobal("origin", "null");
    expect([
      ...lacks.map((error) => linkNotice(error).code),
      openingNotice(new ModelError("not-found", ""), wished).code,
    ]).toEqual(Array.from({ length: 5 }, () => "sandboxed"));
    // What was read is judged by what it holds, wherever the page is.
    expect([linkNotice(new LinkError("damaged")).code, fileNotice(new FileError("damaged"), "a").code]).toEqual([
      "link-damaged",
      "file-damaged",
    ]);
    expect(openingNotice(new ImageError("damaged", { name: "a.png" }), wished).code).toBe("damaged");
  });
  it("is not a damaged file where its reader died or the browser gives none of its bytes", () => {
    expect(fileNotice(new WorkerError("worker-died"), "a.strata").code).toBe("file-too-large");
    expect(fileNotice(new DOMException("gone", "NotFoundError"), "a.strata")).toMatchObject({
      code: "unreadable",
      values: { name: "a.strata" },
    });
  });
});

const HOSTILE = "cat\u001b[2J\u202egnp.exe\u2069\n";
const CLEAN = "cat�[2J�gnp.exe��";

describe("a notice", () => {
  it.each([
    ["a file of explorations", fileNotice(new FileError("damaged"), HOSTILE), { name: CLEAN }],
    [
      "an image",
      openingNotice(new ImageError("too-large", { format: HOSTILE, width: 9 }), { what: "image", name: HOSTILE }),
      { name: CLEAN, format: CLEAN, width: 9 },
    ],
    [
      "an image without room",
      openingNotice(new ImageError("no-room", { name: HOSTILE }), { what: "model", name: "net" }),
      { name: CLEAN },
    ],
    [
      "a model",
      openingNotice(new ModelError("not-here", HOSTILE, { where: HOSTILE }), { what: "model", name: HOSTILE }),
      { name: CLEAN, where: CLEAN },
    ],
    ["a layer", runNotice(new InferenceError("non-finite", { layer: HOSTILE })), { layer: CLEAN }],
  ])("has the name of %s without what acts on the text around it", (_, notice, values) => {
    expect(notice.values).toEqual(values);
  });
});

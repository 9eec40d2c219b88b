import { describe, expect, it } from "vitest";
import { hostOf, normalise } from "./address.ts";

const address = (text: string): string => normalise(text).address;
const code = (text: string): unknown => {
  try {
    return normalise(text);
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe("normalise", () => {
  it("leaves a file's address as it is, but for what is not asked for", () => {
    expect(normalise(" https://example.com/models/a%20b.onnx?download=true#x ")).toEqual({
      address: "https://example.com/models/a%20b.onnx?download=true",
      host: "example.com",
      fileName: "a b.onnx",
      isGuess: false,
      lfsAddress: null,
    });
    expect(address("example.com/a.onnx")).toBe("https://example.com/a.onnx");
    expect(address("example.com:8443/a.onnx")).toBe("https://example.com:8443/a.onnx");
    expect(hostOf("https://Example.COM:8443/a.onnx")).toBe("example.com:8443");
    expect(hostOf("https://example.com:443/a.onnx")).toBe("example.com");
    expect(hostOf("https://пример.рф/a.onnx")).toBe("xn--e1afmkfd.xn--p1ai");
  });

  it("gives a file's name that cannot be read otherwise than it is written", () => {
    const { address: asked, fileName } = normalise("https://example.com/a%00%0a%E2%80%AEb.onnx");
    expect(asked).toBe("https://example.com/a%00%0a%E2%80%AEb.onnx");
    expect(fileName).toBe("a\ufffd\ufffd\ufffdb.onnx");
  });

  it.each([
    ["https://huggingface.co/org/repo/blob/main/onnx/model.onnx", "resolve/main/onnx/model.onnx"],
    [
      "https://huggingface.co/org/repo/resolve/0123abc/model_fp16.onnx?download=true",
      "resolve/0123abc/model_fp16.onnx",
    ],
    ["https://huggingface.co/org/repo/raw/main/model.onnx", "resolve/main/model.onnx"],
    ["https://hf.co/org/repo/blob/refs%2Fpr%2F1/model.onnx", "resolve/refs%2Fpr%2F1/model.onnx"],
  ])("turns the page %s into its file", (page, file) => {
    expect(normalise(page)).toMatchObject({
      address: `https://huggingface.co/org/repo/${file}`,
      host: "huggingface.co",
      isGuess: false,
    });
  });

  it.each([
    ["https://huggingface.co/org/repo", "resolve/main/onnx/model.onnx"],
    ["huggingface.co/org/repo/", "resolve/main/onnx/model.onnx"],
    ["https://huggingface.co/org/repo/tree/v1", "resolve/v1/onnx/model.onnx"],
    ["https://huggingface.co/org/repo/tree/main/exported", "resolve/main/exported/model.onnx"],
  ])("looks where the repository %s has its network by convention, and says so", (page, file) => {
    expect(normalise(page)).toMatchObject({ address: `https://huggingface.co/org/repo/${file}`, isGuess: true });
  });

  it("keeps data sets and spaces of Hugging Face apart from networks", () => {
    expect(address("https://huggingface.co/datasets/org/repo/blob/main/a.onnx")).toBe(
      "https://huggingface.co/datasets/org/repo/resolve/main/a.onnx",
    );
    expect(code("https://huggingface.co/datasets/org/repo")).toBe("names-no-file");
  });

  it.each(["blob", "raw"])(
    "turns GitHub's %s address into the raw file, and knows where Git LFS would have it",
    (view) => {
      expect(normalise(`https://github.com/org/repo/${view}/155b5ee/Shared/models/a.onnx?raw=true`)).toMatchObject({
        address: "https://raw.githubusercontent.com/org/repo/155b5ee/Shared/models/a.onnx",
        host: "raw.githubusercontent.com",
        lfsAddress: "https://media.githubusercontent.com/media/org/repo/155b5ee/Shared/models/a.onnx",
      });
    },
  );

  it("leaves GitHub's raw and released files where they are", () => {
    const raw = "https://raw.githubusercontent.com/org/repo/main/a.onnx";
    expect(normalise(raw)).toMatchObject({
      address: raw,
      lfsAddress: "https://media.githubusercontent.com/media/org/repo/main/a.onnx",
    });
    const released = "https://github.com/org/repo/releases/download/v1/a.onnx";
    expect(normalise(released)).toMatchObject({ address: released, lfsAddress: null });
  });

  it.each([
    "https://huggingface.co/",
    "https://huggingface.co/org",
    "https://huggingface.co/org/repo/discussions",
    "https://huggingface.co/org/repo/blob/main",
    "https://github.com/org/repo",
    "https://github.com/org/repo/blob/main",
    "https://github.com/org/repo/tree/main/models",
    "https://example.com/",
    "https://example.com/models/",
  ])("asks which file of %s is meant", (text) => expect(code(text)).toBe("names-no-file"));

  it.each(["http://example.com/a.onnx", "http://localhost/a.onnx", "HTTP://huggingface.co/org/repo/blob/main/a.onnx"])(
    "refuses %s, which is not https",
    (text) => expect(code(text)).toBe("not-https"),
  );

  it.each([
    "",
    "   ",
    "a network",
    "ftp://example.com/a.onnx",
    "file:///etc/passwd",
    "data:,x",
    "javascript:alert(1)",
    "blob:https://example.com/1",
    "//example.com/a.onnx",
    "/models/a.onnx",
    "https://",
    "https://huggingface.co@example.com/a.onnx",
    "https://user:secret@example.com/a.onnx",
    `https://example.com/${"a".repeat(2048)}`,
  ])("takes %j for no address", (text) => expect(code(text)).toBe("not-an-address"));

  it.each([
    "localhost",
    "localhost.",
    "LOCALHOST",
    "a.localhost",
    "localhost.localdomain",
    "printer",
    "printer.local",
    "nas.lan",
    "db.internal",
    "router.home.arpa",
    "x.corp",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "8.8.8.8",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[fd00::1]",
    "１２７.0.0.1",
  ])("refuses https://%s/, which is no host of the public internet by its name", (host) =>
    expect(code(`https://${host}/a.onnx`)).toBe("private-address"),
  );

  it.each(["local.example.com", "localhost.example.com", "internal-tools.com", "127.0.0.1.example.com", "1.example"])(
    "asks %s, which is one",
    (host) => expect(hostOf(`https://${host}/a.onnx`)).toBe(host),
  );
});

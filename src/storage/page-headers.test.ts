import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, pageHeaders } from "./page-headers.ts";

const sources = (policy: string, directive: string): string[] | undefined =>
  policy.split("; ").map((part) => part.split(" ")).find(([name]) => name === directive)?.slice(1);

describe("contentSecurityPolicy", () => {
  it("lets no script in that is not a file of the page", () => {
    const policy = contentSecurityPolicy();
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|'nonce-|\*/);
    expect(sources(policy, "default-src")).toEqual(["'none'"]);
    expect(sources(policy, "script-src")).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(sources(policy, "style-src")).toEqual(["'self'"]);
  });

  it("lets in what carries the development server's nonce, as a script or a style only", () => {
    const policy = contentSecurityPolicy("abc");
    expect(policy.match(/'nonce-abc'/g)).toHaveLength(2);
    expect(sources(policy, "script-src")).toContain("'nonce-abc'");
    expect(sources(policy, "style-src")).toContain("'nonce-abc'");
  });
});

describe("pageHeaders", () => {
  it("carry the same policy, and what counts in a header only", () => {
    expect(pageHeaders()["Content-Security-Policy"]).toBe(`${contentSecurityPolicy()}; frame-ancestors *`);
  });
});

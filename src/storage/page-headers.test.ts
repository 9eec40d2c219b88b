import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, pageHeaders } from "./page-headers.ts";

const sources = (policy: string, directive: string): string[] | undefined =>
  policy
    .split("; ")
    .map((part) => part.split(" "))
    .find(([name]) => name === directive)
    ?.slice(1);

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

  it("names the page's own origin as the only one to ask", () => {
    expect(sources(contentSecurityPolicy(), "connect-src")).toEqual(["'self'"]);
    expect(contentSecurityPolicy()).not.toMatch(/https?:/);
  });
});

describe("pageHeaders", () => {
  it("carry the same policy, and what counts in a header only: the picture alone may be framed, the page may not", () => {
    const ancestors = (search: string): string =>
      pageHeaders({ pathname: "/strata/", search })["Content-Security-Policy"]!.replace(
        `${contentSecurityPolicy()}; `,
        "",
      );
    for (const search of ["?embed", "?embed=1", "?a=b&embed", "?embed%23s=AQ"])
      expect(ancestors(search)).toBe("frame-ancestors *");
    for (const search of ["", "?", "?embedded", "?a=embed", "?x=%26embed", "?a%23embed", "?a%23x=1&embed"])
      expect(ancestors(search)).toBe("frame-ancestors 'self'");
  });

  it("let the worker that fetches ask any host by https and do nothing else, and nothing but that worker", () => {
    const connects = (pathname: string): string[] | undefined =>
      sources(pageHeaders({ pathname, search: "" })["Content-Security-Policy"]!, "connect-src");
    for (const pathname of [
      "/assets/fetch.worker-B_x-9.js",
      "/strata/assets/fetch.worker-abc.js",
      "/workers/fetch.worker.ts",
    ]) {
      const policy = pageHeaders({ pathname, search: "" })["Content-Security-Policy"]!;
      expect(connects(pathname)).toEqual(["https:"]);
      expect(sources(policy, "default-src")).toEqual(["'none'"]);
      expect(sources(policy, "script-src")).toEqual(["'self'"]);
    }
    for (const pathname of [
      "/",
      "/index.html",
      "/assets/files.worker-abc.js",
      "/assets/prefetch.worker-abc.js",
      "/assets/fetch.worker-abc.js/index.html",
      "/assets/fetch.worker-abc.html",
      "/assets/fetch-worker.js",
    ])
      expect([pathname, connects(pathname)]).toEqual([pathname, ["'self'"]]);
  });
});

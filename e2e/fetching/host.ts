import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { securityPolicy } from "../../scripts/security-policy.ts";
import { pageHeaders } from "../../src/storage/page-headers.ts";

/** The page of this folder, built as Strata is, on two hosts. */
export interface FetchingHost {
  /** Sends the page's headers. */
  readonly dressed: string;
  /** Sends files alone. */
  readonly bare: string;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** Builds the page and serves it. */
export async function openFetchingHost(): Promise<FetchingHost> {
  const outDir = mkdtempSync(join(tmpdir(), "strata-fetching-"));
  await build({
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    base: "./",
    plugins: [securityPolicy()],
    worker: { format: "es" },
    build: { outDir, target: "es2023" },
    logLevel: "error",
  });
  const serve = async (headers: (address: URL) => Readonly<Record<string, string>>) => {
    const server = createServer((request, response) => {
      const address = new URL(request.url!, "http://localhost");
      const path = address.pathname === "/" ? "/index.html" : address.pathname;
      try {
        const body = readFileSync(join(outDir, path));
        response.writeHead(200, { "Content-Type": TYPES[/\.\w+$/.exec(path)?.[0] ?? ""] ?? "", ...headers(address) });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    return { server, address: `http://localhost:${(server.address() as AddressInfo).port}/` };
  };
  const dressed = await serve((address) => pageHeaders(address));
  const bare = await serve(() => ({}));
  return {
    dressed: dressed.address,
    bare: bare.address,
    close: () => {
      for (const { server } of [dressed, bare]) {
        server.close();
        server.closeAllConnections();
      }
      rmSync(outDir, { recursive: true });
    },
  };
}

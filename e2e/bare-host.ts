import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A static host as they are to be had for free: it sends files, none of the page's headers, and at times a newer version or nothing at all. */
export interface BareHost {
  /** Where the page is, in a folder. */
  readonly url: string;
  /** Bytes sent so far, by path below that folder. */
  readonly sent: ReadonlyMap<string, number>;
  /** Files that the host has in place of the first version's; null for one that it no longer has. */
  readonly replaced: Map<string, string | null>;
  /** While true no connection is answered. */
  down: boolean;
  close(): Promise<void>;
}

/** The folder that holds the page; nothing else is on the host. */
const FOLDER = "/strata";

/** Serves what another server serves, from a port of its own and under a path. */
export async function openBareHost(origin: string): Promise<BareHost> {
  const sent = new Map<string, number>();
  const replaced = new Map<string, string | null>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (host.down) return void request.socket.destroy();
    const { pathname: asked } = new URL(request.url!, origin);
    if (!asked.startsWith(`${FOLDER}/`)) return void response.writeHead(404).end();
    const pathname = asked.slice(FOLDER.length);
    const content = replaced.get(pathname);
    if (content === null) return void response.writeHead(404).end();
    const known = content === undefined ? request.headers["if-none-match"] : undefined;
    const original = await fetch(origin + pathname, { headers: known === undefined ? {} : { "If-None-Match": known } });
    const body = content === undefined ? Buffer.from(await original.arrayBuffer()) : Buffer.from(content);
    sent.set(pathname, (sent.get(pathname) ?? 0) + body.length);
    response.statusCode = content === undefined ? original.status : 200;
    for (const name of ["content-type", ...(content === undefined ? ["etag"] : [])]) {
      const value = original.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    response.end(body);
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const host: BareHost = {
    url: `http://localhost:${(server.address() as AddressInfo).port}${FOLDER}/`,
    sent,
    replaced,
    down: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}

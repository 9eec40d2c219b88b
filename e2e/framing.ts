import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page of another site. */
export interface Framing {
  readonly address: string;
  close(): void;
}

/**
 * Serves a page that frames an address of `localhost`; that machine by its number is another site. A real server: browsers let neither an empty
 * page nor one that a test makes up frame what is on this machine.
 * @param sandbox what the frame is allowed, where it is in a sandbox
 */
export async function openFraming(
  framed: string,
  headers: Readonly<Record<string, string>> = {},
  sandbox: string | null = null,
): Promise<Framing> {
  const allowed = sandbox === null ? "" : ` sandbox="${sandbox}"`;
  const markup = `<!doctype html><h1>A post</h1><iframe id="frame"${allowed} src="${framed}" width="700" height="700"></iframe>`;
  const server = createServer((_, response) =>
    response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end(markup),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

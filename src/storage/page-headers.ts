/**
 * What the page may load and run: its own files, WebAssembly, and pictures, fonts and addresses as listed. Nothing inline, no eval:
 * a link, an image's name or a model's class can become text on the page, never a script.
 */
const POLICY: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'none'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
  "worker-src": ["'self'"],
  // React sets styles through the object model, which this allows; style elements and attributes it does not.
  "style-src": ["'self'"],
  "img-src": ["'self'", "blob:", "data:"],
  "font-src": ["'self'", "data:"],
  "connect-src": ["'self'"],
  "manifest-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/**
 * What the worker may do that fetches networks from elsewhere: ask any host by https, and run what belongs to its own script. No policy can leave out
 * private addresses: the worker does that before it asks.
 */
const FETCHING_POLICY = "default-src 'none'; script-src 'self'; connect-src https:";

/** That worker's script: as it is built, and as it is served while developing. */
const FETCHING_SCRIPT = /\/(assets\/fetch\.worker-[\w-]+\.js|workers\/fetch\.worker\.ts)$/;

/**
 * The Content-Security-Policy as a page's own <meta> may give it.
 * @param nonce also allows scripts and styles that carry it; only the development server needs that
 */
export function contentSecurityPolicy(nonce?: string): string {
  const inline = nonce === undefined ? [] : [`'nonce-${nonce}'`];
  return Object.entries(POLICY)
    .map(([directive, sources]) =>
      [directive, ...sources, ...(directive === "script-src" || directive === "style-src" ? inline : [])].join(" "),
    )
    .join("; ");
}

/** Whether an address, by its query, asks for the picture alone, which any site may frame; behind a "#" that was encoded is no query. */
export const asksForEmbed = (search: string): boolean =>
  new URLSearchParams(search.replace(/%23.*$/is, "")).has("embed");

/**
 * The headers that every file of the page is served with, by the development server, the preview and the service worker.
 * Isolation lets WebAssembly use threads; the page also works without it. Any site may frame the picture alone, an isolated one too; the page with
 * all its buttons is framed by nobody else, so that nobody is led to press what they do not see.
 * The script of the worker that fetches from elsewhere has another policy than all else, by which it alone may connect to other origins.
 * @param address the one that is asked for
 */
export function pageHeaders(
  { pathname, search }: Pick<URL, "pathname" | "search">,
  nonce?: string,
): Readonly<Record<string, string>> {
  const policy = FETCHING_SCRIPT.test(pathname) ? FETCHING_POLICY : contentSecurityPolicy(nonce);
  return {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
    // A frame that is denied an origin of its own may still load the page's parts: there is nothing in them but what everybody may read.
    "Access-Control-Allow-Origin": "*",
    // Workers obey the policy of their own script's response, not the page's <meta>; and frame-ancestors counts only here.
    "Content-Security-Policy": `${policy}; frame-ancestors ${asksForEmbed(search) ? "*" : "'self'"}`,
  };
}

/** How tabs and workers that share a database hear of each other's changes. */
export interface News {
  /** Tells this tab's listeners. */
  tell(): void;
  /** Tells them, and those of all other tabs and workers. */
  spread(): void;
  /** Returns how to stop. */
  listen(listener: () => void): () => void;
  close(): void;
}

/** News of the database `name`; where the browser has no channel for it, or refuses one, each tab tells only itself. */
export function createNews(name: string): News {
  const listeners = new Set<() => void>();
  const channel = channelOf(`${name}-changes`);
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  channel?.addEventListener("message", tell);
  return {
    tell,
    spread: () => {
      channel?.postMessage("changed");
      tell();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      channel?.close();
      listeners.clear();
    },
  };
}

function channelOf(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

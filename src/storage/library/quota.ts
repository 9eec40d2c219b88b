/** What the browser says of the page's share of the disk. */
export interface Quota {
  /** All that the page may keep, of which caches and other things take their part too; null where the browser does not tell. */
  readonly quotaBytes: number | null;
  /** Whether the browser asks the person before it clears what is kept here. */
  readonly persisted: boolean;
}

/** Missing outside secure contexts and in old browsers. */
const manager = (): StorageManager | undefined => globalThis.navigator?.storage;

/** Asks the browser; never rejects. */
export async function readQuota(): Promise<Quota> {
  const [quotaBytes, persisted] = await Promise.all([
    manager()
      ?.estimate?.()
      .then(
        ({ quota }) => quota ?? null,
        () => null,
      ),
    manager()
      ?.persisted?.()
      .catch(() => false),
  ]);
  return { quotaBytes: quotaBytes ?? null, persisted: persisted ?? false };
}

/** Asks that nothing kept here be cleared without the person; resolves to whether the browser agrees, never rejects. */
export async function requestPersistence(): Promise<boolean> {
  return (
    (await manager()
      ?.persist?.()
      .catch(() => false)) ?? false
  );
}

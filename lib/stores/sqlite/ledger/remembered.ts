/**
 * Reads anew only what may have changed: however many ask, what was written once is read once. The version is read first, so
 * that what is written while `read` runs is read again.
 */
export function remembered<T>(version: () => Promise<string>, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly version: string; readonly value: T } | null = null;
  return async () => {
    const now = await version();
    if (last?.version !== now) last = { version: now, value: await read() };
    return last.value;
  };
}

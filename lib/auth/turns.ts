/** Does what is asked of one key one after the other; of different keys side by side. What fails holds nobody up. */
export type Turns = <T>(key: string, act: () => Promise<T>) => Promise<T>;

export function openTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return (key, act) => {
    const own = (last.get(key) ?? Promise.resolve()).then(act);
    const over: Promise<void> = own
      .then(
        () => {},
        () => {},
      )
      .then(() => {
        if (last.get(key) === over) last.delete(key);
      });
    last.set(key, over);
    return own;
  };
}

/** What a server tells the process that started it. */
export type ServerWord =
  | { readonly is: "ready"; readonly address: string; readonly signInLink: string }
  | { readonly is: "refused"; readonly sentence: string };

/** Tells the parent, if there is one; resolves when the word is on its way, so that the process may exit after it. */
export function tellParent(word: ServerWord): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(word, () => resolve());
  });
}

/** Calls `then` once when the process that started us is gone (it may have been killed); never, when we were started without a channel. */
export function whenParentGone(then: () => void): void {
  if (!process.send) return;
  if (process.connected) process.once("disconnect", then);
  else then();
}

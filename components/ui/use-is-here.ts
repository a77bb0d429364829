import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and until the page is alive: what only a script can do is not offered before. */
export function useIsHere(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

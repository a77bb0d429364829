import { heardStream, isStreaming } from "./streaming.ts";

/** How often it is looked whether the stream still speaks. */
const CHECK_MS = 3_000;
/** A tab that was hidden, asleep or without a network must not wait for the next look. */
const WAKINGS = ["visibilitychange", "pageshow", "resume", "online"] as const;

/**
 * Calls `changed` for each word of the server, and when the tab is seen again. The stream is closed while the tab is hidden,
 * for a browser has few connections to a server; and begun anew when it falls silent. Returns how to end it.
 */
export function changeStream(changed: () => void, whileHidden: boolean, address = "/api/v1/events"): () => void {
  let stream: EventSource | null = null;
  const close = () => {
    stream?.close();
    stream = null;
    heardStream(null);
  };
  const open = () => {
    close();
    stream = new EventSource(address);
    stream.onmessage = () => {
      heardStream(performance.now());
      changed();
    };
  };
  const isWanted = () => whileHidden || document.visibilityState === "visible";
  const keep = () => {
    if (!isWanted()) close();
    else if (!isStreaming()) open();
  };
  const wake = () => {
    keep();
    if (isWanted()) changed();
  };
  for (const waking of WAKINGS) for (const target of [window, document]) target.addEventListener(waking, wake);
  const timer = setInterval(keep, CHECK_MS);
  keep();
  return () => {
    clearInterval(timer);
    for (const waking of WAKINGS) for (const target of [window, document]) target.removeEventListener(waking, wake);
    close();
  };
}

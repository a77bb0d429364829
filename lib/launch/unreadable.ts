import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";

/** Where a question is led whose address cannot be read: one door for programs, one for browsers. */
const DOOR = { api: "/api/unreadable", page: "/unreadable" } as const;

/** Node says this of every server of this process, before any of them looks at the question. */
const BEGINS = "http.server.request.start";

/** What stands before the path where a proxy asks for a whole address. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * The address to be answered instead of one whose percent-encoding is broken (`/%zz`, half a letter): Next answers such a one
 * with a bare error of its own, without our headers. Null for any other.
 */
export function insteadOf(address: string): string | null {
  const [path = ""] = address.replace(ORIGIN, "").split(/[?#]/, 1);
  try {
    decodeURIComponent(path);
    return null;
  } catch {
    return path.startsWith("/api/") ? DOOR.api : DOOR.page;
  }
}

/** Leads what cannot be read to the doors that refuse it, before Next sees it; the function returned ends that. */
export function leadUnreadable(): () => void {
  const lead = (message: unknown) => {
    const request: unknown = Reflect.get(Object(message), "request");
    if (request instanceof IncomingMessage) request.url = insteadOf(request.url ?? "/") ?? request.url;
  };
  subscribe(BEGINS, lead);
  return () => unsubscribe(BEGINS, lead);
}

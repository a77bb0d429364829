import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage, ServerResponse } from "node:http";
import { NO_PAGE, SAFE_HEADERS } from "./safe-headers.ts";

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

/**
 * Next leads an address with an empty part or a backslash to the same without (`//x` to `/x`), before it looks at
 * next.config.js or proxy.ts.
 */
function isLedByNext(address: string): boolean {
  const [path = ""] = address.split("?", 1);
  return path.includes("//") || path.includes("\\");
}

/**
 * Leads what cannot be read to the doors that refuse it, before Next sees it, and gives our headers to what Next answers
 * without asking us; the function returned ends that.
 */
export function leadUnreadable(): () => void {
  const lead = (message: unknown) => {
    const request: unknown = Reflect.get(Object(message), "request");
    const response: unknown = Reflect.get(Object(message), "response");
    if (!(request instanceof IncomingMessage)) return;
    request.url = insteadOf(request.url ?? "/") ?? request.url;
    if (response instanceof ServerResponse && isLedByNext(request.url ?? "/"))
      for (const { key, value } of [...SAFE_HEADERS, NO_PAGE]) response.setHeader(key, value);
  };
  subscribe(BEGINS, lead);
  return () => unsubscribe(BEGINS, lead);
}

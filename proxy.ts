import { type NextRequest, NextResponse } from "next/server";
import { isFromOwnPage } from "#lib/auth/own-origin.ts";
import { isReadableCall, mayBeCall } from "#lib/auth/readable-call.ts";

/** Where people reach us; checked by lib/config before this server started. */
const PUBLIC_ORIGIN = URL.parse(process.env.PAIRKEEPER_URL ?? "")?.origin ?? null;

/** In bytes; no form of ours has a file. Next itself refuses past 1 MB, of those too that do not say their length, but as an error of ours. */
const LARGEST_FORM = 1_000_000;

/** Where lib/launch/unreadable.ts leads what has broken percent-encoding, which Next would answer with an error of its own. */
const UNREADABLE = "/unreadable";

/** Scripts run only with this request's nonce; nothing is loaded from elsewhere, and no other site may frame the console. */
function contentSecurityPolicy(nonce: string) {
  const evalInDev = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalInDev}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Gives every page its content security policy; whoever asks is checked elsewhere, in the layout and in every command. What is
 * pressed must come from a page of ours: Next lets through what names no origin, and believes a host that was forwarded.
 */
export async function proxy(request: NextRequest) {
  if (request.nextUrl.pathname === UNREADABLE)
    return refusal(400, "This address cannot be read: its percent-encoding is broken.");
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_FORM)
    return refusal(413, "This is more than a form of ours can hold.");
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead && !isFromOwnPage(request.headers, PUBLIC_ORIGIN)) {
    return refusal(403, "This came from another site. Do it on the console's own page.");
  }
  if (!isRead && mayBeCall(request) && !(await isReadableCall(request.clone())))
    return refusal(400, "This call cannot be read. Do it on the console's own page.");
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy); // Next reads the nonce for its own scripts here
  headers.set("pairkeeper-path", request.nextUrl.pathname + request.nextUrl.search); // which a layout and an action cannot see: app/session.ts
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (PUBLIC_ORIGIN?.startsWith("https:")) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

function refusal(status: number, sentence: string) {
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  };
  return new NextResponse(`${sentence}\n`, { status, headers });
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|favicon\\.ico|icon\\.svg).*)"] };

/**
 * True when a browser says that a page of ours made it ask: by the Origin that no page can change. Nothing that is forwarded
 * is believed, for anybody may write it: only the host that was asked, and the public address. Under the public host its
 * scheme counts too: who can answer for it without TLS is not us. No origin, or "null" of a page that may have none, is nobody's.
 */
export function isFromOwnPage(headers: Headers, publicOrigin: string | null): boolean {
  const origin = URL.parse(headers.get("origin") ?? "");
  if (origin === null || headers.get("origin") !== origin.origin) return false;
  if (publicOrigin !== null && origin.host === new URL(publicOrigin).host) return origin.origin === publicOrigin;
  return origin.host === headers.get("host");
}

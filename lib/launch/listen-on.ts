const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Loopback only, unless people reach the server under a name of its own. */
export function listenOn(publicUrl: string | null): "127.0.0.1" | "::" {
  return publicUrl === null || LOOPBACK.has(new URL(publicUrl).hostname) ? "127.0.0.1" : "::";
}

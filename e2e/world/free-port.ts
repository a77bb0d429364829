import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** Below what systems give to outgoing connections, of which a browser has many; none is closed to browsers. */
const FIRST = 12_000;
const LAST = 29_999;
const HOST = "127.0.0.1";

/**
 * A port that is free, and that no other test is given, in whatever process: whoever holds the UDP port of the same number owns
 * it, for as long as the process lives. A service may stop and start there again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST + 1);
    if ((await own(port)) && (await isFree(port))) return port;
  }
}

function own(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => socket.close(() => resolve(false)));
    socket.bind({ port, address: HOST, exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });
}

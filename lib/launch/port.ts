import { createServer } from "node:net";
import { Refusal } from "./refusal.ts";

const FIRST = 3000;
const LAST = 3099;

/** Ports that browsers, and with them Next, refuse to open; those below 1024 do not matter here. */
const REFUSED_BY_BROWSERS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** "free", or why the port cannot be had. */
export type PortState = "free" | "taken" | "forbidden";

function tryListening(port: number, host: string): Promise<PortState> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve("taken");
      else if (error.code === "EACCES") resolve("forbidden");
      else resolve("free"); // this machine has no such address (IPv6 switched off)
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve("free")));
  });
}

/** Looks at both loopback addresses: `localhost` may mean either, and must not lead to somebody else. */
export async function lookAtPort(port: number, listenOn: string): Promise<PortState> {
  for (const host of new Set([listenOn, "127.0.0.1", "::1"])) {
    const state = await tryListening(port, host);
    if (state !== "free") return state;
  }
  return "free";
}

/** The port asked for, or the first free one from 3000 on; a port that was asked for is never swapped for another. */
export async function choosePort(asked: number | null, look: (port: number) => Promise<PortState>): Promise<number> {
  if (asked !== null) {
    if (REFUSED_BY_BROWSERS.has(asked))
      throw new Refusal(`PORT ${asked} is one that browsers refuse to open: choose another PORT.`);
    const state = await look(asked);
    if (state === "taken")
      throw new Refusal(`PORT ${asked} is taken by another program: choose another PORT or stop that program.`);
    if (state === "forbidden")
      throw new Refusal(`PORT ${asked} needs rights that this user does not have: choose a PORT from 1024 on.`);
    return asked;
  }
  for (let port = FIRST; port <= LAST; port++) if ((await look(port)) === "free") return port;
  throw new Refusal(`No port from ${FIRST} to ${LAST} is free: set PORT to a free one.`);
}

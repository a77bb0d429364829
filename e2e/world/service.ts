import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listenOn } from "#lib/launch/listen-on.ts";
import { launchServer, type ServerProcess, waitForHealth } from "#lib/launch/server-process.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { freePort } from "./free-port.ts";

export const ADMIN_PASSWORD = "correct horse battery staple 9";
const READY_PATIENCE_MS = 60_000;

/** A real service: the production build, with a port and a data folder of its own. */
export type Service = {
  readonly address: string;
  readonly signInLink: string;
  readonly dataFolder: string;
  readonly pid: number;
  /** What the server wrote to its log so far. */
  logged(): string;
  /** SIGTERM; resolves to the exit code when it is gone. */
  stop(): Promise<number>;
  /** kill -9 to server and engine at once, as a power cut would. */
  killHard(): Promise<void>;
  /** kill -9 to the server alone; its engine has to notice. */
  killServer(): Promise<void>;
};

async function ready(server: ServerProcess) {
  const word = await server.firstWord;
  if (word.is === "refused") throw new Error(`${word.sentence}\n${server.logged()}`);
  if (!(await waitForHealth(word.address, server, READY_PATIENCE_MS)))
    throw new Error(`never healthy:\n${server.logged()}`);
  return word;
}

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), "pairkeeper-world-"));
/** Tried again for a while: an engine whose server was killed may still write its last line. */
export const removeDataFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });

/** Starts a service and waits until it calls itself healthy. The data folder stays when it ends: a test may start on it again, and at `port` where it was. */
export async function startService(
  dataFolder: string,
  more: Readonly<Record<string, string>> = {},
  port?: number,
): Promise<Service> {
  const server = launchServer({
    port: port ?? (await freePort()),
    listenOn: listenOn(more.PAIRKEEPER_URL || null),
    dataFolder,
    buildFolder: TEST_BUILD,
    ownGroup: true,
    more: {
      PAIRKEEPER_URL: "",
      PAIRKEEPER_ADMIN_PASSWORD: ADMIN_PASSWORD,
      PAIRKEEPER_PAGES: "when-asked", // next.config.js: most tests look at few of them
      ...more,
    },
  });
  const pid = server.pid;
  if (pid === undefined) throw new Error("the server could not be started");
  const kill = async () => {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // the group is gone already
    }
    await server.exited;
  };
  try {
    const { address, signInLink } = await ready(server);
    const stop = () => {
      server.signal("SIGTERM");
      return server.exited;
    };
    const killServer = async () => {
      server.signal("SIGKILL");
      await server.exited;
    };
    return { address, signInLink, dataFolder, pid, logged: server.logged, stop, killHard: kill, killServer };
  } catch (error) {
    await kill();
    throw error;
  }
}

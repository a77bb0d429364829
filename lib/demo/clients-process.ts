import { spawn } from "node:child_process";
import { join } from "node:path";
import { openLog } from "#lib/launch/log-file.ts";
import { Refusal } from "#lib/launch/refusal.ts";
import type { PairPlan } from "./clients/habits.ts";
import type { Done, Order } from "./clients/main.ts";

/** The process of the demo's people. */
export type ClientsProcess = {
  /** Resolves when it is done. */
  tell(order: Order["do"]): Promise<void>;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
};

/** Starts them; they do nothing until they are told. */
export function launchClients(dataFolder: string, seed: number, pairs: readonly PairPlan[]): ClientsProcess {
  const logPath = join(dataFolder, "logs", "clients.log");
  const log = openLog(logPath);
  const entry = join(import.meta.dirname, "clients", "main.ts");
  const child = spawn(process.execPath, [entry, JSON.stringify({ seed, pairs })], {
    stdio: ["ignore", log, log, "ipc"],
  });
  const exited = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  const gone = exited.then(() => {
    throw new Refusal(`The programs that write into the stores ended: ${logPath} says why.`);
  });
  gone.catch(() => {}); // who waits for an answer hears of it; nobody else has to
  return {
    exited,
    tell: async (order) => {
      const done = new Promise<void>((resolve) => {
        const hear = ({ did }: Done) => {
          if (did !== order) return;
          child.off("message", hear);
          resolve();
        };
        child.on("message", hear);
      });
      child.send({ do: order } satisfies Order);
      await Promise.race([done, gone]);
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

import { join } from "node:path";
import { choosePort, lookAtPort } from "#lib/launch/port.ts";
import { Refusal } from "#lib/launch/refusal.ts";
import { launchServer, type ServerProcess, waitForHealth } from "#lib/launch/server-process.ts";
import type { PairPlan } from "./clients/habits.ts";
import { type ClientsProcess, launchClients } from "./clients-process.ts";
import { deploymentAt } from "./deployment.ts";
import { SCENES, type Scene } from "./scenes.ts";

export type DemoPlan = {
  readonly scenes: readonly Scene[];
  readonly seed: number;
  /** Empty, and the demo's alone. */
  readonly dataFolder: string;
  readonly buildFolder: string;
  readonly port: number | null;
  readonly password: string;
  readonly say: (line: string) => void;
  /** Ends it, also while it starts. */
  readonly signal: AbortSignal;
};

export type Demo = {
  readonly address: string;
  readonly signInLink: string;
  /** The runs that bring something back, by their ids. */
  readonly restores: readonly string[];
  /** Resolves when the server or its clients have ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

const HEALTH_PATIENCE_MS = 120_000;
/** Short, so that what happens is seen to happen. */
const WHILE_FILLING = { SyncInterval: "00:00:05" };
const WHILE_PLAYING = { SyncInterval: "00:00:20", MaxDataConfPackageSizeKB: 8192 };

/** The first pair is made by every first start, so that it is always there. */
export function played(scenes: readonly Scene[]): readonly Scene[] {
  return SCENES.filter((scene, number) => number === 0 || scenes.includes(scene));
}

/** Brings up a service, makes its pairs by its own commands, lets clients write, and begins the scenes. Everything is real. */
export async function startDemo(plan: DemoPlan): Promise<Demo> {
  const scenes = played(plan.scenes);
  const { dataFolder, say } = plan;
  const port = await choosePort(plan.port, (candidate) => lookAtPort(candidate, "127.0.0.1"));
  let server = launch(plan, port, []);
  let clients: ClientsProcess | null = null;
  const stop = async () => {
    server.signal("SIGTERM");
    await Promise.all([server.exited, clients?.stop()]);
  };
  plan.signal.addEventListener("abort", () => void stop());
  try {
    const deployment = deploymentAt((await readiness(server)).address, dataFolder);
    say("Making pools and pairs ...");
    for (const { pools, sites } of scenes.slice(1))
      for (const number of [0, 1] as const) await deployment.newPool(pools[number], sites[number]);
    await deployment.configure(WHILE_FILLING);
    clients = launchClients(
      dataFolder,
      plan.seed,
      scenes.map((scene) => pairPlan(dataFolder, scene)),
    );
    await clients.tell("fill");
    say("Copying everything once ...");
    const syncs: string[] = [];
    for (const { pools } of scenes.slice(1)) syncs.push(...(await deployment.newPair(pools)));
    for (const pool of scenes[0]?.pools ?? []) syncs.push(await deployment.sync(pool));
    await deployment.untilDone(syncs);
    await deployment.configure(WHILE_PLAYING);
    say("Starting again ...");
    server.signal("SIGTERM");
    await server.exited;
    server = launch(plan, port, poolsAlive(scenes));
    const ready = await readiness(server);
    await clients.tell("begin");
    await clients.tell("go-on");
    const restores: string[] = [];
    for (const { isRestored, pools } of scenes) {
      if (!isRestored) continue;
      await deployment.untilLost(pools[0]);
      restores.push(await deployment.restore(pools[0]));
    }
    return { ...ready, restores, ended: Promise.race([server.exited.then(() => {}), clients.exited]), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Those whose engine the service runs. */
function poolsAlive(scenes: readonly Scene[]): readonly string[] {
  return scenes.flatMap(({ pools: [first, second], isPartnerDead }) => (isPartnerDead ? [first] : [first, second]));
}

function launch(
  { dataFolder, buildFolder, password }: DemoPlan,
  port: number,
  alive: readonly string[],
): ServerProcess {
  return launchServer({
    port,
    listenOn: "127.0.0.1",
    dataFolder,
    buildFolder,
    more: { PAIRKEEPER_URL: "", PAIRKEEPER_ADMIN_PASSWORD: password, PAIRKEEPER_POOLS: alive.join(",") },
  });
}

async function readiness(server: ServerProcess) {
  const word = await server.firstWord;
  if (word.is === "refused") throw new Refusal(word.sentence);
  if (!(await waitForHealth(word.address, server, HEALTH_PATIENCE_MS)))
    throw new Refusal(`The server does not become ready: ${server.logPath} says why.`);
  return { address: word.address, signInLink: word.signInLink };
}

/** Where other programs write: the contract of the data folder. */
function pairPlan(dataFolder: string, { habit, pools }: Scene): PairPlan {
  const place = (pool: string) => {
    const folder = join(dataFolder, "pools", pool);
    return { pool, database: join(folder, "user.db"), content: join(folder, "files", "DataConf", pool) };
  };
  return { habit, pools: [place(pools[0]), place(pools[1])] };
}

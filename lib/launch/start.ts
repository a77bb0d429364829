import { join } from "node:path";
import { type Env, readEnv } from "#lib/config/env.ts";
import { buildWhenNeeded } from "./build.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { listenOn } from "./listen-on.ts";
import { findOtherServer } from "./other-server.ts";
import { whenParentGone } from "./parent.ts";
import { choosePort, lookAtPort } from "./port.ts";
import { Refusal, sentenceOf } from "./refusal.ts";
import { launchServer, type ServerProcess, waitForHealth } from "./server-process.ts";
import { systemClock } from "./system-clock.ts";

const BUILD_FOLDER = ".next";
const HEALTH_PATIENCE_MS = 120_000;

async function refuseSecondServer({ dataFolder }: Env) {
  const other = await findOtherServer(dataFolder, systemClock);
  if (other === "none") return;
  const where = other === "unready" ? "" : `, at ${other.at}`;
  throw new Refusal(`Pairkeeper already runs on the data folder ${dataFolder}${where}.`);
}

/** Signals reach the server; when whoever started us is gone, so is the server. */
function passSignalsTo(server: ServerProcess) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => server.signal(signal));
  whenParentGone(() => server.signal("SIGTERM"));
}

function welcome(address: string, signInLink: string, { dataFolder }: Env) {
  const pool = "pool1.pairkeeper.test";
  return [
    "",
    `Console:         ${address}`,
    `Sign in once at: ${signInLink}`,
    `Data folder:     ${dataFolder}`,
    `Put files here:  ${join(dataFolder, "pools", pool, "files", "DataConf", pool)}/`,
    `Logs:            ${join(dataFolder, "logs")}`,
  ].join("\n");
}

async function start(): Promise<number> {
  const env = readEnv();
  prepareDataFolder(env.dataFolder);
  await refuseSecondServer(env);
  const host = listenOn(env.publicUrl);
  const port = await choosePort(env.port, (candidate) => lookAtPort(candidate, host));
  if ((await buildWhenNeeded(BUILD_FOLDER, "inherit")) === "fresh")
    console.log("Sources unchanged: starting the last build.");
  const server = launchServer({ port, listenOn: host, dataFolder: env.dataFolder, buildFolder: BUILD_FOLDER });
  passSignalsTo(server);
  const word = await server.firstWord;
  if (word.is === "refused") {
    await server.exited;
    throw new Refusal(word.sentence);
  }
  const isHealthy = await waitForHealth(word.address, server, HEALTH_PATIENCE_MS);
  if (!isHealthy)
    console.error(
      `The server does not call itself ready yet: ${word.address}/api/health and ${server.logPath} say why.`,
    );
  console.log(welcome(env.publicUrl ?? word.address, word.signInLink, env));
  const code = await server.exited;
  if (code !== 0) console.error(`The server ended with code ${code}: ${server.logPath} says why.`);
  return code;
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
process.exit();

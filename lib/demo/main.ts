import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnv } from "#lib/config/env.ts";
import { buildWhenNeeded } from "#lib/launch/build.ts";
import { whenParentGone } from "#lib/launch/parent.ts";
import { Refusal, sentenceOf } from "#lib/launch/refusal.ts";
import { type Demo, played, startDemo } from "./demo.ts";
import { SCENES, type Scene, scenesNamed, USUAL } from "./scenes.ts";

/* `npm run demo`: several pairs with people at work on them and something the matter with most, in a folder of its own. */

const BUILD_FOLDER = ".next";

const HELP = [
  "npm run demo -- [--scene <name>[,<name> ...]] [--seed <number>]",
  "",
  "Scenes, each a pair of its own:",
  ...SCENES.map(({ name, shows }) => `  ${name.padEnd(8)} ${shows}`),
  "",
  `Without --scene: ${USUAL.join(", ")}. "--scene all" plays every one; the first pair is always there.`,
  "The same seed has the same people do the same things in the same order; 1 unless given. PORT is heeded as by npm start.",
].join("\n");

type Asked = { readonly scenes: readonly Scene[]; readonly seed: number };

function asked(): Asked | "help" {
  const { values } = parseArgs({
    options: {
      scene: { type: "string", default: USUAL.join(",") },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const scenes = scenesNamed(values.scene.split(","));
  if (scenes === null) throw new Refusal(`--scene takes ${SCENES.map(({ name }) => name).join(", ")} or all.`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Refusal("--seed takes a whole number.");
  return { scenes, seed };
}

function welcome(demo: Demo, password: string, dataFolder: string, scenes: readonly Scene[]): string {
  const short = (pool: string) => pool.split(".")[0] ?? pool;
  const name = ({ pools }: Scene) => `${short(pools[0])} ⇄ ${short(pools[1])}`;
  const width = Math.max(...scenes.map((scene) => name(scene).length));
  return [
    "",
    ...scenes.map((scene) => `${name(scene).padEnd(width)}  ${scene.shows}`),
    "",
    `Console:         ${demo.address}`,
    `Sign in once at: ${demo.signInLink}`,
    `Or sign in as:   admin, password ${password}`,
    ...demo.restores.map((id) => `A restore runs:  ${demo.address}/requests/${id}`),
    `Data folder:     ${dataFolder} (removed at the end)`,
    "Stop:            Ctrl-C",
  ].join("\n");
}

async function play({ scenes, seed }: Asked): Promise<void> {
  const env = readEnv();
  const password = env.adminPassword ?? randomBytes(9).toString("base64url");
  const dataFolder = mkdtempSync(join(tmpdir(), "pairkeeper-demo-"));
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  whenParentGone(() => stopping.abort());
  const [where, signal] = [{ dataFolder, buildFolder: BUILD_FOLDER, port: env.port, password }, stopping.signal];
  try {
    await buildWhenNeeded(BUILD_FOLDER, "inherit");
    const demo = await startDemo({ ...where, scenes, seed, say: console.log, signal });
    console.log(welcome(demo, password, dataFolder, played(scenes)));
    await demo.ended;
    await demo.stop();
    if (!signal.aborted) throw new Refusal("The server or its clients ended by themselves.");
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    console.log("Removing the data folder ...");
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

try {
  const what = asked();
  if (what === "help") console.log(HELP);
  else await play(what);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
process.exit();

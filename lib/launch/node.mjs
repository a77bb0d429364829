// Plain JavaScript that any Node from 20 on can run: it decides under which Node the rest runs.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The lowest Node that runs our TypeScript. */
const NEEDED = 26;

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string} sentence */
export function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Runs npm with the Node that npm itself was started with, so that a replaced Node does not pull the rug from under it.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] */
export function npm(args, env = process.env) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const known = cli?.endsWith("npm-cli.js") && node && existsSync(node) && existsSync(cli);
  const [command, ...before] = known ? [node, cli] : ["npm"];
  return spawnSync(command, [...before, ...args], { cwd: ROOT, env, stdio: ["ignore", 2, 2] }).status === 0;
}

const major = (/** @type {string} */ version) => Number(version.replace(/^v/, "").split(".")[0]);

/** The Node of node_modules when it is new enough, else null: with install scripts switched off that package is empty, or the machine's Node. */
function installedNode() {
  const path = join(ROOT, "node_modules", "node", "bin", "node");
  if (!existsSync(path)) return null;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return stdout && major(stdout) >= NEEDED ? path : null;
}

function ourNode() {
  const found = installedNode();
  if (found || !existsSync(join(ROOT, "node_modules", "node"))) return found;
  npm(["rebuild", "node", "--ignore-scripts=false"]);
  return installedNode();
}

/** Runs the same script again; the channel lets it notice when we are killed, and signals pass through.
 * @param {string} node
 * @param {string} script */
function runAgain(node, script) {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => giveUp(`Node ${NEEDED} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** True when this Node is new enough to go on; else the script runs again under Node 26, or one sentence says what is missing.
 * @param {string} entryUrl the `import.meta.url` of the script */
export function nodeIsNewEnough(entryUrl) {
  if (major(process.version) >= NEEDED) {
    // Started by runAgain: an ending parent is the end of this script too. Without listeners the channel keeps nothing alive.
    if (process.channel) process.channel.unref();
    return true;
  }
  const node = ourNode();
  if (!node) {
    giveUp(
      `Pairkeeper needs Node ${NEEDED} and this is ${process.version}: run "npm install" in the project's folder with install scripts allowed, or put Node ${NEEDED} on the PATH.`,
    );
    return false;
  }
  runAgain(node, fileURLToPath(entryUrl));
  return false;
}

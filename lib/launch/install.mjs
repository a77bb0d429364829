// Plain JavaScript that any Node from 20 on can run: packages are installed when the lock changed, and only then.
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { giveUp, npm, ROOT } from "./node.mjs";

const modules = join(ROOT, "node_modules");
const stamp = join(modules, ".pairkeeper-install");
const turn = join(modules, ".pairkeeper-installing");

function wanted() {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(ROOT, name)));
  return hash.digest("hex");
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();

/** npm wants a cache folder; a user without a home gets one beside the packages. */
function npmEnvironment() {
  try {
    accessSync(homedir(), constants.W_OK);
    return process.env;
  } catch {
    return { ...process.env, npm_config_cache: join(modules, ".cache", "npm") };
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** One install at a time: `npm start` and `npm test` of a fresh clone may begin together. */
function takeTurn() {
  try {
    writeFileSync(turn, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const other = Number(existsSync(turn) ? readFileSync(turn, "utf8") : 0);
    if (other && !lives(other)) rmSync(turn, { force: true });
    return false;
  }
}

const pause = (/** @type {number} */ ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Makes node_modules fit the lock, which stays as it is; touches neither network nor disk when it already does. */
export function installWhenNeeded() {
  if (isInstalled()) return;
  mkdirSync(modules, { recursive: true });
  while (!takeTurn()) pause(200);
  try {
    if (isInstalled()) return;
    console.error("Installing packages ...");
    rmSync(stamp, { force: true });
    if (!npm(["install", "--include=dev", "--no-save"], npmEnvironment()))
      giveUp('Installing the packages failed: see the lines above, then run "npm install".');
    writeFileSync(stamp, wanted());
  } finally {
    rmSync(turn, { force: true });
  }
}

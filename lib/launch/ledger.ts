import { join } from "node:path";
import { readEnv } from "#lib/config/env.ts";
import { copyLedgerOf, ledgerCopies, restoreLedgerOf } from "#lib/service/ledger-copies.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { holdLock } from "./process-lock.ts";
import { Refusal, sentenceOf } from "./refusal.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = `npm run ledger                      lists the copies of the service's own database, newest first
npm run ledger -- copy              makes one now; the service may run
npm run ledger -- restore newest    puts the newest copy back; the service must be stopped
npm run ledger -- restore NAME      puts that copy back`;

function list(dataFolder: string): void {
  const copies = ledgerCopies(dataFolder);
  for (const { name, at, why } of copies) console.log(`${new Date(at).toISOString()}  ${why.padEnd(16)}  ${name}`);
  if (copies.length === 0) console.log("There is no copy yet.");
}

/** The copy that is meant. What a restore replaced comes back by its name alone. */
function copyNamed(dataFolder: string, name: string): string {
  const copies = ledgerCopies(dataFolder);
  const meant = copies.find((copy) => (name === "newest" ? copy.why !== "replaced" : copy.name === name));
  if (meant) return meant.name;
  throw new Refusal(
    name === "newest" ? "There is no copy to restore." : `There is no copy ${name}: npm run ledger lists them.`,
  );
}

/** Both locks are held while it goes on: nobody has the ledger open, and nobody opens it. */
async function restore(dataFolder: string, wanted: string): Promise<void> {
  const name = copyNamed(dataFolder, wanted);
  const locks = ["server.lock", "engine.lock"].map((lock) => holdLock(join(dataFolder, lock)));
  try {
    if (locks.includes(null))
      throw new Refusal(`Pairkeeper runs on the data folder ${dataFolder}: stop it, then restore its ledger.`);
    await restoreLedgerOf(dataFolder, name, systemClock.now());
    console.log(`The ledger is the one of ${name}; what stood there is kept in ${join(dataFolder, "copies")}.`);
  } finally {
    for (const lock of locks) lock?.release();
  }
}

async function copy(dataFolder: string, why: "by-hand" | "scheduled"): Promise<void> {
  console.log((await copyLedgerOf(dataFolder, systemClock.now(), why)).name);
}

async function run(words: readonly string[]): Promise<number> {
  const { dataFolder } = readEnv();
  const [verb, name] = words;
  const isRestore = verb === "restore" && name !== undefined && words.length === 2;
  const said = words.join(" ");
  if (!isRestore && !["", "copy", "copy scheduled"].includes(said)) {
    console.error(USAGE);
    return 2;
  }
  prepareDataFolder(dataFolder);
  if (isRestore) await restore(dataFolder, name);
  else if (verb === "copy") await copy(dataFolder, name === "scheduled" ? name : "by-hand");
  else list(dataFolder);
  return 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

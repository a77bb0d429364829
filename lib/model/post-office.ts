import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What somebody does to packages and acks that lie in a BackupStore; `which` chooses among them. */
export type Mischief = {
  readonly does:
    | "remove"
    | "hide"
    | "copy"
    | "put-back"
    | "swap"
    | "truncate"
    | "alter"
    | "alter-manifest"
    | "copy-ack"
    | "put-back-ack"
    | "tear-ack";
  readonly which: number;
};

/** One lane's packages and its ack, as they lie there. */
export class PostOffice {
  readonly #packages: string;
  readonly #ack: string;
  /** Outside of every BackupStore. */
  readonly #drawer: string;

  constructor(dataFolder: string, module: string, from: string, to: string) {
    const store = (pool: string) => join(dataFolder, "pools", pool, "files", "BackupStore", module);
    this.#packages = join(store(to), `from-${from}`);
    this.#ack = join(store(from), `ack-from-${to}.json`);
    this.#drawer = join(dataFolder, "drawer", module, from);
    mkdirSync(this.#drawer, { recursive: true });
  }

  do({ does, which }: Mischief): void {
    const lying = this.#names(this.#packages).filter((one) => /^\d+-\d+$/.test(one)); // packages, no requests
    const name = lying[which % Math.max(1, lying.length)];
    const kept = this.#names(this.#drawer).filter((one) => one !== "ack");
    const back = kept[which % Math.max(1, kept.length)];
    if (does === "put-back" && back !== undefined) this.#putBack(back);
    else if (does === "copy-ack" && existsSync(this.#ack)) cpSync(this.#ack, join(this.#drawer, "ack"));
    else if (does === "put-back-ack" && existsSync(join(this.#drawer, "ack")) && existsSync(dirname(this.#ack)))
      cpSync(join(this.#drawer, "ack"), this.#ack);
    else if (does === "tear-ack" && existsSync(this.#ack))
      writeFileSync(this.#ack, readFileSync(this.#ack).subarray(0, 20));
    else if (name !== undefined) this.#toPackage(does, name, lying, which);
  }

  #toPackage(does: Mischief["does"], name: string, lying: readonly string[], which: number): void {
    const at = join(this.#packages, name);
    const kept = join(this.#drawer, name);
    const other = lying[(which + 1) % lying.length];
    const part = this.#names(at).find((one) => (one === "manifest.json") === (does === "alter-manifest"));
    if (does === "remove") rmSync(at, { recursive: true });
    else if (does === "hide" || does === "copy") {
      rmSync(kept, { recursive: true, force: true });
      cpSync(at, kept, { recursive: true, preserveTimestamps: true });
      if (does === "hide") rmSync(at, { recursive: true });
    } else if (does === "swap" && other !== undefined && other !== name) {
      renameSync(at, `${at}.aside`);
      renameSync(join(this.#packages, other), at);
      renameSync(`${at}.aside`, join(this.#packages, other));
    } else if (part !== undefined) this.#damage(join(at, part), does, which);
  }

  #putBack(name: string): void {
    const at = join(this.#packages, name);
    if (existsSync(this.#packages) && !existsSync(at)) cpSync(join(this.#drawer, name), at, { recursive: true });
  }

  #damage(path: string, does: Mischief["does"], which: number): void {
    const bytes = readFileSync(path);
    if (bytes.length === 0) return;
    const at = (which * 37) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, does === "truncate" ? bytes.subarray(0, at) : bytes);
  }

  #names(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }
}

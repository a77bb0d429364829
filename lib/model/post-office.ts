import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What somebody does to what lies in a BackupStore on its way; `which` chooses among it, `bit` within it. */
export type Mischief = {
  readonly does:
    | "remove"
    | "hide"
    | "copy"
    | "put-back"
    | "swap"
    | "truncate"
    | "flip"
    | "truncate-manifest"
    | "flip-manifest"
    | "truncate-staged"
    | "flip-staged"
    | "flip-question"
    | "flip-answer"
    | "copy-ack"
    | "put-back-ack"
    | "truncate-ack"
    | "flip-ack";
  readonly which: number;
  readonly bit: number;
};

/** One lane's packages and its ack, as they lie there. */
export class PostOffice {
  readonly #packages: string;
  readonly #ack: string;
  readonly #temp: string;
  /** How names in Temp begin while a package is made. */
  readonly #staged: string;
  /** How the importer's answers begin, beside the ack. */
  readonly #answers: string;
  /** Outside of every BackupStore. */
  readonly #drawer: string;

  constructor(dataFolder: string, module: string, from: string, to: string) {
    const store = (pool: string) => join(dataFolder, "pools", pool, "files", "BackupStore");
    this.#packages = join(store(to), module, `from-${from}`);
    this.#ack = join(store(from), module, `ack-from-${to}.json`);
    this.#temp = join(store(to), "Temp");
    this.#staged = `${module}-from-${from}-`;
    this.#answers = `inventory-from-${to}-of-`;
    this.#drawer = join(dataFolder, "drawer", module, from);
    mkdirSync(this.#drawer, { recursive: true });
  }

  /** True when there was something to do it to. */
  do(mischief: Mischief): boolean {
    switch (mischief.does) {
      case "put-back":
        return this.#putBack(chosen(this.#names(this.#drawer, /^\d+-\d+$/), mischief));
      case "copy-ack":
        return copied(this.#ack, join(this.#drawer, "ack"));
      case "put-back-ack":
        return copied(join(this.#drawer, "ack"), this.#ack);
      case "flip-ack":
      case "truncate-ack":
        return damaged(this.#ack, mischief);
      case "flip-question":
        return damaged(join(this.#packages, "request.json"), mischief);
      case "flip-answer": {
        const folder = dirname(this.#ack);
        const name = chosen(this.#names(folder, /\.jsonl$/), mischief);
        return name?.startsWith(this.#answers) === true && damaged(join(folder, name), mischief);
      }
      case "flip-staged":
      case "truncate-staged": {
        const names = this.#names(this.#temp, /\d+-\d+$/).filter((name) => name.startsWith(this.#staged));
        return this.#damageOne(
          names.map((name) => join(this.#temp, name)),
          /./,
          mischief,
        );
      }
      default:
        return this.#toPackage(mischief);
    }
  }

  #toPackage(mischief: Mischief): boolean {
    const lying = this.#names(this.#packages, /^\d+-\d+$/); // packages, no requests
    const name = chosen(lying, mischief);
    if (name === undefined) return false;
    const at = join(this.#packages, name);
    switch (mischief.does) {
      case "remove":
        rmSync(at, { recursive: true });
        return true;
      case "hide":
      case "copy": {
        const kept = join(this.#drawer, name);
        rmSync(kept, { recursive: true, force: true });
        cpSync(at, kept, { recursive: true, preserveTimestamps: true });
        if (mischief.does === "hide") rmSync(at, { recursive: true });
        return true;
      }
      case "swap": {
        const other = lying[(lying.indexOf(name) + 1) % lying.length];
        if (other === undefined || other === name) return false;
        renameSync(at, `${at}.aside`);
        renameSync(join(this.#packages, other), at);
        renameSync(`${at}.aside`, join(this.#packages, other));
        return true;
      }
      case "flip-manifest":
      case "truncate-manifest":
        return damaged(join(at, "manifest.json"), mischief);
      default:
        return this.#damageOne([at], /^\d+$/, mischief);
    }
  }

  #putBack(name: string | undefined): boolean {
    if (name === undefined || !existsSync(this.#packages) || existsSync(join(this.#packages, name))) return false;
    cpSync(join(this.#drawer, name), join(this.#packages, name), { recursive: true });
    return true;
  }

  #damageOne(folders: readonly string[], names: RegExp, mischief: Mischief): boolean {
    const files = folders.flatMap((folder) => this.#names(folder, names).map((name) => join(folder, name)));
    const file = chosen(files, mischief);
    return file !== undefined && damaged(file, mischief);
  }

  #names(folder: string, like: RegExp): string[] {
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => like.test(name))
          .sort()
      : [];
  }
}

function chosen(among: readonly string[], { which }: Mischief): string | undefined {
  return among[which % Math.max(1, among.length)];
}

function copied(from: string, to: string): boolean {
  if (!existsSync(from) || !existsSync(dirname(to))) return false;
  cpSync(from, to);
  return true;
}

/** One bit is another one, or all from there on is gone. */
function damaged(path: string, { does, bit }: Mischief): boolean {
  if (!existsSync(path)) return false;
  const bytes = readFileSync(path);
  if (bytes.length === 0) return false;
  const at = (bit >> 3) % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  writeFileSync(path, does.startsWith("truncate") ? bytes.subarray(0, at) : bytes);
  return true;
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Items, Kind } from "./items.ts";
import { RowReader } from "./rows.ts";
import { contentOf, TreeReader } from "./tree.ts";

const NOTHING: Items = new Map();

/** All that lies in both pools at one moment. */
export type Sight = {
  /** Items of `home` as `pool` has them; null while their place is lost. */
  items(kind: Kind, home: string, pool: string): Items | null;
};

/** Both pools' stores, read by public paths alone. */
export class Places {
  readonly #folder: string;
  readonly #trees = new TreeReader();
  readonly #readers: ReadonlyMap<string, RowReader>;

  constructor(dataFolder: string, pools: readonly string[]) {
    this.#folder = dataFolder;
    this.#readers = new Map(
      pools.map((pool) => [pool, new RowReader(join(dataFolder, "pools", pool, "user.db"))] as const),
    );
  }

  look(): Sight {
    const pools = [...this.#readers.keys()];
    const rows = new Map([...this.#readers].map(([pool, reader]) => [pool, reader.rows()]));
    const trees = new Map(
      pools.flatMap((pool) =>
        pools.map((home) => [`${home} ${pool}`, this.#trees.read(this.#files(pool, "DataConf", home))]),
      ),
    );
    return {
      items: (kind, home, pool) => {
        if (kind === "files") return trees.get(`${home} ${pool}`) ?? null;
        const found = rows.get(pool);
        return found ? (found.get(home) ?? NOTHING) : null;
      },
    };
  }

  /** What lies in these pools' stores and belongs to neither of them, by its place. */
  strangers(): readonly string[] {
    const pools = [...this.#readers.keys()];
    return [...this.#readers].flatMap(([pool, reader]) => [
      ...[...(reader.rows()?.keys() ?? [])].filter((home) => !pools.includes(home)).map((home) => `rows of ${home}`),
      ...["DataConf", "Trash"].flatMap((folder) => {
        const names = namesIn(this.#files(pool, folder)).filter((name) => !pools.includes(name));
        return names.map((name) => `${folder}/${name} on ${pool}`);
      }),
    ]);
  }

  /** When the canary of `home` that stands on `pool` was written; null while none does. */
  canaryWrittenAt(home: string, pool: string): number | null {
    return this.#readers.get(pool)?.canaryWrittenAt(home) ?? null;
  }

  /** Whether the trash of `pool` holds an item of `home` that was deleted there, as one of the texts say. */
  isInTrash(pool: string, home: string, kind: Kind, key: string, texts: readonly string[]): boolean {
    if (kind === "rows") return this.#readers.get(pool)?.isInTrash(home, key) === true;
    const contents = new Set(texts.map(contentOf));
    if (contents.has(null)) return true; // a folder: what was in it counts
    const trash = this.#trees.read(this.#files(pool, "Trash", home)) ?? NOTHING;
    return [...trash.values()].some((one) => one.startsWith("file ") && contents.has(contentOf(one)));
  }

  /** Whether the content of `home` on `pool` says of itself that it is whole: its marker is there, the same as on `other`. */
  isMarked(home: string, pool: string, other: string): boolean {
    const [one, two] = [pool, other].map((at) => {
      try {
        return readFileSync(join(this.#files(at, "DataConf", home), ".pairkeeper-store"), "utf8");
      } catch {
        return null;
      }
    });
    return one !== null && one === two;
  }

  /** Lets go of the databases, so that they can be replaced. */
  close(): void {
    for (const reader of this.#readers.values()) reader.close();
  }

  #files(pool: string, ...below: string[]): string {
    return join(this.#folder, "pools", pool, "files", ...below);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is lost
  }
}

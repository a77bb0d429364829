import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Manifest } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import { presenceFocusTables } from "#lib/modules/presence-focus/tables.ts";
import { packLines, unpackLines } from "#lib/modules/rows/row-codec.ts";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { CMS_MASTER, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type Kind, TwoPools } from "#lib/testkit/two-pools.ts";
import { readManifest } from "#lib/transports/folder/schemas.ts";
import { sealedText, unsealed } from "#lib/transports/folder/sealed-text.ts";
import { changeBytes, type Mutation, mutated, mutations } from "./mutation.ts";

const MODULES = { rows: PRESENCE, files: DATA_CONF, documents: CMS_MASTER } as const;

/** What a package may be refused with: it is at fault, and not the disk or the database. */
const REFUSALS = ["package-damaged", "too-many-quarantined", "document-not-published"];

/** A package as its exporter made it. */
type Template = { readonly kind: Kind; readonly manifest: unknown; readonly parts: ReadonlyMap<string, Buffer> };

/** What of a package is changed. "signed" and "lines": the manifest vouches for what was changed, as a wrong exporter's would. */
const WHERES = ["manifest", "part", "signed", "lines", "missing-part", "torn"] as const;

export type PackageCase = {
  readonly template: number;
  readonly where: (typeof WHERES)[number];
  readonly changes: readonly Mutation[];
};

export const packageCases: fc.Arbitrary<PackageCase> = fc.record({
  template: fc.nat(),
  where: fc.oneof(
    { weight: 4, arbitrary: fc.constant("manifest" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...WHERES) },
    { weight: 2, arbitrary: fc.constant("lines" as const) },
  ),
  changes: mutations,
});

/** Damaged and lying packages before the real importer of two real pools. */
export class PackageFuzz {
  readonly #world: TwoPools;
  readonly #templates: readonly Template[];
  #epoch = 1_000;

  private constructor(world: TwoPools, templates: readonly Template[]) {
    this.#world = world;
    this.#templates = templates;
  }

  static async open(): Promise<PackageFuzz> {
    const world = await TwoPools.open();
    const templates: Template[] = [];
    const take = (kind: Kind) => {
      const folder = packagesFolder(world, kind);
      for (const name of readdirSync(folder).filter((one) => /^\d+-\d+$/.test(one)))
        templates.push(templateIn(kind, join(folder, name)));
    };
    const turn = async (kind: "rows" | "files") => {
      await world.cycle(kind);
      take(kind);
      await world.imports(kind);
      await world.tombstones(kind);
      take(kind);
      await world.imports(kind);
    };
    fill(world);
    await world.settle(2);
    world.clock.travel(11_000);
    change(world);
    for (const kind of ["rows", "files"] as const) await turn(kind);
    await world.learn();
    await world.cycle("documents");
    take("documents");
    await world.imports("documents");
    mkdirSync(join(world.folder, "outside"));
    writeFileSync(join(world.folder, "outside", "theirs.txt"), "theirs");
    symlinkSync(join(world.folder, "outside"), join(world.content(POOL_2), "link"));
    return new PackageFuzz(world, templates);
  }

  /** Faults with what went wrong, in words. */
  async try(one: PackageCase): Promise<string> {
    const world = this.#world;
    const template = this.#templates[one.template % this.#templates.length];
    if (template === undefined) throw new Error("no package was made");
    const epoch = ++this.#epoch;
    const { folder } = this.#lay(template, one, epoch);
    const text = readFileSync(join(folder, "manifest.json"), "utf8");
    const json = unsealed(text);
    const before = this.#seen();
    world.clock.travel(3_000);
    await world.import(template.kind).turn();
    const { attempt } = world.import(template.kind).report();
    const after = this.#seen();
    rmSync(folder, { recursive: true, force: true });
    const outcome = attempt.is === "failed" ? attempt.fault.code : attempt.is;
    if (attempt.is === "failed") {
      if (!REFUSALS.includes(attempt.fault.code))
        throw new Error(`it is not named: ${attempt.fault.code} ${attempt.fault.sentence}`);
    }
    judge(before, after, json === null ? null : readManifest(json), outcome);
    return outcome;
  }

  async close(): Promise<void> {
    await this.#world.close();
  }

  #lay({ kind, manifest, parts }: Template, { where, changes }: PackageCase, epoch: number) {
    const document = { ...structuredClone(manifest as Manifest), epoch, seq: 1, previous: null };
    const files = new Map(parts);
    const [name, bytes] = [...parts][changes.length % Math.max(1, parts.size)] ?? [];
    if (name !== undefined && bytes !== undefined) {
      if (where === "part" || where === "signed") files.set(name, changeBytes(bytes, changes));
      if (where === "lines" && kind === "rows") files.set(name, changeLines(bytes, changes));
      if (where === "missing-part") files.delete(name);
    }
    if (where === "signed" || where === "lines")
      document.parts = document.parts.map((face) => {
        const content = files.get(face.name) ?? Buffer.alloc(0);
        return { ...face, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
      });
    const isManifest = where === "manifest" || (where === "lines" && kind !== "rows");
    const text = sealedText(isManifest ? mutated(document, changes).toString("utf8") : JSON.stringify(document));
    const folder = join(packagesFolder(this.#world, kind), `${epoch}-1`);
    const aside = `${folder}.laying`;
    mkdirSync(aside, { recursive: true });
    for (const [part, content] of files) writeFileSync(join(aside, part), content);
    writeFileSync(join(aside, "manifest.json"), where === "torn" ? changeBytes(Buffer.from(text), changes) : text);
    renameSync(aside, folder);
    return { folder };
  }

  /** All that a package may not touch, and what it may. */
  #seen(): Seen {
    const world = this.#world;
    const files = (pool: typeof POOL_1) => poolPlaces(world.folder, pool).files;
    const rows = (pool: typeof POOL_2, home: string) =>
      presenceFocusTables.flatMap(({ name }) =>
        world
          .sql(pool, `select * from ${name} where home_pool = ?`, home)
          .map((row) => `${name} ${JSON.stringify(row)}`),
      );
    const standby = treeOf(world.content(POOL_2));
    return {
      kept: [
        ...treeOf(join(world.folder, "outside")),
        ...readdirSync(world.folder).filter((name) => !name.startsWith("ledger.db")),
        ...readdirSync(join(world.folder, "pools", POOL_2)).filter((name) => !/^(user|scan).*\.db/.test(name)),
        ...treeOf(join(files(POOL_1), "DataConf")),
        ...treeOf(join(files(POOL_2), "DataConf", POOL_2)),
        ...readdirSync(files(POOL_2)).filter((name) => name !== "Trash"),
        ...readdirSync(join(files(POOL_2), "DataConf")),
        ...(standby.find((line) => line.startsWith("/.pairkeeper-store ")) ?? ["the marker is gone"]),
      ],
      own: rows(POOL_2, POOL_2),
      strange: presenceFocusTables.flatMap(({ name }) =>
        world.sql(POOL_2, `select * from ${name} where home_pool not in (?, ?)`, POOL_1, POOL_2),
      ).length,
      rows: rows(POOL_2, POOL_1),
      standby,
    };
  }
}

type Seen = {
  /** Stays, line by line. */
  readonly kept: readonly string[];
  /** Rows of the importing pool: none goes and none changes. A handover adds some. */
  readonly own: readonly string[];
  /** Rows that no pool of the two owns. */
  readonly strange: number;
  readonly rows: readonly string[];
  readonly standby: readonly string[];
};

function judge(before: Seen, after: Seen, manifest: Manifest | null, outcome: string): void {
  same("what is none of its business", before.kept, after.kept);
  const own = new Set(after.own);
  const lost = before.own.filter((row) => !own.has(row));
  if (lost.length > 0) throw new Error(`a row of the importing pool changed: ${lost[0]}`);
  if (after.strange > 0) throw new Error("a row has a home pool that is none of the two");
  if (manifest === null) {
    if (outcome === "ended") throw new Error("what is no manifest was applied");
    same("the standby rows", before.rows, after.rows);
    same("the standby content", before.standby, after.standby);
    return;
  }
  const pathOf = (line: string) => line.slice(1, line.indexOf(" ", 1));
  const [there, now] = [new Set(before.standby.map(pathOf)), new Set(after.standby.map(pathOf))];
  const named = pathsIn(manifest);
  // The folders on the way to what is named come with it.
  const isBrought = (path: string) => [...named.brought].some((one) => one === path || one.startsWith(`${path}/`));
  const odd = [...now].find((path) => !there.has(path) && !isBrought(path));
  if (odd !== undefined) throw new Error(`${odd} came and is not in the manifest`);
  const isNamed = (path: string) =>
    [...named.brought, ...named.gone].some((one) => path === one || path.startsWith(`${one}/`));
  const gone = [...there].find((path) => !now.has(path) && !isNamed(path));
  if (gone !== undefined) throw new Error(`${gone} went and is not in the manifest`);
}

function same(what: string, before: readonly string[], after: readonly string[]): void {
  const was = new Set(before);
  const is = new Set(after);
  const odd = [...after.filter((one) => !was.has(one)), ...before.filter((one) => !is.has(one))];
  if (odd.length > 0) throw new Error(`${what} changed: ${odd.slice(0, 3).join("; ")}`);
}

/** Paths as `treeOf` writes them. */
function pathsIn({ batches }: Manifest): { readonly brought: ReadonlySet<string>; readonly gone: ReadonlySet<string> } {
  const brought = new Set<string>();
  const gone = new Set<string>();
  for (const batch of batches) {
    if (batch.is === "files") {
      for (const { path } of batch.folders) brought.add(bytesText(path));
      for (const { folder, names } of batch.files)
        for (const name of names.split("/")) brought.add(bytesText(joinPath(folder, name)));
    }
    if (batch.is === "files-gone") for (const path of batch.paths) gone.add(bytesText(path));
  }
  return { brought, gone };
}

/** A path of the manifest with blanks that no line of a tree has to be split at. */
function bytesText(path: string): string {
  const bytes = Buffer.from(
    path
      .split(/(%[0-9A-F]{2})/)
      .flatMap((piece) =>
        /^%[0-9A-F]{2}$/.test(piece) ? [Number.parseInt(piece.slice(1), 16)] : [...Buffer.from(piece)],
      ),
  );
  return bytes.toString("latin1").replaceAll(" ", "\u2423");
}

/** A line an item: its path, a character a byte, then kind, mode and content. */
function treeOf(root: string, folder: Buffer = Buffer.alloc(0)): string[] {
  const place = Buffer.concat([Buffer.from(root), folder]);
  return readdirSync(place, { encoding: "buffer" })
    .sort(Buffer.compare)
    .flatMap((name) => {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const at = Buffer.concat([Buffer.from(root), path]);
      const stat = lstatSync(at);
      const head = `${path.toString("latin1").replaceAll(" ", "\u2423")} ${(stat.mode & 0o7777).toString(8)}`;
      if ((stat.mode & 0o7000) !== 0) throw new Error(`${path} has mode ${stat.mode.toString(8)}`);
      if (stat.isDirectory()) return [`${head} folder`, ...treeOf(root, path)];
      return [`${head} ${stat.isFile() ? createHash("sha256").update(readFileSync(at)).digest("hex") : "other"}`];
    });
}

/** Lines of a part, one of them changed, and packed again. */
function changeLines(part: Buffer, changes: readonly Mutation[]): Buffer {
  const lines = Buffer.from(unpackLines(part)).toString("utf8").trimEnd().split("\n");
  const at = (changes[0]?.where ?? 0) % lines.length;
  const line: unknown = JSON.parse(lines[at] ?? "[]");
  lines[at] = mutated(line, changes).toString("utf8");
  return Buffer.from(packLines(Buffer.from(`${lines.join("\n")}\n`)));
}

function packagesFolder(world: TwoPools, kind: Kind): string {
  return join(poolPlaces(world.folder, POOL_2).files, "BackupStore", MODULES[kind], `from-${POOL_1}`);
}

function templateIn(kind: Kind, folder: string): Template {
  const parts = readdirSync(folder).filter((name) => name !== "manifest.json");
  return {
    kind,
    manifest: JSON.parse(unsealed(readFileSync(join(folder, "manifest.json"), "utf8")) ?? ""),
    parts: new Map(parts.map((name) => [name, readFileSync(join(folder, name))])),
  };
}

/** Something of every kind, on both sides. */
function fill(world: TwoPools): void {
  for (const pool of [POOL_1, POOL_2]) {
    for (const name of ["ada", "bob", "eve"]) world.user(`sip:${name}@${pool}`, name, pool);
    world.sql(
      pool,
      "insert into contact_groups (sip_uri, group_id, name, home_pool) values (?, '1', 'g', ?)",
      `sip:ada@${pool}`,
      pool,
    );
    const content = world.content(pool, pool);
    mkdirSync(join(content, "folder", "deep"), { recursive: true });
    writeFileSync(join(content, "folder", "deep", "a.txt"), "content of a");
    writeFileSync(join(content, "top.txt"), "top");
    writeFileSync(join(content, "gone.txt"), "soon gone");
  }
}

/** Every kind of change. */
function change(world: TwoPools): void {
  const content = world.content(POOL_1);
  world.user("sip:new@pool1", "New");
  world.sql(POOL_1, "update users set display_name = 'Ada L.' where sip_uri = ?", `sip:ada@${POOL_1}`);
  world.sql(POOL_1, "delete from users where sip_uri = ?", `sip:bob@${POOL_1}`);
  world.sql(POOL_1, "update users set home_pool = ? where sip_uri = ?", POOL_2, `sip:eve@${POOL_1}`);
  mkdirSync(join(content, "empty"));
  mkdirSync(join(content, "many"));
  for (let n = 0; n < 5; n++) writeFileSync(join(content, "many", `${n}.bin`), Buffer.alloc(n * 100, n));
  writeFileSync(join(content, "top.txt"), "another top");
  rmSync(join(content, "gone.txt"));
}

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Ack } from "#lib/domain/ack.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type Epoch, type Manifest, packageName, partName } from "#lib/domain/package.ts";
import { transportContract } from "#lib/ports/transport.contract.ts";
import { anAck } from "#lib/testkit/builders.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { folderTransport } from "./folder-transport.ts";
import { readAck, readManifest } from "./schemas.ts";
import { sealed } from "./sealed-text.ts";

function open() {
  const root = mkdtempSync(join(tmpdir(), "pairkeeper-transport-"));
  const lost = new Set<string>();
  for (const pool of [LANE.from, LANE.to]) mkdirSync(join(root, pool, "BackupStore", "Temp"), { recursive: true });
  const transport = folderTransport((pool) => ({
    root: join(root, pool),
    check: async () => {
      if (lost.has(pool)) throw new Fault("store-lost", "The marker is gone.", pool);
    },
  }));
  const packages = join(root, LANE.to, "BackupStore", LANE.module, `from-${LANE.from}`);
  return {
    root,
    packages,
    transport,
    damage: (ref: Parameters<typeof packageName>[0], what: "part" | "manifest", at = 3) =>
      flip(join(packages, packageName(ref), what === "part" ? partName(1) : "manifest.json"), at),
    damageWord: (at: number) => flip(join(root, LANE.from, "BackupStore", LANE.module, `ack-from-${LANE.to}.json`), at),
    damageQuestion: (at: number) => flip(join(packages, "request.json"), at),
    removePart: (ref: Parameters<typeof packageName>[0]) => rmSync(join(packages, packageName(ref), partName(1))),
    damageAnswer: (home: string, how: "one byte" | "cut short" | "its last line is gone") => {
      const path = answerPath(root, home);
      const bytes = readFileSync(path);
      const end =
        how === "cut short" ? 300 : how === "one byte" ? bytes.length : bytes.subarray(0, -1).lastIndexOf("\n") + 1;
      if (how === "one byte") bytes[300] = (bytes[300] ?? 0) ^ 1;
      writeFileSync(path, bytes.subarray(0, end));
    },
    loseStore: (of: "packages" | "acks") => {
      lost.add(of === "packages" ? LANE.to : LANE.from);
    },
    leftovers: () => [LANE.from, LANE.to].flatMap((pool) => readdirSync(join(root, pool, "BackupStore", "Temp"))),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function flip(path: string, at: number): boolean {
  const bytes = readFileSync(path);
  const byte = bytes[at];
  if (byte === undefined) return false;
  bytes[at] = byte ^ 1;
  writeFileSync(path, bytes);
  return true;
}

const answerPath = (root: string, home: string) =>
  join(root, LANE.from, "BackupStore", LANE.module, `inventory-from-${LANE.to}-of-${home}.jsonl`);

transportContract(async () => open());

test("a full disk is told by the store that lies on it, whichever file found no room there", async () => {
  const place = open();
  const { transport, root } = place;
  const full = (pool: string) => ({
    code: "disk-full",
    message: `The file store of ${pool} has no room left.`,
    path: join(root, pool),
  });
  const aside = join(root, LANE.from, "BackupStore", "Temp", `ack-${LANE.module}-from-${LANE.to}`);
  symlinkSync("/dev/full", aside);
  await expect(transport.sayWord(LANE, anAck())).rejects.toMatchObject(full(LANE.from));
  const staging = await transport.stage(LANE, { epoch: 1 as Epoch, seq: 1 });
  symlinkSync("/dev/full", join(staging.partsFolder, partName(1)));
  await expect(staging.writePart(partName(1), Buffer.from("part"))).rejects.toMatchObject(full(LANE.to));
  await place.remove();
});

test("what is no question of this format is none, however large or wherever it leads", async () => {
  const place = open();
  const path = join(place.packages, "request.json");
  const asked = { format: 1, requestId: "r", asking: "a", authority: "sync", storeStamp: "s/1", at: AT };
  mkdirSync(place.packages, { recursive: true });
  writeFileSync(path, sealed(asked));
  expect(await place.transport.asked(LANE)).toEqual(asked);
  for (const odd of [{ format: 2 }, { authority: "all" }, { at: "now" }, { requestId: "" }, { more: 1 }]) {
    writeFileSync(path, sealed({ ...asked, ...odd }));
    expect(await place.transport.asked(LANE)).toBeNull();
  }
  writeFileSync(path, sealed({ ...asked, requestId: "r".repeat(100_000) }));
  expect(await place.transport.asked(LANE)).toBeNull();
  rmSync(path);
  writeFileSync(join(place.root, "elsewhere"), sealed(asked));
  symlinkSync(join(place.root, "elsewhere"), path);
  expect(await place.transport.asked(LANE)).toBeNull();
  await place.remove();
});

test("an answer that lies, or is a link, is damaged, however well it is signed", async () => {
  const place = open();
  const face = { requestId: "r", asking: "a", dataSet: LANE.from, storeStamp: "s/1" };
  const path = answerPath(place.root, LANE.from);
  mkdirSync(dirname(path), { recursive: true });
  const header = sealed({ format: 1, ...face }).trimEnd();
  const range = JSON.stringify([["users", '["a"]', "s"]]);
  const signed = (lines: readonly string[], ranges: number, items: number) => {
    const before = lines.map((line) => `${line}\n`).join("");
    const sha256 = createHash("sha256").update(before).digest("hex");
    writeFileSync(path, `${before}${JSON.stringify({ ranges, items, sha256 })}\n`);
  };
  const read = async () => {
    const pages = await place.transport.inventory(LANE, face);
    return pages && Array.fromAsync(pages);
  };
  signed([header, range, range], 2, 2);
  expect(await read()).toHaveLength(2);
  const damaged = { code: "package-damaged" };
  for (const [lines, ranges, items] of [
    [[header, range, range], 1, 1],
    [[header, range], 2, 2],
    [[header, range], 1, 2],
    [[header, "[]"], 1, 0],
    [[header, "{"], 1, 0],
    [[header, JSON.stringify([["users", '["a"]', "s", 1]])], 1, 1],
    [[range], 0, 0],
  ] as const) {
    signed(lines, ranges, items);
    await expect(read()).rejects.toMatchObject(damaged);
  }
  writeFileSync(path, "");
  await expect(read()).rejects.toMatchObject(damaged);
  for (const byte of [12, 40, header.length - 9]) {
    signed([`${header.slice(0, byte)}~${header.slice(byte + 1)}`, range], 1, 1);
    await expect(read(), "it is never taken for the answer to another question").rejects.toMatchObject(damaged);
  }
  signed([sealed({ format: 1, ...face, asking: "b" }).trimEnd(), range], 1, 1);
  expect(await read()).toBeNull();
  signed([header, range], 1, 1);
  renameSync(path, `${path}.elsewhere`);
  symlinkSync(`${path}.elsewhere`, path);
  await expect(read()).rejects.toMatchObject(damaged);
  await place.remove();
});

test("a BackupStore that is gone is not made by the way", async () => {
  const place = open();
  const pages = (async function* () {})();
  for (const pool of [LANE.from, LANE.to]) rmSync(join(place.root, pool, "BackupStore"), { recursive: true });
  const face = { requestId: "r", asking: "a", dataSet: LANE.from, storeStamp: "s/1" };
  const ask = { format: 1, requestId: "r", asking: "a", authority: "sync", storeStamp: "s/1", at: AT } as const;
  await expect(place.transport.answer(LANE, face, pages)).rejects.toMatchObject({ code: "ENOENT" });
  await expect(place.transport.ask(LANE, ask)).rejects.toMatchObject({ code: "ENOENT" });
  await expect(place.transport.sayWord(LANE, readAck(ACK) as Ack)).rejects.toMatchObject({ code: "ENOENT" });
  expect([LANE.from, LANE.to].flatMap((pool) => readdirSync(join(place.root, pool)))).toEqual([]);
  await place.remove();
});

test("names that are no packages are left alone", async () => {
  const place = open();
  for (const name of ["1-1.old", "01-1", "x", "1-0", "0-1"]) mkdirSync(join(place.packages, name), { recursive: true });
  expect(await place.transport.incoming(LANE)).toEqual([]);
  expect(readdirSync(place.packages)).toHaveLength(5);
  await place.remove();
});

test("a link in a part's place is no part", async () => {
  const place = open();
  const staging = await place.transport.stage(LANE, { epoch: 1 as Epoch, seq: 1 });
  const part = await staging.writePart(partName(1), new TextEncoder().encode("content"));
  const ref = await staging.seal({ ...good, lane: LANE, epoch: 1 as Epoch, batches: [], parts: [part] } as Manifest);
  await staging.publish();
  place.removePart(ref);
  writeFileSync(join(place.root, "elsewhere"), "content");
  symlinkSync(join(place.root, "elsewhere"), join(place.packages, packageName(ref), partName(1)));
  const received = await place.transport.receive(LANE, ref);
  await expect(received?.readPart(part)).rejects.toMatchObject({ code: "package-damaged" });
  await place.remove();
});

test("what lies in an ack's or a manifest's place and is no file of ours is a fault: nothing waits for it", async () => {
  const place = open();
  const acks = join(place.root, LANE.from, "BackupStore", LANE.module);
  const ack = join(acks, `ack-from-${LANE.to}.json`);
  const manifest = join(place.packages, "7-1", "manifest.json");
  for (const folder of [acks, dirname(manifest)]) mkdirSync(folder, { recursive: true });
  const odd: readonly ((path: string) => void)[] = [
    (path) => mkdirSync(path),
    (path) => symlinkSync("/etc/hostname", path),
    (path) => execFileSync("mkfifo", [path]),
    (path) => {
      writeFileSync(path, "");
      truncateSync(path, 300 << 20);
    },
  ];
  const id = { epoch: 7 as Epoch, seq: 1 };
  for (const lay of odd) {
    for (const path of [ack, manifest]) lay(path);
    await expect(place.transport.partnerWord(LANE)).rejects.toMatchObject({ code: "ack-unreadable" });
    await expect(place.transport.receive(LANE, id)).rejects.toMatchObject({ code: "package-damaged" });
    for (const path of [ack, manifest]) rmSync(path, { recursive: true });
  }
  expect(await place.transport.partnerWord(LANE)).toBeNull();
  await place.remove();
});

test("a torn ack is a fault, never silence", async () => {
  const place = open();
  const folder = join(place.root, LANE.from, "BackupStore", LANE.module);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `ack-from-${LANE.to}.json`), '{"format":1,"applied":nu');
  await expect(place.transport.partnerWord(LANE)).rejects.toMatchObject({ code: "ack-unreadable" });
  await place.remove();
});

const AT = "2026-11-21T12:00:00.000Z";
const ACK = JSON.stringify({
  format: 1,
  applied: null,
  expects: null,
  quarantine: null,
  resend: false,
  writer: "run",
  beat: 1,
  standbyStoreId: null,
  standby: "ok",
  own: null,
  receipt: null,
  importState: "NormalState",
  lastError: null,
  at: AT,
  freeBytes: null,
});
const good = {
  format: 2,
  lane: LANE,
  dataSet: LANE.from,
  epoch: 1,
  seq: 1,
  previous: null,
  request: null,
  cutOff: AT,
  batches: [{ is: "files", oldestAt: AT, folders: [{ path: "a", mode: 0o755 }], files: [] }],
  parts: [],
};
const list = { folder: "", names: "a/b", part: "000001", at: 7, bytes: [1, 0], modes: [0o644, 0], mtimesNs: "1 -2" };
const batch = (folders: readonly object[], files: readonly object[]) => ({ is: "files", oldestAt: AT, folders, files });
const withFolder = (folder: object) => ({ ...good, batches: [batch([folder], [])] });
const withList = (more: object) => ({ ...good, batches: [batch([], [{ ...list, ...more }])] });
const withName = (folder: string, name: string) => withList({ folder, names: `plain/${name}` });

test("a manifest of the right shape is read", () => {
  expect(readManifest(JSON.stringify(good))).toMatchObject({ epoch: 1, seq: 1 });
  expect(readManifest(JSON.stringify(withList({})))?.batches).toEqual([batch([], [list])]);
});

test.each(["a/b c.txt", ".hidden/a", "..a/b", "ü/%FF", "a/.pairkeeper-store", "a\nb", "'\"%25"])(
  "a path %j is one",
  (path) => {
    const folders = [{ path, mode: 0 }];
    const files = [
      { ...list, folder: path },
      { ...list, names: `${path.replaceAll("/", ".")}/x` },
    ];
    expect(readManifest(JSON.stringify({ ...good, batches: [batch(folders, files)] }))).not.toBeNull();
  },
);

test("a manifest of every kind of batch is read", () => {
  const lines = { oldestAt: AT, table: "users", rows: 1, part: "000001" };
  const batches = [
    { is: "rows", ...lines, columns: ["a"] },
    { is: "rows-moved", ...lines, columns: ["a"] },
    { is: "rows-gone", ...lines },
    { is: "files-gone", oldestAt: AT, paths: ["a", "b/c"] },
  ];
  expect(readManifest(JSON.stringify({ ...good, batches }))?.batches).toEqual(batches);
});

const BAD_PATHS: readonly (readonly [what: string, path: string])[] = [
  ["that climbs", "../../etc/passwd"],
  ["that is absolute", "/etc/passwd"],
  ["of the reserved marker", ".pairkeeper-store"],
  ["with a hidden slash", "a%2F..%2F..%2Fb"],
  ["with an empty part", "a//b"],
  ["that ends in a slash", "a/"],
  ["of one dot", "a/./b"],
  ["with NUL", "a\0b"],
  ["spelled in a second way", "%41"],
];

test.each(BAD_PATHS)("a manifest with a path %s is none", (_what, path) => {
  const gone = [{ is: "files-gone", oldestAt: AT, paths: ["x", path] }];
  for (const one of [withFolder({ path, mode: 0 }), withList({ folder: path }), { ...good, batches: gone }]) {
    expect(readManifest(JSON.stringify(one))).toBeNull();
  }
});

test.each(["..", ".", "", "%2E%2E%2Fx", "%00", "a\0b"])("a manifest with a file named %j is none", (name) => {
  for (const folder of ["", "folder"]) expect(readManifest(JSON.stringify(withName(folder, name)))).toBeNull();
});

test("the reserved marker's name is one in a folder alone", () => {
  expect(readManifest(JSON.stringify(withName("", ".pairkeeper-store")))).toBeNull();
  expect(readManifest(JSON.stringify(withName("folder", ".pairkeeper-store")))).not.toBeNull();
});

test.each([
  ["no JSON", "{"],
  ["another format", JSON.stringify({ ...good, format: 1 })],
  ["an unknown field", JSON.stringify({ ...good, extra: 1 })],
  ["number zero", JSON.stringify({ ...good, seq: 0 })],
  ["a pool in capitals", JSON.stringify({ ...good, dataSet: "POOL1.x.y" })],
  ["files with more to them", JSON.stringify(withList({ owners: ["root"] }))],
  ["a time that is no number", JSON.stringify(withList({ mtimesNs: "1.5 2" }))],
  ["a time too few", JSON.stringify(withList({ mtimesNs: "1" }))],
  ["a name too many", JSON.stringify(withList({ names: "a/b/c" }))],
  ["a size too many", JSON.stringify(withList({ bytes: [1, 2, 3] }))],
  ["a file of negative size", JSON.stringify(withList({ bytes: [-1, 2] }))],
  ["a file of half a byte", JSON.stringify(withList({ bytes: [0.5, 2] }))],
  ["files before their part", JSON.stringify(withList({ at: -1 }))],
  ["a mode too few", JSON.stringify(withList({ modes: [0] }))],
  ["a mode with setuid", JSON.stringify(withList({ modes: [0o4755, 0] }))],
  ["a folder's mode with setgid", JSON.stringify(withFolder({ path: "a", mode: 0o2755 }))],
  ["a folder with more to it", JSON.stringify(withFolder({ path: "a", mode: 0, owner: "root" }))],
  ["files that are no list", JSON.stringify({ ...good, batches: [{ ...batch([], []), files: {} }] })],
  ["a part that climbs", JSON.stringify(withList({ part: "../000001" }))],
  [
    "a part of negative size",
    JSON.stringify({ ...good, parts: [{ name: "000001", bytes: -1, sha256: "0".repeat(64) }] }),
  ],
  ["a part without a checksum", JSON.stringify({ ...good, parts: [{ name: "000001", bytes: 1, sha256: "x" }] })],
])("a manifest with %s is none", (_what, text) => {
  expect(readManifest(text)).toBeNull();
});

test("an ack of another shape is none", () => {
  expect(readAck('{"format":1,"applied":null}')).toBeNull();
  expect(readAck("null")).toBeNull();
});

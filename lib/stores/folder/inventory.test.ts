import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Disk, Hands } from "#lib/disk/crew.ts";
import { signatureText, UNREAD } from "#lib/domain/file-signature.ts";
import type { InventoryItem } from "#lib/domain/inventory.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { stackAt } from "./inventory.ts";
import { inventoryPages, pickedItems } from "./inventory-pages.ts";

const folder = tempFolder();
const at = (path: string) => join(folder(), path);
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

beforeEach(() => writeFileSync(at(".pairkeeper-store"), "marker"));

const handsOn = (meddle: Partial<Disk>): Hands => {
  return async (task, input) => structuredClone(task.run(structuredClone(input), { ...fs, ...meddle }));
};

async function pages(meddle: Partial<Disk> = {}, bytes?: number): Promise<(readonly InventoryItem[])[]> {
  return Array.fromAsync(inventoryPages(handsOn(meddle), folder(), null, bytes));
}
const taken = async (meddle?: Partial<Disk>) => (await pages(meddle)).flat();
const paths = async () => (await taken()).map((one) => one.key);

function write(path: string, text: string | Buffer = "content"): void {
  mkdirSync(join(at(path), ".."), { recursive: true });
  writeFileSync(at(path), text);
}

function failing(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

test("files and folders are told with what travels of them, of the table of content", async () => {
  write("b/file", "some");
  chmodSync(at("b"), 0o750);
  chmodSync(at("b/file"), 0o4604);
  utimesSync(at("b/file"), 1_600_000_000, 1_600_000_000);
  write("empty", "");
  chmodSync(at("empty"), 0o600);
  const { mtimeNs } = lstatSync(at("empty"), { bigint: true });
  const mtime = 1_600_000_000_000_000_000n;
  expect(await taken()).toEqual([
    { table: "content", key: "b", signature: "folder:750" },
    {
      table: "content",
      key: "b/file",
      signature: signatureText({ is: "file", bytes: 4, mtimeNs: mtime, mode: 0o604, sha256: sha256("some") }),
    },
    {
      table: "content",
      key: "empty",
      signature: signatureText({ is: "file", bytes: 0, mtimeNs, mode: 0o600, sha256: sha256("") }),
    },
  ]);
});

test("a folder comes before its content, names in the order of their bytes, step by step of a path", async () => {
  for (const path of ["a b", "a/z", "a/b/c", "a0", "Z", "ü", "a-"]) write(path);
  expect(await paths()).toEqual(["Z", "a", "a/b", "a/b/c", "a/z", "a b", "a-", "a0", "ü"].sort(byteSteps));
});

function byteSteps(a: string, b: string): number {
  const [one, other] = [a.split("/"), b.split("/")];
  for (const [n, step] of one.entries()) {
    const found = other[n];
    if (found === undefined) return 1;
    const order = Buffer.compare(Buffer.from(step), Buffer.from(found));
    if (order !== 0) return order;
  }
  return -1;
}

test("names are bytes: of any value, of 255 of them, with newlines, percent signs and case", async () => {
  const names = [
    Buffer.from([0xff, 0x41]),
    Buffer.alloc(254, "é"),
    Buffer.from("%41\n"),
    Buffer.from("A"),
    Buffer.from("a"),
  ];
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${folder()}/`), name]), "");
  mkdirSync(at("empty folder"));
  expect(new Set(await paths())).toEqual(new Set(["%FFA", "é".repeat(127), "%2541\n", "A", "a", "empty folder"]));
});

test("links, sockets and the marker are left out, and nothing behind a link is told; a marker's name below is a name", async () => {
  write("real/file");
  symlinkSync(at("real"), at("link"));
  symlinkSync(at("real/file"), at("link to file"));
  symlinkSync("nowhere", at("dangling"));
  write("real/.pairkeeper-store");
  expect(await paths()).toEqual(["real", "real/.pairkeeper-store", "real/file"]);
});

test("a data set without items has none", async () => {
  expect(await pages()).toEqual([[]]);
});

test("ranges hold at most a thousand, one job goes on where the last ended, and large content ends a job too", async () => {
  for (let n = 0; n < 1200; n++) write(`flat/${String(n).padStart(4, "0")}`, "");
  for (let n = 0; n < 30; n++) write(`more/${n % 7}/${n}`, "0123456789");
  const whole = await pages();
  expect(whole.every((page) => page.length <= 1000)).toBe(true);
  expect(whole.flat().length).toBe(1200 + 1 + 30 + 7 + 1);
  const small = await pages({}, 15);
  expect(small.length).toBeGreaterThan(15);
  expect(small.flat()).toEqual(whole.flat());
});

describe("what cannot be read is a fault that names it, never an inventory without it", () => {
  test.each(["EACCES", "EIO"])("a folder: %s", async (code) => {
    write("good");
    write("shut/file");
    const readdirSync = ((place: fs.PathLike, options: object) => {
      if (String(place).endsWith("/shut")) throw failing(code, "no way in");
      return fs.readdirSync(place, options);
    }) as unknown as Disk["readdirSync"];
    const wanted = { code: "scan-failed", path: "shut", message: "no way in" };
    await expect(taken({ readdirSync })).rejects.toMatchObject(wanted);
  });

  test.each(["EACCES", "EIO"])("a file: %s", async (code) => {
    write("folder/file");
    const openSync = (() => {
      throw failing(code, "no way in");
    }) as Disk["openSync"];
    await expect(taken({ openSync })).rejects.toMatchObject({ code: "scan-failed", path: "folder/file" });
  });

  test("the data set itself", async () => {
    rmSync(folder(), { recursive: true });
    await expect(taken()).rejects.toMatchObject({ code: "scan-failed" });
    mkdirSync(folder());
  });
});

test("what leaves while it is told is not there: a file, a folder, and a file that became a link", async () => {
  for (const path of ["a", "b/c", "d", "e"]) write(path);
  const openSync = ((place: fs.PathLike, ...more: [number]) => {
    if (String(place).endsWith("/a")) rmSync(at("a"));
    if (String(place).endsWith("/d")) {
      renameSync(at("d"), at("d2"));
      symlinkSync(at("e"), at("d"));
    }
    return fs.openSync(place, ...more);
  }) as Disk["openSync"];
  const readdirSync = ((place: fs.PathLike, options: object) => {
    if (String(place).endsWith("/b")) rmSync(at("b"), { recursive: true });
    return fs.readdirSync(place, options);
  }) as unknown as Disk["readdirSync"];
  expect((await taken({ openSync, readdirSync })).map((one) => one.key)).toEqual(["b", "e"]);
});

test("a file that changes while it is read is read again, and told as it is then", async () => {
  write("file", "before");
  let changes = 1;
  const readSync = ((fd: number, buffer: Buffer, ...more: [number, number, number]) => {
    const read = fs.readSync(fd, buffer, ...more);
    if (changes-- > 0) writeFileSync(at("file"), "after it");
    return read;
  }) as Disk["readSync"];
  const [one] = await taken({ readSync });
  expect(one?.signature).toContain(":8:");
  expect(one?.signature).toContain(sha256("after it"));
});

test("one item alone is told with all below it, and nothing when it is not there", async () => {
  for (const path of ["a/b/c", "a/b/d", "a/b2", "file"]) write(path);
  const of = async (path: string) =>
    (await Array.fromAsync(inventoryPages(handsOn({}), folder(), stackAt(path)))).flat().map((one) => one.key);
  expect(await of("a/b")).toEqual(["a/b", "a/b/c", "a/b/d"]);
  expect(await of("file")).toEqual(["file"]);
  for (const none of ["a/none", "none", "file/below"]) expect(await of(none)).toEqual([]);
});

test("a data set is untouched by being told", async () => {
  write("a/b", "text");
  const seen = () =>
    ["", "a", "a/b"].map((path) => lstatSync(at(path), { bigint: true })).map((s) => [s.mtimeNs, s.ctimeNs]);
  const before = seen();
  await taken();
  expect(seen()).toEqual(before);
});

test("items that are picked are told alone, and what is not there, or behind a link, is not", async () => {
  for (const path of ["a/b", "a/c", "file"]) write(path);
  symlinkSync(at("a"), at("link"));
  const all = await taken();
  const picked = await pickedItems(handsOn({}), folder(), ["a", "a/b", "none", "link/b", "file/below"]);
  expect(picked).toEqual(all.filter(({ key }) => ["a", "a/b"].includes(key)));
});

test("an item that cannot be looked at is no item that is not there", async () => {
  const meddle = {
    lstatSync: () => {
      throw failing("EACCES");
    },
  } as unknown as Partial<Disk>;
  await expect(pickedItems(handsOn(meddle), folder(), ["a/b"])).rejects.toMatchObject({ code: "scan-failed" });
});

test("content that is not to be read is not opened through, and says so", async () => {
  write("file", "content");
  const readSync = (() => expect.unreachable("it was read")) as unknown as Disk["readSync"];
  const reading = { depth: "stat", salt: "" } as const;
  const all = await Array.fromAsync(inventoryPages(handsOn({ readSync }), folder(), null, undefined, reading));
  expect(all.flat().map(({ signature }) => signature.endsWith(`:${UNREAD}`))).toEqual([true]);
});

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareDeskContract } from "#lib/ports/compare-desk.contract.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openCompareDesk } from "./compare-desk.ts";

const folder = tempFolder();
const path = () => join(folder(), "compare.db");

compareDeskContract(() => openCompareDesk(path()));

const many = (from: number) =>
  Array.from({ length: 1000 }, (_, n) => ({
    table: "content",
    key: `${from + n}`.padStart(100, "0"),
    signature: "s".repeat(100),
  }));

test("a desk that does not fit into memory leaves no file behind, whether it is closed or not", () => {
  const desk = openCompareDesk(path());
  for (let at = 0; at < 80_000; at += 1000) desk.lay(many(at));
  expect(readdirSync(folder())).toEqual([]);
  for (let at = 0; at < 80_000; at += 1000) expect(desk.cross(many(at)).every((one) => one !== null)).toBe(true);
  expect([...desk.left()]).toEqual([]);
  desk.close();
  expect(readdirSync(folder())).toEqual([]);
});

test("what a process that died while it opened a desk left there is no desk", () => {
  writeFileSync(path(), "half a database");
  const desk = openCompareDesk(path());
  expect([...desk.left()]).toEqual([]);
  desk.close();
});

test("a folder that is not there is told", () => {
  mkdirSync(join(folder(), "here"));
  expect(() => openCompareDesk(join(folder(), "not here", "compare.db"))).toThrow("unable to open");
});

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { syncFiles } from "./durable.ts";

const folder = tempFolder();
test("a file that is not there to be synced is told, and nothing stays open", async () => {
  const place = folder();
  writeFileSync(join(place, "here"), "content");
  mkdirSync(join(place, "below"));
  const before = readdirSync("/proc/self/fd").length;
  await syncFiles(place, ["here", "below"]);
  await expect(syncFiles(place, ["here", "gone"])).rejects.toMatchObject({ code: "ENOENT" });
  expect(readdirSync("/proc/self/fd")).toHaveLength(before);
});

import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { theOutside } from "./run.ts";

const folder = tempFolder();

test("a report takes the place of what stands there, and follows no link that somebody laid", () => {
  const [place, precious] = [join(folder(), "report.html"), join(folder(), "precious")];
  theOutside.write(place, "first");
  theOutside.write(place, "second");
  expect(readFileSync(place, "utf8")).toBe("second");
  writeFileSync(precious, "mine");
  const link = join(folder(), "link.html");
  symlinkSync(precious, link);
  theOutside.write(link, "report");
  expect([readFileSync(link, "utf8"), readFileSync(precious, "utf8")]).toEqual(["report", "mine"]);
});

test("where nobody sits at a terminal nobody says yes", async () => {
  expect(process.stdin.isTTY).toBeFalsy();
  expect(await theOutside.confirm("Go on?")).toBe(false);
});

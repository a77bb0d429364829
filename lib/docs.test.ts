import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const DOCUMENTS = ["README.md", "lib/README.md", "lib/stores/sqlite/user-store/SCHEMA.md"];
const TOP = /^(app|components|lib|e2e|public|\.ci)(\/|$)/;
const FILE = /^[\w.-]+\.(ts|js|mjs|json|md)$/;

/** What a document shows as code: in backticks or in fenced blocks. */
const codeIn = (text: string) =>
  [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code.replace(/`/g, ""));

/** Paths that begin with a folder of ours, or name a file at the top. */
const pathsIn = (text: string) =>
  codeIn(text)
    .flatMap((code) => code.split(/[\s,:]+/))
    .map((word) => word.replace(/^\.\//, ""))
    .filter((word) => (TOP.test(word) || FILE.test(word)) && !/[*<{[]/.test(word));

const scriptsIn = (text: string) =>
  [...codeIn(text).flatMap((code) => [...code.matchAll(/npm run (?:--silent )?([\w:-]+)|npm (start|test)\b/g)])].map(
    ([, named, short]) => named ?? short ?? "",
  );

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(document, "utf8");
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

  test("every path it cites exists", () => {
    expect(pathsIn(text).filter((path) => !existsSync(path))).toEqual([]);
  });

  test("every npm script it names exists", () => {
    expect(scriptsIn(text).filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("a path and a script that do not exist would be found", () => {
  const text = "See `lib/nowhere.ts` and run `npm run dance`, or\n```\nnpm start\n```\n";
  expect(pathsIn(text)).toEqual(["lib/nowhere.ts"]);
  expect(scriptsIn(text)).toEqual(["dance", "start"]);
});

test("the map says of every package what it saves, and names no other", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, object>;
  const table = readFileSync("lib/README.md", "utf8").split("## Packages")[1] ?? "";
  const named = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => cell.replace(/`/g, "").split(", "));
  expect(named.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
});

import { existsSync } from "node:fs";

/*
 * `npm run bench -- rows`: one benchmark, beside its peer in the same run. Only ratios carry over from machine to machine.
 * Each is a module of that name beside this one that exports `run`.
 */

const name = process.argv[2] ?? "";
const isName = /^[a-z]+$/.test(name) && name !== "main" && existsSync(new URL(`${name}.ts`, import.meta.url));
if (!isName) {
  console.error("Which one? npm run bench -- rows | files | find | compare | load");
  process.exit(1);
}
const bench: { run(args: readonly string[]): Promise<void> } = await import(`./${name}.ts`);
await bench.run(process.argv.slice(3));

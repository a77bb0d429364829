import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "#lib/auth/context.ts";

const COMMANDS_FOLDER = join(import.meta.dirname, "..", "commands");
const APP = join(import.meta.dirname, "..", "..", "app");
const read = (path: string) => readFileSync(path, "utf8");

/** `export async function getX(ctx: Context, raw ...)`: what a door calls with who asks. */
const COMMAND = /^export (?:async )?function\*? (\w+)\(\s*ctx: Context,?\s*(\w+)?/gm;

/** A command as its file has it. */
export type FoundCommand = { readonly name: string; readonly file: string; readonly second: string | undefined };

const FUNCTIONS: readonly FoundCommand[] = globSync("*.ts", { cwd: COMMANDS_FOLDER })
  .filter((file) => !file.endsWith(".test.ts"))
  .sort()
  .flatMap((file) =>
    [...read(join(COMMANDS_FOLDER, file)).matchAll(COMMAND)].map(([, name = "", second]) => ({ name, file, second })),
  );

/** What pages and routes import of a file of commands. */
const IMPORTED = new Set(
  globSync("**/*.{ts,tsx}", { cwd: APP })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) => [...read(join(APP, file)).matchAll(/import \{([^}]*)\} from "#lib\/commands\//g)])
    .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())),
);

const isCommand = ({ name, second }: FoundCommand) =>
  second === undefined || second === "raw" || second === "told" || IMPORTED.has(name);

/** Every command that there is: a new one is found by itself. */
export const COMMANDS = FUNCTIONS.filter(isCommand);

/** Asks it; what follows stops following, and `told` is what it was told meanwhile. */
export async function callCommand(
  { name, file }: FoundCommand,
  ctx: Context,
  given: unknown,
  told: (word: unknown) => void = () => {},
): Promise<unknown> {
  const commands: Record<string, (ctx: Context, raw: unknown) => unknown> = await import(join(COMMANDS_FOLDER, file));
  const answer = await commands[name]?.(ctx, name.startsWith("follow") ? told : given);
  if (typeof answer !== "function") return answer;
  answer();
  return undefined;
}

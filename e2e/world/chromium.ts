import { execFile, execFileSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "#lib/config/env.ts";

/** A browser that starts on this machine, and what it needs in its environment besides ours. */
export type Chromium = { readonly path: string; readonly env: Record<string, string> };

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PACKAGE = join(process.cwd(), "node_modules", "@sparticuz", "chromium");

function isExecutable(path: string) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable) ?? null;
}

function starts(path: string, env: Record<string, string>) {
  try {
    execFileSync(path, ["--version", "--no-sandbox"], { env: childEnvironment(env), stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** The package unpacks into the temporary folder, under names that anyone could have put there; a process of its own gets our folder as that one. */
async function inflateInto(folder: string) {
  const program = `
    import { inflate } from "@sparticuz/chromium";
    const parts = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
    await Promise.all(parts.map((part) => inflate(${JSON.stringify(`${join(PACKAGE, "bin")}/`)} + part)));`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    env: childEnvironment({ TMPDIR: folder }),
  });
}

/** Fonts of the machine and of the package, with a cache of our own: no home folder is needed. */
function fontsConf(folder: string) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, "fonts", "fonts")}</dir>
  <cachedir>${join(folder, "font-cache")}</cachedir>
</fontconfig>
`;
}

/** Unpacks aside and renames, so that a folder under the final name is always whole. */
async function unpacked() {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const cache = join(process.cwd(), "node_modules", ".cache");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "chromium-draft-"));
  try {
    await inflateInto(draft);
    writeFileSync(join(draft, "fonts.conf"), fontsConf(folder));
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another run was quicker
  }
  return folder;
}

async function fromPackage(): Promise<Chromium> {
  const folder = await unpacked();
  const path = join(folder, "chromium");
  const env = { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  // The package's own system libraries only where the machine lacks them: mixed with the machine's they may not fit.
  const withLibraries = { ...env, LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
  for (const candidate of [env, withLibraries]) if (starts(path, candidate)) return { path, env: candidate };
  throw new Error(
    "The Chromium of @sparticuz/chromium does not start on this machine: set CHROMIUM_PATH to one that does.",
  );
}

/** The browser for the tests: CHROMIUM_PATH, the machine's, or the one inside a package; no root and no download is needed. */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is no program.`);
    return { path: named, env: {} };
  }
  const found = onPath();
  if (found && starts(found, {})) return { path: found, env: {} };
  return fromPackage();
}

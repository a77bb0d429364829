import { type Browser, chromium } from "playwright/test";
import { childEnvironment } from "#lib/config/env.ts";
import { findChromium } from "./chromium.ts";

/** How Chromium starts for us: no root, no display, no word to anybody. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser for scripts; tests get theirs from the runner. */
export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findChromium();
  return chromium.launch({
    executablePath: path,
    env: childEnvironment(env) as Record<string, string>,
    args: CHROMIUM_ARGS,
  });
}

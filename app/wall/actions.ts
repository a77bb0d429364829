"use server";

import type { ShownCode } from "#components/wall/wall-code.tsx";
import { askForCode } from "../session.ts";

/** A code for a screen that nobody signed in. Whoever asks gets one: it opens nothing before somebody at a desk enters it. */
export async function newCode(): Promise<ShownCode> {
  return askForCode();
}

import { useState } from "react";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { isSameSeen, type Passage, passed } from "./passage.ts";

/** What has arrived is news for so long. */
const NEWS_MS = 30_000;

/** What this page saw leave and arrive of one copy; null when it saw nothing of late. */
export function usePassage(module: ModuleStatus, now: string): Passage | null {
  const [seen, setSeen] = useState<{ module: ModuleStatus; passage: Passage | null }>({ module, passage: null });
  if (!isSameSeen(seen.module, module)) setSeen({ module, passage: passed(seen.module, module, seen.passage, now) });
  const { passage } = seen;
  const isOld = passage?.is === "arrived" && Date.parse(now) - Date.parse(passage.at) > NEWS_MS;
  return isOld ? null : passage;
}

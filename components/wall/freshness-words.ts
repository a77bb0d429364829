import type { PageHearing } from "#components/status/freshness.ts";
import type { Words } from "#components/status/words.ts";
import { duration } from "#lib/domain/duration.ts";

/** How far what is shown can be believed: "Fresh, 2 s", "Catching up, 8 s", "Old since 12:04:23". */
export function freshnessWords(hearing: PageHearing, ageMs: number, toldAt: string): Words {
  switch (hearing) {
    case "live":
      return [`Fresh, ${duration(ageMs)}`];
    case "catching-up":
      return [`Catching up, ${duration(ageMs)}`];
    case "offline":
      return ["Old since ", { at: toldAt }];
  }
}

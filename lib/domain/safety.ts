import type { ReasonCode } from "./reasons.ts";

/**
 * Whether one item has a second copy, and how that is known. "Equal" and "Different": both copies were read and compared.
 * "Acknowledged": not compared, but the partner has acknowledged every change of it that is known. "Waits": not compared,
 * and a change of it waits. "Unknown": nothing can be said.
 */
export const SAFETIES = ["Equal", "Different", "Acknowledged", "Waits", "Unknown"] as const;
export type Safety = (typeof SAFETIES)[number];

/** All that it is judged from. */
export type SafetyEvidence = {
  readonly compared: "equal" | "different" | "not-compared";
  /** Whether a change waits by the owner's own book; null where that could not be read. */
  readonly waits: boolean | null;
  /** Whether the partner ever acknowledged a package of this module. */
  readonly isAcked: boolean;
  /** Why the lane's evidence is no proof; null when it is. */
  readonly doubt: ReasonCode | null;
};

/** Only a comparison makes an item Equal: that nothing waits is the weaker statement. */
export function judgeSafety({ compared, waits, isAcked, doubt }: SafetyEvidence): Safety {
  switch (compared) {
    case "equal":
      return "Equal";
    case "different":
      return "Different";
    case "not-compared":
      if (waits === true) return "Waits";
      return waits === false && isAcked && doubt === null ? "Acknowledged" : "Unknown";
  }
}

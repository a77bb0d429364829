import type { Display } from "#lib/domain/display.ts";
import type { Actor } from "#lib/domain/role.ts";

/** A screen that waits to be let in. Neither its secret nor its code is kept, only what they hash to. */
export type WaitingDisplay = {
  readonly id: string;
  readonly hash: string;
  readonly codeHash: string;
  readonly askedAt: number;
  /** Until when its code may be entered. */
  readonly until: number;
};

/** What is known of the screen that holds a secret. */
export type KnownDisplay = { readonly id: string; readonly is: "waiting" } | (Display & { readonly is: "accepted" });

/** The ledger as the screens' way in uses it. */
export interface DisplayLedger {
  /** Writes down a screen that waits. Those whose time is over are forgotten, and the oldest where more than `most` wait then. */
  ask(waiting: WaitingDisplay, most: number): Promise<void>;
  /** The screen of that secret; null when there is none, when it was revoked, and when its code was not entered in time. */
  byHash(hash: string, now: number): Promise<KnownDisplay | null>;
  /** Lets the screen in that shows the code, once; null when none does. With its audit row. */
  accept(codeHash: string, name: string, by: Actor): Promise<Display | null>;
  /** Every screen that is let in, the oldest first. */
  accepted(): Promise<readonly Display[]>;
  seen(id: string, at: number): Promise<void>;
  /** Shuts a screen out; false when none of that id is in. With its audit row. */
  revoke(id: string, by: Actor): Promise<boolean>;
}

import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Mischief } from "./post-office.ts";
import type { Ailment } from "./sick-bay.ts";
import type { Kind } from "./twin/items.ts";
import type { Loss } from "./twin/losses.ts";
import type { Misfortune } from "./twin/misfortune.ts";
import type { FileAct } from "./users/file-users.ts";
import type { RowAct } from "./users/row-act.ts";

/** One of the two pools of a pair. */
export type Side = 1 | 2;
/** A pair's pools. */
export type Pools = Readonly<Record<Side, PoolFqdn>>;

type Lane = { readonly kind: Kind; readonly from: Side };

/** What the engine does, a part at a time. */
export type EngineStep =
  | ({ readonly do: "cycle" } & Lane)
  | ({ readonly do: "deletions" } & Lane)
  | ({ readonly do: "import-one" } & Lane)
  | ({ readonly do: "import" } & Lane)
  | ({ readonly do: "listen" } & Lane)
  /** Cycle, import, deletions, import. */
  | ({ readonly do: "carry" } & Lane)
  /** One turn of both sides at what is to be compared. */
  | ({ readonly do: "compare" } & Lane)
  | { readonly do: "beat" }
  | { readonly do: "round" };

/** What people and other programs do to what is theirs. */
export type UserStep =
  | { readonly do: "rows"; readonly pool: Side; readonly acts: readonly RowAct[] }
  | { readonly do: "files"; readonly pool: Side; readonly acts: readonly FileAct[] }
  /** A writer begins a transaction and stands still; later one wakes it. */
  | { readonly do: "begin"; readonly pool: Side; readonly acts: readonly RowAct[] }
  | { readonly do: "wake"; readonly pool: Side }
  /** Both pools insert the same key as their own. */
  | { readonly do: "contest"; readonly table: number; readonly key: number };

/** What else happens. */
export type WorldStep =
  | ({ readonly do: "mail" } & Lane & { readonly mischief: Mischief })
  | { readonly do: "travel"; readonly ms: number }
  /** A store is slow, full or read-only, until it is well again; a full one takes so many writes more. */
  | { readonly do: "ail"; readonly pool: Side; readonly kind: Kind; readonly is: Ailment; readonly room: number }
  | { readonly do: "mend"; readonly pool: Side }
  | { readonly do: "ask-for-sync"; readonly pool: Side }
  | ({ readonly do: "ask-for-compare"; readonly depth: "full" | "sample"; readonly resync: boolean } & Lane)
  | { readonly do: "restart" }
  /** A person lets go the deletions that are shown as held. */
  | ({ readonly do: "release" } & Lane)
  | ({ readonly do: "stop-importer" } & Lane)
  | ({ readonly do: "start-importer" } & Lane)
  | { readonly do: "lose"; readonly loss: Loss; readonly pool: Side }
  | { readonly do: "bring-back"; readonly pool: Side }
  /** A backup program copies a pool's database. */
  | { readonly do: "copy-database"; readonly pool: Side }
  /** Something is lost for good, or another thing stands in its place. */
  | { readonly do: "misfortune"; readonly what: Misfortune; readonly pool: Side }
  /** A person asks to keep what stands on a pool; the engine begins anew for that, at once or later. */
  | { readonly do: "adopt"; readonly pool: Side; readonly beginsAnew: boolean }
  /** A person gives up what stands on a pool for what its partner has of it. */
  | { readonly do: "restore"; readonly pool: Side }
  /** A person brings back some of what was deleted on the partner. */
  | { readonly do: "from-trash"; readonly kind: Kind; readonly pool: Side; readonly which: number }
  /** A person ends what was asked for, where it stands. */
  | { readonly do: "stop-requests" }
  /** In the middle of what the engine does. */
  | {
      readonly do: "meanwhile";
      readonly at: number;
      readonly during: EngineStep;
      readonly what: UserStep | Extract<WorldStep, { do: "mail" }>;
      readonly asks: boolean;
    }
  | { readonly do: "die"; readonly at: number; readonly isAfter: boolean; readonly during: EngineStep };

export type Step = EngineStep | UserStep | WorldStep;

/** How it ends: in peace, or with an older copy of a pool's database put back. */
export type End = "peace" | { readonly rewind: Side; readonly copiedBefore: number };

/** `asks`: somebody asks for the status after it. `isElsewhere`: it happens to the second pair, where there is one. */
export type HistoryStep = { readonly step: Step; readonly asks: boolean; readonly isElsewhere: boolean };

export type History = {
  /** With nothing, or with rows and files in both pools that were copied already. */
  readonly starts: "empty" | "copied";
  readonly steps: readonly HistoryStep[];
  /** How many pairs the service has. */
  readonly pairs: 1 | 2;
  /** What a cycle may carry: much, or so little that most cycles leave something over. */
  readonly limits: "ample" | "tight";
  /** Which side gives way where both own a key. */
  readonly yields: Side;
  readonly end: End;
};

const ENGINE_STEPS = new Set([
  "cycle",
  "deletions",
  "import-one",
  "import",
  "listen",
  "carry",
  "compare",
  "beat",
  "round",
]);
const USER_STEPS = new Set(["rows", "files", "begin", "wake", "contest"]);

export function isEngineStep(step: Step): step is EngineStep {
  return ENGINE_STEPS.has(step.do);
}

export function isUserStep(step: Step): step is UserStep {
  return USER_STEPS.has(step.do);
}

/** One line of a story. */
export function told(step: Step): string {
  const { do: what, ...rest } = step;
  switch (step.do) {
    case "meanwhile": {
      const asked = step.asks ? ", and somebody asks" : "";
      return `during [${told(step.during)}], at call ${step.at}: ${told(step.what)}${asked}`;
    }
    case "die":
      return `the engine dies ${step.isAfter ? "after" : "before"} call ${step.at} of [${told(step.during)}], and starts again`;
    case "rows":
    case "files":
    case "begin":
      return `pool ${step.pool} ${what}: ${step.acts.map((act) => Object.values(act).join(" ")).join(", then ")}`;
    default:
      return `${what} ${Object.values(rest)
        .map((value) => (typeof value === "object" ? Object.values(value).join(" ") : String(value)))
        .join(" ")}`.trim();
  }
}

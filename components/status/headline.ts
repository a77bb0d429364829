import { shortName } from "#lib/domain/pool.ts";
import { census, countPairs } from "./census.ts";
import {
  type Concern,
  directionConcern,
  riskOf,
  riskText,
  TARGET_SECONDS,
  TONES,
  type Tone,
  worstOf,
} from "./concern.ts";
import {
  copiesName,
  elsewherePool,
  equalAsOf,
  failedSince,
  mostAtRisk,
  sidesOf,
  silentPool,
  unknownSince,
} from "./evidence.ts";
import { type Note, pairNotes } from "./notes.ts";
import type { Direction, Pair, Snapshot } from "./snapshot.ts";
import { waitSentence } from "./wait.ts";
import type { Words } from "./words.ts";

/** Is anything at risk, in which direction, since when, why, and what to press: two sentences that answer it. */
export type Headline = { readonly tone: Tone; readonly title: Words; readonly detail: Words };

/** What a headline of one pair is made from. */
type Case = { readonly worst: Direction; readonly pair: Pair; readonly now: string; readonly maySync: boolean };

/** The headline of a believed snapshot; `offlineSince` is the last answer's moment once the server is unheard. */
export function headline(snapshot: Snapshot, offlineSince: string | null, maySync: boolean): Headline {
  if (offlineSince !== null) return offline(offlineSince);
  const worst = worstOf(snapshot.Pairs.flatMap((pair) => pair.Directions));
  const pair = snapshot.Pairs.find(({ Directions }) => Directions.some((direction) => direction === worst));
  if (worst === null || pair === undefined)
    return { tone: "calm", title: ["No pools are paired"], detail: ["Nothing is copied until two pools are paired."] };
  const said = ofPair({ worst, pair, now: snapshot.Now, maySync });
  if (snapshot.Pairs.length === 1 && snapshot.Left === undefined) return said;
  return {
    ...said,
    title: [census(countPairs(snapshot.Pairs, snapshot.Left))],
    detail: [...said.title, ". ", ...said.detail],
  };
}

function offline(since: string): Headline {
  return {
    tone: "unknown",
    title: ["Nothing is known since ", { at: since }],
    detail: ["This page does not reach its server, and tries again every 2 s. See whether the server still runs."],
  };
}

/** For a page that slept: what it knew is too old to be believed, and the server has not answered yet. */
export function catchingUp(since: string): Headline {
  return {
    tone: "unknown",
    title: ["Nothing is known since ", { at: since }],
    detail: ["This page asks its server what happened since then."],
  };
}

function ofPair(told: Case): Headline {
  const concern = directionConcern(told.worst);
  const most = mostAtRisk(told.pair);
  const late = most !== null && (riskOf(most)?.seconds ?? 0) > TARGET_SECONDS;
  const tone = late && TONES[concern] === "calm" ? "warn" : TONES[concern];
  return { tone, title: title(concern, told), detail: detail(concern, told) };
}

function title(concern: Concern, { worst, pair }: Case): Words {
  const copies = copiesName(worst);
  switch (concern) {
    case "failed": {
      const held = heldTitle(worst, pair);
      if (held !== null) return [held];
      return [...since(`${copies} fails`, failedSince(worst, pair)), ...atRisk(worst).map((age) => `, ${age} at risk`)];
    }
    case "unheard": {
      const elsewhere = elsewherePool(worst);
      if (elsewhere !== null && elsewhere === silentPool(pair))
        return since(`${shortName(elsewhere)} is silent`, earliestUnknown(pair));
      if (elsewhere !== null) return [`${shortName(elsewhere)} is not run by this service`];
      const at = unknownSince(worst);
      return at === null ? [`Nothing was heard of ${shortName(worst.To)} yet`] : since(whoIsSilent(worst), at);
    }
    case "starting":
      return ["Just started: nothing is known yet"];
    case "behind":
    case "refused":
      return [backlog(worst, pair), ...atRisk(worst).map((age) => `, ${age} at risk`)];
    case "syncing":
      return [`A sync of ${copies} is running`];
    case "keeping-up": {
      const most = mostAtRisk(pair);
      return most === null ? ["Keeping up"] : [`Keeping up: ${atRisk(most).join("")} at risk on ${copiesName(most)}`];
    }
    case "equal":
      return ["Nothing is at risk"];
  }
}

function detail(concern: Concern, told: Case): Words {
  const note = pairNotes(told.pair, told.maySync)[0];
  switch (concern) {
    case "failed":
    case "behind":
    case "refused":
      return [note === undefined ? "The rows below say why." : below(note)];
    case "unheard": {
      const first =
        unknownSince(told.worst) === null
          ? "Changes may have no second copy"
          : "Changes made since then may have no second copy";
      return [`${first}. ${note === undefined ? "Nothing to press: its word comes every few seconds." : below(note)}`];
    }
    case "starting":
      return ["The first look since the service started has not ended. Nothing to press: it ends by itself."];
    case "syncing":
      return [`What ${shortName(told.worst.To)} has not acknowledged counts as at risk. Nothing to press: it runs.`];
    case "keeping-up":
      return [keepingUp(told)];
    case "equal":
      return since("Both pools hold the same", equalAsOf(told.pair), " as of ");
  }
}

/** The banner is on the same page, and says it all: here only what is pressed there. */
function below({ link }: Note): string {
  return link === null ? "Why, and what to do, is said below." : `Why is said below; press “${link.label}” there.`;
}

/** "DataConf pool1 → pool2 falls behind" */
function backlog(worst: Direction, pair: Pair): string {
  const [note] = pairNotes({ ...pair, Directions: [worst] }, true);
  return note?.title ?? `${copiesName(worst)} falls behind`;
}

/** Deletions that are held, where nothing else fails. */
function heldTitle(worst: Direction, pair: Pair): string | null {
  const [note] = pairNotes({ ...pair, Directions: [worst] }, true);
  return note?.reason === "deletion-guard" ? note.title : null;
}

function since(what: string, at: string | null, link = " since "): Words {
  return at === null ? [what] : [`${what}${link}`, { at }];
}

/** Since when the word of the silent pool is not heard: its own service may have gone before. */
function earliestUnknown({ Directions }: Pair): string | null {
  return (
    Directions.flatMap((direction) => sidesOf(direction))
      .flatMap(({ Reason, UnknownSince }) => (Reason === "partner-unheard" ? (UnknownSince ?? []) : []))
      .sort()[0] ?? null
  );
}

function whoIsSilent(worst: Direction): string {
  const reasons = sidesOf(worst).map((side) => side.Reason);
  if (reasons.includes("engine-unheard")) return "The sync engine is silent";
  return reasons.includes("partner-unheard") ? `${shortName(worst.To)} is silent` : `${copiesName(worst)} is not known`;
}

function keepingUp({ pair, now, maySync }: Case): string {
  const waiting = pair.Directions.flatMap(({ From, Status, Faces }) =>
    Status.BackupModules.filter((module) => (module.PendingItems ?? 0) > 0).map(
      (module) => `On ${shortName(From)} ${waitSentence(module, Faces, now)}.`,
    ),
  )[0];
  if (waiting === undefined) return "All has left, and the partner has not acknowledged it yet. Nothing to press.";
  return maySync ? `${waiting} To send at once, press Sync now.` : waiting;
}

function atRisk(direction: Direction): readonly string[] {
  const risk = riskOf(direction);
  return risk === null || risk.seconds === 0 ? [] : [riskText(risk)];
}

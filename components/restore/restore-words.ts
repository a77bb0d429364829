import { counted } from "#components/status/amount.ts";
import { moduleWords } from "#components/status/module-words.ts";
import type { RestoreCase, RestoreWay } from "#components/status/restore-case.ts";
import type { Words } from "#components/status/words.ts";
import { shortName } from "#lib/domain/pool.ts";
import { howMuch, type RestoreAmount } from "./amount-words.ts";

const DELETION = { one: "deletion", many: "deletions" };

/** "conference content" */
export function contentOf({ module }: Pick<RestoreCase, "module">): string {
  return moduleWords(module, []).plain.toLowerCase();
}

/** What the page is for, in its first line. */
export function restoreTitle(one: RestoreCase): string {
  switch (one.is) {
    case "whole-store":
      return `Adopt the stores of ${shortName(one.pool)}`;
    case "neither":
      return `Adopt ${contentOf(one)} of ${shortName(one.pool)}`;
    case "standby":
      return `Fill the standby on ${shortName(one.pool)} anew`;
    default:
      return `Restore ${contentOf(one)} of ${shortName(one.pool)}`;
  }
}

/** What leads to that page: it only shows, so it does not sound like the deed. */
export function restoreLink({ is, pool }: Pick<RestoreCase, "is" | "pool">): string {
  const isAdopted = is === "whole-store" || is === "neither";
  return `To the ${isAdopted ? "adoption" : "restore"} of ${shortName(pool)}`;
}

/** Why, and since when that is known. */
export function whyWords(one: RestoreCase): Words {
  const [pool, partner, content] = [shortName(one.pool), shortName(one.partner), contentOf(one)];
  const seen = one.error === null ? [] : [" Seen first at ", { at: one.error.FirstAt }, "."];
  switch (one.is) {
    case "whole-store":
      return [`${pool} cannot tell whether this is its own store.`, ...seen];
    case "rewound":
      return [
        `The user database of ${pool} is an older copy: ${partner} knows of packages that it never sent.`,
        ...seen,
      ];
    case "foreign":
      return [`What stands in the place of ${pool}'s ${content} is another store's, or of an older day.`, ...seen];
    case "unmarked":
      return [`Something stands in the place of ${pool}'s ${content}, but its store marker is gone.`, ...seen];
    case "gone":
      return [`${pool} lost its ${content}: the folder and its store marker are gone.`, ...seen];
    case "neither":
      return [
        `${pool}'s ${content} is not whole, and nor is its standby on ${partner}: each waits for the other.`,
        ...seen,
      ];
    case "restoring":
      return [`${pool}'s ${content} is not whole yet: a restore was begun.`, ...seen];
    case "held": {
      const what = counted(one.heldItems, DELETION);
      return [
        `${what} of ${pool}'s ${content} ${one.heldItems === 1 ? "is" : "are"} held: none has left for ${partner}.`,
      ];
    }
    case "standby":
      return [`${pool} lost the standby that it keeps of ${partner}'s ${content}.`, ...seen];
  }
}

/** What one way out does, as terms and sentences; how much it is was counted, or is not told. */
export function effectsOf(
  one: RestoreCase,
  way: RestoreWay,
  amount: RestoreAmount | null,
): readonly { readonly term: string; readonly says: Words }[] {
  switch (way) {
    case "sync":
      return syncEffects(one, amount);
    case "adopt":
      return adoptEffects(one);
    case "from-partner":
      return fromPartnerEffects(one, amount);
  }
}

type Effects = ReturnType<typeof effectsOf>;

function syncEffects(one: RestoreCase, amount: RestoreAmount | null): Effects {
  const [pool, partner] = [shortName(one.pool), shortName(one.partner)];
  if (one.is === "standby")
    return [
      { term: "Written", says: [`all of ${partner}'s ${contentOf(one)}, on ${pool}; nothing of ${pool}'s own`] },
      { term: "How much", says: howMuch(one, "sync", amount) },
    ];
  const first: Effects =
    one.is === "foreign"
      ? [{ term: "Moves aside", says: [`what stands there now, into the trash of ${pool} for 7 days`] }]
      : [];
  const held: Effects =
    one.is === "held"
      ? [{ term: "Held deletions", says: ["are dropped, and what they were to delete comes back"] }]
      : [];
  return [
    ...first,
    { term: "Comes back", says: [`what ${pool} lacks and ${partner} has: only what is missing is written`] },
    ...held,
    { term: "How much", says: howMuch(one, "sync", amount) },
    { term: "Left alone, listed", says: [`what differs, what ${pool} deleted on purpose, what is on its way`] },
    ...lostForGood(one),
  ];
}

function adoptEffects(one: RestoreCase): Effects {
  const [pool, partner] = [shortName(one.pool), shortName(one.partner)];
  return [
    { term: "Stays", says: [`everything that stands there; nothing is deleted on ${pool} or ${partner}`] },
    { term: "Comes back", says: [`what only ${partner} has`] },
    { term: "Goes over", says: [`what only ${pool} has: both sides hold the union in the end`] },
    { term: "Begins anew", says: [`the store gets a new epoch, and everything is compared and sent again once`] },
    ...(one.is === "whole-store" ? MISSING_ROOT : []),
  ];
}

const MISSING_ROOT: Effects = [
  { term: "Where nothing stands", says: ["an empty store is made in its place, and filled by the partner"] },
];

function fromPartnerEffects(one: RestoreCase, amount: RestoreAmount | null): Effects {
  const [pool, partner] = [shortName(one.pool), shortName(one.partner)];
  return [
    { term: "Moves aside", says: [`all that stands there now, into the trash of ${pool} for 7 days`] },
    { term: "Comes back", says: [`all that ${partner} holds of it`] },
    { term: "How much", says: howMuch(one, "from-partner", amount) },
    ...lostForGood(one),
  ];
}

function lostForGood({ pool, partner, lastEqualAt }: RestoreCase): Effects {
  const says: Words =
    lastEqualAt === null
      ? [`what ${shortName(partner)} never got`]
      : [
          `what ${shortName(pool)} wrote after `,
          { at: lastEqualAt },
          `, as far as ${shortName(partner)} had not got it`,
        ];
  return [{ term: "Can't come back", says }];
}

/** The same by the command line. */
export function cmdletOf({ is, pool, partner, module }: RestoreCase, way: RestoreWay): string {
  const only = is === "whole-store" || (is === "rewound" && way === "adopt") ? "" : ` -BackupModule ${module}`;
  switch (way) {
    case "sync":
      return `Invoke-CsBackupServiceSync -PoolFqdn ${partner}${only}`;
    case "adopt":
      return `Restore-CsBackupStore -PoolFqdn ${pool}${only} -Adopt`;
    case "from-partner":
      return `Restore-CsBackupStore -PoolFqdn ${pool}${only} -FromPartner`;
  }
}

/** The button. */
export function pressWords({ is, pool, partner }: RestoreCase, way: RestoreWay): string {
  if (way === "adopt") return "Adopt as it is";
  if (way === "from-partner") return `Restore from ${shortName(partner)}`;
  return is === "standby" ? "Fill it anew" : `Restore to ${shortName(pool)}`;
}

/** When it is over, by what the status then reads. */
export function doneWords({ pool, partner, module }: RestoreCase, way: RestoreWay): string {
  const short = moduleWords(module, []).short;
  return way === "sync"
    ? `Done when ${short} on ${shortName(partner)} reads SteadyState`
    : `Done when nothing on ${shortName(pool)} reads ErrorState any more`;
}

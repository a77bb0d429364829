import type { Lane } from "#lib/domain/lane.ts";
import { reachText } from "#lib/domain/reach.ts";
import { type AuditLog, type AuditQuestion, SETTINGS } from "#lib/ports/audit-log.ts";
import type { HistoryReader, JournalEntry } from "#lib/ports/history.ts";
import type { DoorLedger, Evidence, RequestWithRuns } from "#lib/ports/ledger.ts";
import type { Context } from "./context.ts";
import { type Sight, sightOf } from "./sight.ts";

/**
 * The context as whoever asks may use it: where they reach some pools alone, all that commands read is of these and their partners,
 * so that a pool out of reach is to every command one that is not there. What acts is held to the reach by `requireRole`.
 */
export function withinReach(ctx: Context): Context {
  const { pools } = ctx.actor;
  if (pools === "all") return ctx;
  const look = async () => sightOf(pools, await ctx.ledger.topology());
  return {
    ...ctx,
    ledger: seenLedger(ctx, look),
    history: seenHistory(ctx.history, look),
    audit: seenAudit(ctx.audit, look),
    feed: ctx.feed.within(pools),
    wall: ctx.wall.within(pools),
  };
}

type Look = () => Promise<Sight>;

/** Evidence never changes, so what somebody sees of it does not either: those who have looked find it again. */
const seenBefore = new WeakMap<Evidence, Map<string, Evidence>>();

function seenLedger({ ledger, actor }: Pick<Context, "ledger" | "actor">, look: Look): DoorLedger {
  const sees = ({ request }: RequestWithRuns, sight: Sight) => sight.seesLane(request);
  return {
    ...ledger,
    topology: async () => (await look()).topology,
    pools: async () => {
      const { seesPool } = await look();
      return (await ledger.pools()).filter(({ pool }) => seesPool(pool));
    },
    evidence: async () => {
      const all = await ledger.evidence();
      const known = seenBefore.get(all) ?? new Map<string, Evidence>();
      seenBefore.set(all, known);
      const key = reachText(actor.pools);
      const seen = known.get(key) ?? seenEvidence(all, sightOf(actor.pools, all.topology));
      known.set(key, seen);
      return seen;
    },
    compares: async (lane) => ((await look()).seesLane(lane) ? ledger.compares(lane) : null),
    requests: async (limit) => {
      const sight = await look();
      // Those of former pairs of seen pools may stand before the own ones.
      for (let most = limit; ; most *= 4) {
        const all = await ledger.requests(most, sight.topology.pools);
        const own = all.filter((one) => sees(one, sight));
        if (own.length >= limit || all.length < most) return own.slice(0, limit);
      }
    },
    requestById: async (id) => {
      const found = await ledger.requestById(id);
      return found !== null && sees(found, await look()) ? found : null;
    },
  };
}

function seenEvidence(all: Evidence, { topology, seesLane }: Sight): Evidence {
  return {
    ...all,
    topology,
    exports: all.exports.filter(({ lane }) => seesLane(lane)),
    imports: all.imports.filter(({ lane }) => seesLane(lane)),
    requests: all.requests.filter(({ request }) => seesLane(request)),
  };
}

function seenHistory(history: HistoryReader, look: Look): HistoryReader {
  const ifSeen = async <T>(lane: Lane, none: T, read: () => Promise<T>) =>
    (await look()).seesLane(lane) ? read() : none;
  return {
    samples: (lane, span, most) => ifSeen(lane, [], () => history.samples(lane, span, most)),
    states: (lane, ...asked) => ifSeen(lane, [], () => history.states(lane, ...asked)),
    cycles: (lane, ...asked) => ifSeen(lane, [], () => history.cycles(lane, ...asked)),
    packages: (lane, most) => ifSeen(lane, [], () => history.packages(lane, most)),
    requests: (lane, ...asked) => ifSeen(lane, [], () => history.requests(lane, ...asked)),
    epoch: (lane) => ifSeen(lane, 0, () => history.epoch(lane)),
    sparks: async () => {
      const { seesLane } = await look();
      return (await history.sparks()).filter(({ lane }) => seesLane(lane));
    },
    totals: async () => {
      const { seesLane } = await look();
      return (await history.totals()).filter(({ lane }) => seesLane(lane));
    },
    journal: async (asked) => {
      const sight = await look();
      const entries: JournalEntry[] = [];
      for (let { after } = asked; ; ) {
        const page = await history.journal({ ...asked, within: sight.topology.pools, after });
        if (page === null) return null;
        entries.push(...page.entries.filter((entry) => seesEntry(entry, sight)));
        const last = entries[asked.limit - 1];
        const hasMore = entries.length > asked.limit || page.next !== null;
        if (last !== undefined) return { entries: entries.slice(0, asked.limit), next: hasMore ? last.id : null };
        if (page.next === null) return { entries, next: null };
        after = page.next;
      }
    },
  };
}

function seesEntry(entry: JournalEntry, { seesLane, tellsOfOthers }: Sight): boolean {
  switch (entry.kind) {
    case "asked":
    case "ran":
      return seesLane(entry.request);
    case "changed":
      return !tellsOfOthers(entry.subject, entry.before, entry.after);
    case "failed":
      return seesLane(entry.run === undefined ? entry.span.lane : entry.request);
    case "state":
      return seesLane(entry.span.lane);
    case "engine":
      return true;
  }
}

/** Rows that tell of own pools and of no other. Their hashes hold the others' rows too, so those are not told. */
function seenAudit(audit: AuditLog, look: Look): AuditLog {
  type Rows = Awaited<ReturnType<AuditLog["oldest"]>>;
  const seen = async (
    asked: AuditQuestion,
    limit: number,
    read: (asked: AuditQuestion, last: number | null) => Promise<Rows>,
  ) => {
    const { topology, tellsOfSeen, tellsOfOthers } = await look();
    const sees = ({ subject, reason, before, after }: Rows[number]) =>
      (subject === SETTINGS || tellsOfSeen(subject, before, after)) && !tellsOfOthers(subject, reason, before, after);
    const own: Rows[number][] = [];
    for (let last: number | null = null; ; ) {
      const rows: Rows = await read({ ...asked, within: topology.pools }, last);
      own.push(...rows.filter(sees));
      last = rows.at(-1)?.n ?? null;
      if (own.length >= limit || rows.length < limit || last === null)
        return own.slice(0, limit).map((row) => ({ ...row, previous: "", hash: "" }));
    }
  };
  return {
    ...audit,
    latest: (asked, below, limit) =>
      seen(asked, limit, (narrowed, last) => audit.latest(narrowed, last ?? below, limit)),
    oldest: (asked, above, limit) =>
      seen(asked, limit, (narrowed, last) => audit.oldest(narrowed, last ?? above, limit)),
  };
}

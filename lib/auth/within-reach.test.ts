import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JOURNAL_KINDS } from "#lib/domain/journal-kind.ts";
import type { Reach } from "#lib/domain/reach.ts";
import type { DoorLedger } from "#lib/ports/ledger.ts";
import type { Console } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { MARK, OTHER_1, OTHER_2, type OtherNames, openTwoPairs } from "#lib/testkit/two-pairs.ts";
import type { Context } from "./context.ts";
import { withinReach } from "./within-reach.ts";

let world: Console;
let names: OtherNames;
beforeAll(async () => {
  ({ world, names } = await openTwoPairs());
});
afterAll(() => world.close());

const as = (pools: Reach) => world.context({ role: "viewer", pools });
const EVER = { from: -1, to: Number.MAX_SAFE_INTEGER };
const ANY = { ...EVER, pool: null, actor: null, action: null, door: null, text: null };
const STORY = { ...EVER, pool: null, module: null, exporter: null, kinds: JOURNAL_KINDS, after: null, limit: 200 };
const there = { from: OTHER_1, to: OTHER_2, module: PRESENCE };
/** Of both: a pair that is no more. */
const former = { from: OTHER_2, to: POOL_2, module: PRESENCE };

const READS: Readonly<Record<string, (ctx: Context) => Promise<unknown>>> = {
  topology: ({ ledger }) => ledger.topology(),
  pools: ({ ledger }) => ledger.pools(),
  "the pairs of evidence": async ({ ledger }) => (await ledger.evidence()).topology,
  exports: async ({ ledger }) => (await ledger.evidence()).exports,
  imports: async ({ ledger }) => (await ledger.evidence()).imports,
  "requests of evidence": async ({ ledger }) => (await ledger.evidence()).requests,
  "what compares found": async ({ ledger }) => [await ledger.compares(there), await ledger.compares(former)],
  requests: ({ ledger }) => ledger.requests(200),
  "a request": ({ ledger }) => ledger.requestById(names.request),
  samples: async ({ history }) => (await history.samples(there, EVER, 9)).map(() => "hidden"),
  "states of a copy": ({ history }) => history.states(there, "export", EVER, 9),
  cycles: ({ history }) => history.cycles(there, EVER, 9),
  packages: ({ history }) => history.packages(there, 9),
  "requests of a copy": ({ history }) => history.requests(there, EVER, 9),
  epoch: ({ history }) => history.epoch(there),
  "small charts": ({ history }) => history.sparks(),
  totals: ({ history }) => history.totals(),
  journal: ({ history }) => history.journal(STORY),
  "the latest of the audit": ({ audit }) => audit.latest(ANY, null, 200),
  "the oldest of the audit": ({ audit }) => audit.oldest(ANY, -1, 200),
  feed: ({ feed }) => feed.since(""),
  "the wall's feed": ({ wall }) => wall.since(""),
};

describe.each(Object.entries(READS))("%s", (_, read) => {
  test("tells of another pair to who reaches it, and to nobody else", async () => {
    expect(JSON.stringify(await read(as("all")))).toMatch(MARK);
    for (const reach of [[], [POOL_1], [POOL_1, POOL_2]])
      expect(JSON.stringify(await read(as(reach))), String(reach)).not.toMatch(MARK);
  });
});

test("the own pair is told whole, from either side", async () => {
  const own = async (read: (ctx: Context) => Promise<readonly unknown[]>, pools: Reach) =>
    (await read(as(pools))).filter((one) => !MARK.test(JSON.stringify(one)));
  for (const reach of [[POOL_1], [POOL_2]]) {
    for (const read of [
      async ({ ledger }: Context) => (await ledger.evidence()).exports,
      ({ ledger }: Context) => ledger.requests(200),
      ({ history }: Context) => history.totals(),
      async ({ history }: Context) => (await history.journal(STORY))?.entries ?? [],
    ])
      expect(await own(read, reach)).toEqual(await own(read, "all"));
    const asked = await own(({ audit }) => audit.oldest(ANY, -1, 200), reach);
    expect(asked).toMatchObject([
      { action: "full-push" },
      { action: "full-push" },
      { subject: "Global" },
      { action: "check" },
    ]);
  }
});

test("the audit's hashes hold other rows too: none is told", async () => {
  const rows = await as([POOL_1]).audit.latest(ANY, null, 200);
  expect(new Set(rows.flatMap(({ hash, previous }) => [hash, previous]))).toEqual(new Set([""]));
});

test("page by page the same is told, however much of others stands between", async () => {
  const { history, audit, ledger } = as([POOL_1]);
  const story = [];
  for (let after: string | null = null; ; ) {
    const page = await history.journal({ ...STORY, after, limit: 1 });
    story.push(...(page?.entries ?? []));
    after = page?.next ?? null;
    if (after === null) break;
  }
  expect(story).toEqual((await history.journal(STORY))?.entries);
  const rows = [];
  for (let below: number | null = null; ; ) {
    const [row] = await audit.latest(ANY, below, 1);
    if (row === undefined) break;
    rows.push(row);
    below = row.n;
  }
  expect(rows).toEqual(await audit.latest(ANY, null, 200));
  expect(await ledger.requests(1)).toMatchObject([{ request: { from: POOL_1, to: POOL_2 } }]); // the one that is open
});

test("requests of others are not even read", async () => {
  const whole = world.context({ role: "viewer" });
  let read = 0;
  const requests: DoorLedger["requests"] = async (...asked) => {
    const found = await whole.ledger.requests(...asked);
    read += found.length;
    return found;
  };
  const ctx = withinReach({
    ...whole,
    actor: { ...whole.actor, pools: [POOL_1] },
    ledger: { ...whole.ledger, requests },
  });
  const own = await ctx.ledger.requests(3);
  expect([own.length, read]).toEqual([2, 2]);
});

describe("the feed", () => {
  test("tells a change of another pair to nobody who does not see it, and of the own pair to who does", async () => {
    const { feed } = as([POOL_1]);
    const { Seq } = await feed.since("");
    await world.ledger.doors.request(
      { what: "delta", from: OTHER_1, to: OTHER_2, modules: [PRESENCE], detail: none },
      ada,
    );
    const other = await feed.since(Seq);
    expect(other).not.toHaveProperty("Changes");
    expect(other).not.toHaveProperty("Whole");
    expect(other.Seq, "that something happened elsewhere is not told either").toBe(Seq);
    await world.ledger.doors.request(
      { what: "delta", from: POOL_1, to: POOL_2, modules: [PRESENCE], detail: none },
      ada,
    );
    const own = await feed.since(other.Seq);
    expect(JSON.stringify(own.Changes)).toContain("delta");
    expect(own.Seq).not.toBe(other.Seq);
    expect(await feed.since(own.Seq)).not.toHaveProperty("Changes");
    world.clock.travel(1_000);
    await world.say();
    expect((await feed.since(own.Seq)).Seq, "a beat is of all").not.toBe(own.Seq);
  });

  test("takes no number of another reach: what that knew is not known", async () => {
    const { Seq } = await as([OTHER_1]).feed.since("");
    for (const ctx of [as([POOL_1]), as("all")]) expect(await ctx.feed.since(Seq)).toHaveProperty("Whole");
    expect(await as([OTHER_1]).feed.since(Seq)).not.toHaveProperty("Whole");
  });
});

const none = { token: null, trashItems: [] };
const ada = { name: "ada", role: "operator", pools: "all", door: "api" } as const;

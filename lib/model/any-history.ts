import fc from "fast-check";
import type { EngineStep, History, Side, Step, UserStep } from "./step.ts";
import { MISFORTUNES } from "./twin/misfortune.ts";
import { CROWD, type FileAct, NAMES } from "./users/file-users.ts";
import { CONTESTED, type RowAct } from "./users/row-act.ts";

const side = fc.constantFrom<Side[]>(1, 2);
const kind = fc.constantFrom<("rows" | "files")[]>("rows", "files");
const lane = { kind, from: side };
const small = (max: number) => fc.noBias(fc.nat({ max }));

const ownAct = fc.record({
  act: fc.constantFrom(
    ...(["insert", "insert", "update", "update", "delete", "replace", "upsert", "rekey", "move"] as const),
    ...(["touch-all", "delete-some"] as const),
  ),
  table: small(5),
  key: small(3),
  value: small(5),
  of: fc.constant("own" as const),
});
const partnersAct = fc.record({
  act: fc.constantFrom("update", "delete", "move"),
  table: small(5),
  key: small(3),
  value: small(5),
  of: fc.constant("partner" as const),
});
const rowActs = fc.array(fc.oneof({ weight: 4, arbitrary: ownAct }, partnersAct), { minLength: 1, maxLength: 4 });

const fileActs = fc.array(
  fc.record({
    act: fc.constantFrom(
      ...(["write", "write", "write", "append", "rewrite-quietly", "save-by-rename", "make-folder"] as const),
      ...(["make-folder", "delete", "rename", "rename", "swap-kind", "change-mode", "touch", "link"] as const),
    ),
    name: small(NAMES.length - 1),
    to: small(NAMES.length - 1),
    value: small(7),
  }),
  { minLength: 1, maxLength: 4 },
);

const userStep: fc.Arbitrary<UserStep> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("rows"), pool: side, acts: rowActs }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("files"), pool: side, acts: fileActs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("begin"), pool: side, acts: rowActs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wake"), pool: side }) },
);

const engineStep: fc.Arbitrary<EngineStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("carry"), ...lane }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cycle"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("deletions"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("import-one"), ...lane }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("import"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("listen"), ...lane }) },
  { weight: 1, arbitrary: fc.constant({ do: "beat" }) },
  { weight: 1, arbitrary: fc.constant({ do: "round" }) },
);

const mischief = fc.record({
  does: fc.constantFrom(
    ...(["remove", "hide", "copy", "put-back", "put-back", "swap", "truncate", "alter"] as const),
    ...(["alter-manifest", "copy-ack", "put-back-ack", "tear-ack"] as const),
  ),
  which: small(7),
});
const travel = fc.constantFrom(1_000, 3_000, 14_000, 16_000, 120_000, 3_600_000);
const loss = fc.constantFrom("user-database", "root", "own-content", "standby-content");
const call = fc.noBias(fc.integer({ min: 1, max: 50 }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 14, arbitrary: userStep },
  { weight: 13, arbitrary: engineStep },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("mail"), ...lane, mischief }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("travel"), ms: travel }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("ask-for-sync"), pool: side }) },
  { weight: 1, arbitrary: fc.constant({ do: "restart" }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("release"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("stop-importer"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("start-importer"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose"), loss, pool: side }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("bring-back"), pool: side }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("from-trash"), kind, pool: side, which: small(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("contest"),
      table: small(5),
      key: fc.integer({ min: CONTESTED, max: CONTESTED + 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("meanwhile"),
      at: call,
      during: engineStep,
      what: userStep,
      asks: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("die"), at: call, isAfter: fc.boolean(), during: engineStep }) },
);

/** Packages of one lane, one or two on their way, and what becomes of them. */
const onTheWay: fc.Arbitrary<readonly Step[]> = fc
  .record({
    ...lane,
    rowActs,
    fileActs,
    more: fc.boolean(),
    mischiefs: fc.array(mischief, { minLength: 1, maxLength: 3 }),
  })
  .map(({ kind, from, rowActs: rows, fileActs: files, more, mischiefs }) => {
    const write: Step =
      kind === "rows" ? { do: "rows", pool: from, acts: rows } : { do: "files", pool: from, acts: files };
    const cycle: Step = { do: "cycle", kind, from };
    const [first, ...rest] = mischiefs.map((one): Step => ({ do: "mail", kind, from, mischief: one }));
    const again = more ? [{ ...write, pool: from }, cycle] : [];
    return [write, cycle, ...(first ? [first] : []), ...again, ...rest, { do: "import", kind, from }];
  });

/** Rows that are given to the partner, taken by it, perhaps in spite of a death, and changed or given back. */
const givenAway: fc.Arbitrary<readonly Step[]> = fc
  .record({ from: side, table: small(5), key: small(2), next: partnersAct, at: call, dies: fc.boolean() })
  .map(({ from, table, key, next, at, dies }) => {
    const to = from === 1 ? 2 : 1;
    const take: Step = { do: "import", kind: "rows", from };
    return [
      { do: "rows", pool: from, acts: [{ act: "move", table, key, value: 0, of: "own" }] },
      { do: "cycle", kind: "rows", from },
      dies ? { do: "die", at: 1 + (at % 12), isAfter: at % 2 === 0, during: take } : take,
      { do: "rows", pool: to, acts: [{ ...next, table, key }] },
      { do: "carry", kind: "rows", from: to },
    ];
  });

/** Something befalls a pool, while others go on; a person sees to it, well or ill, soon or not at all. */
const misfortune: fc.Arbitrary<readonly Step[]> = fc
  .record({
    what: fc.constantFrom(...MISFORTUNES),
    pool: side,
    before: fc.array(fc.oneof({ weight: 2, arbitrary: userStep }, engineStep), { maxLength: 3 }),
    middle: fc.array(step, { maxLength: 2 }),
    answer: fc.constantFrom(...(["right", "right", "right", "sync", "adopt", "restore", "trash", "none"] as const)),
    beginsAnew: fc.boolean(),
    next: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.record({ at: call, isAfter: fc.boolean(), kind, isTwice: fc.boolean() }) },
    ),
    after: fc.array(fc.oneof({ weight: 3, arbitrary: step }, fc.constant<Step>({ do: "stop-requests" })), {
      maxLength: 3,
    }),
  })
  .map(({ what, pool, before, middle, answer, beginsAnew, next, after }) => {
    const partner = pool === 1 ? 2 : 1;
    const isOfFolder = !what.startsWith("database") && what !== "root-moved";
    const does = answer === "right" ? (isOfFolder ? "sync" : "adopt") : answer;
    const die = (): readonly Step[] =>
      next === null ? [] : [{ do: "die", ...next, during: { do: "carry", kind: next.kind, from: partner } }];
    return [
      ...(what === "database-old" ? [{ do: "copy-database", pool } as const] : []),
      ...before,
      { do: "misfortune", what, pool },
      ...middle,
      ...(does === "sync" ? [{ do: "ask-for-sync", pool: partner } as const] : []),
      ...(does === "adopt" ? [{ do: "adopt", pool, beginsAnew } as const] : []),
      ...(does === "restore" ? [{ do: "restore", pool } as const] : []),
      ...(does === "trash" ? [{ do: "from-trash", kind: "files", pool, which: 0 } as const] : []),
      ...die(),
      ...(next?.isTwice ? die() : []),
      ...after,
    ];
  });

/** Many items are made and copied, and go away at once or bit by bit; a person may let them go, or they come back. */
const bigLoss: fc.Arbitrary<readonly Step[]> = fc
  .record({ ...lane, value: small(1), isRenamed: fc.boolean(), isSlow: fc.boolean(), end: small(3), middle: step })
  .map(({ kind, from, value, isRenamed, isSlow, end, middle }) => {
    const carry: Step = { do: "carry", kind, from };
    const file = (act: FileAct["act"]): Step => ({
      do: "files",
      pool: from,
      acts: [{ act, name: 0, to: 0, value: isRenamed && act === "wipe-crowd" ? value + 1 : value }],
    });
    const rows = (act: RowAct["act"], keys: readonly number[]): Step => ({
      do: "rows",
      pool: from,
      acts: keys.map((key) => ({ act, table: value * 4, key, value: 1, of: "own" })),
    });
    const crowd = Array.from({ length: CROWD }, (_, key) => key + 10);
    const make = kind === "files" ? file("crowd") : rows("insert", crowd);
    const rename: readonly Step[] = kind === "files" && isRenamed ? [file("rename-crowd"), carry] : [];
    const lose = (): readonly Step[] => {
      if (kind === "files") return [file("wipe-crowd"), carry];
      const half = crowd.length / 2;
      return isSlow
        ? [rows("delete", crowd.slice(0, half)), carry, rows("delete", crowd.slice(half)), carry]
        : [rows("delete", crowd), carry];
    };
    const release: Step = { do: "release", kind, from };
    const after: readonly Step[] = end === 0 ? [] : end === 1 ? [make, carry] : [release, carry, carry];
    return [make, carry, ...rename, ...lose(), middle, ...after];
  });

const steps = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.noBias(fc.array(step, { minLength: 1, maxLength: 4, size: "max" })),
  },
  { weight: 3, arbitrary: onTheWay },
  { weight: 2, arbitrary: givenAway },
  { weight: 2, arbitrary: bigLoss },
  { weight: 3, arbitrary: misfortune },
);

/** Any history of both pools, short enough to be read. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  starts: fc.constantFrom("empty", "copied", "copied", "copied"),
  steps: fc
    .noBias(
      fc.array(fc.tuple(steps, fc.tuple(fc.boolean(), fc.boolean())), { minLength: 1, maxLength: 9, size: "max" }),
    )
    .map((parts) =>
      parts.flatMap(([some, asks]) => some.map((one, at) => ({ step: one, asks: asks[at % 2] === true }))),
    ),
  limits: fc.constantFrom("ample", "ample", "tight"),
  yields: side,
  end: fc.oneof(
    { weight: 7, arbitrary: fc.constant("peace" as const) },
    { weight: 1, arbitrary: fc.record({ rewind: side, copiedBefore: small(15) }) },
  ),
});

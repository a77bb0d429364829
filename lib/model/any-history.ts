import fc from "fast-check";
import { misfortune } from "./any-misfortune.ts";
import {
  ail,
  amidst,
  call,
  engineStep,
  fileActs,
  lane,
  mischief,
  partnersAct,
  rowActs,
  side,
  small,
  step,
} from "./any-step.ts";
import type { History, Side, Step } from "./step.ts";
import { CROWD, type FileAct } from "./users/file-users.ts";
import type { RowAct } from "./users/row-act.ts";

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

/** A store is sick while work is done, and well again; somebody asks for something, or the engine is killed, in the middle. */
const illness: fc.Arbitrary<readonly Step[]> = fc
  .record({
    ail,
    others: fc.array(step, { maxLength: 2 }),
    rowActs,
    fileActs,
    work: engineStep,
    middle: amidst,
    mends: fc.boolean(),
  })
  .map(({ ail: falls, others, rowActs: rows, fileActs: files, work, middle, mends }) => {
    const { kind, pool } = falls;
    const partner = pool === 1 ? 2 : 1;
    const writes = (side: Side): Step =>
      kind === "rows" ? { do: "rows", pool: side, acts: rows } : { do: "files", pool: side, acts: files };
    return [
      writes(pool),
      writes(partner),
      falls,
      ...others,
      { do: "carry", kind, from: partner },
      work,
      ...(middle === null ? [] : [middle]),
      { do: "carry", kind, from: pool },
      ...(mends ? [{ do: "mend", pool } as const, { do: "carry", kind, from: partner } as const] : []),
    ];
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
  { weight: 2, arbitrary: illness },
);

/** Any history of both pools, short enough to be read. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  starts: fc.constantFrom("empty", "copied", "copied", "copied"),
  steps: fc
    .noBias(
      fc.array(fc.tuple(steps, fc.tuple(fc.boolean(), fc.boolean()), fc.boolean()), {
        minLength: 1,
        maxLength: 9,
        size: "max",
      }),
    )
    .map((parts) =>
      parts.flatMap(([some, asks, isElsewhere]) =>
        some.map((one, at) => ({ step: one, asks: asks[at % 2] === true, isElsewhere })),
      ),
    ),
  pairs: fc.constantFrom<(1 | 2)[]>(1, 1, 1, 2),
  limits: fc.constantFrom("ample", "ample", "tight"),
  yields: side,
  end: fc.oneof(
    { weight: 7, arbitrary: fc.constant("peace" as const) },
    { weight: 1, arbitrary: fc.record({ rewind: side, copiedBefore: small(15) }) },
  ),
});

import fc from "fast-check";
import { call, engineStep, kind, side, step, userStep } from "./any-step.ts";
import type { Side, Step } from "./step.ts";
import { MISFORTUNES } from "./twin/misfortune.ts";

/** The restore has begun, and before anything is back a client writes where something of before is to come. */
function whileItComesBack(pool: Side, partner: Side): readonly Step[] {
  const act = { act: "write", to: 0, value: 3 } as const;
  return [
    { do: "cycle", kind: "files", from: partner },
    { do: "import", kind: "files", from: partner },
    { do: "files", pool, acts: [0, 1].map((name) => ({ ...act, name })) },
  ];
}

/** Something befalls a pool, while others go on; a person sees to it, well or ill, soon or not at all. */
export const misfortune: fc.Arbitrary<readonly Step[]> = fc
  .record({
    what: fc.constantFrom(...MISFORTUNES),
    pool: side,
    before: fc.array(fc.oneof({ weight: 2, arbitrary: userStep }, engineStep), { maxLength: 3 }),
    middle: fc.array(step, { maxLength: 2 }),
    answer: fc.constantFrom(...(["right", "right", "right", "sync", "adopt", "restore", "trash", "none"] as const)),
    beginsAnew: fc.boolean(),
    writes: fc.boolean(),
    next: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.record({ at: call, isAfter: fc.boolean(), kind, isTwice: fc.boolean() }) },
    ),
    after: fc.array(fc.oneof({ weight: 3, arbitrary: step }, fc.constant<Step>({ do: "stop-requests" })), {
      maxLength: 3,
    }),
  })
  .map(({ what, pool, before, middle, answer, beginsAnew, writes, next, after }) => {
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
      ...(writes ? whileItComesBack(pool, partner) : []),
      ...die(),
      ...(next?.isTwice ? die() : []),
      ...after,
    ];
  });

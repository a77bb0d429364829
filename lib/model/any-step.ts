import fc from "fast-check";
import type { Ailment } from "./sick-bay.ts";
import type { EngineStep, Side, Step, UserStep } from "./step.ts";
import { NAMES } from "./users/file-users.ts";
import { CONTESTED } from "./users/row-act.ts";

export const side = fc.constantFrom<Side[]>(1, 2);
export const kind = fc.constantFrom<("rows" | "files")[]>("rows", "files");
export const lane = { kind, from: side };
export const small = (max: number) => fc.noBias(fc.nat({ max }));

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
export const partnersAct = fc.record({
  act: fc.constantFrom("update", "delete", "move"),
  table: small(5),
  key: small(3),
  value: small(5),
  of: fc.constant("partner" as const),
});
export const rowActs = fc.array(fc.oneof({ weight: 4, arbitrary: ownAct }, partnersAct), {
  minLength: 1,
  maxLength: 4,
});

export const fileActs = fc.array(
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

export const userStep: fc.Arbitrary<UserStep> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("rows"), pool: side, acts: rowActs }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("files"), pool: side, acts: fileActs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("begin"), pool: side, acts: rowActs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wake"), pool: side }) },
);

export const engineStep: fc.Arbitrary<EngineStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("carry"), ...lane }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cycle"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("deletions"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("import-one"), ...lane }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("import"), ...lane }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("listen"), ...lane }) },
  { weight: 1, arbitrary: fc.constant({ do: "beat" }) },
  { weight: 1, arbitrary: fc.constant({ do: "round" }) },
);

const bit = small(40_000);
export const mischief = fc.record({
  does: fc.constantFrom(
    ...([
      "remove",
      "hide",
      "copy",
      "put-back",
      "put-back",
      "swap",
      "truncate",
      "flip",
      "flip",
      "flip-manifest",
    ] as const),
    ...(["truncate-manifest", "copy-ack", "put-back-ack", "truncate-ack", "flip-ack"] as const),
    ...(["flip-question", "flip-answer"] as const),
  ),
  which: small(7),
  bit,
});
/** To a package that is being made. */
const mischiefMeanwhile = fc.record({
  does: fc.constantFrom("flip-staged", "flip-staged", "truncate-staged", "flip-ack", "flip-answer"),
  which: small(7),
  bit,
});
const travel = fc.constantFrom(1_000, 3_000, 14_000, 16_000, 120_000, 3_600_000);
const loss = fc.constantFrom("user-database", "root", "own-content", "standby-content");
export const ail = fc.record({
  do: fc.constant("ail"),
  pool: side,
  kind,
  is: fc.constantFrom<Ailment[]>("slow", "full", "full", "read-only"),
  room: small(12),
});
export const call = fc.noBias(fc.integer({ min: 1, max: 50 }));

export const step: fc.Arbitrary<Step> = fc.oneof(
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
  { weight: 1, arbitrary: ail },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mend"), pool: side }) },
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
      what: fc.oneof(
        { weight: 4, arbitrary: userStep },
        fc.record({ do: fc.constant("mail"), ...lane, mischief: mischiefMeanwhile }),
      ),
      asks: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("die"), at: call, isAfter: fc.boolean(), during: engineStep }) },
);

export const compareAsked: fc.Arbitrary<Extract<Step, { do: "ask-for-compare" }>> = fc.record({
  do: fc.constant("ask-for-compare"),
  ...lane,
  depth: fc.constantFrom("full", "full", "sample"),
  resync: fc.boolean(),
});

/** What people ask for in the middle of trouble; or nothing. */
export const amidst: fc.Arbitrary<Step | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.record({ do: fc.constant("ask-for-sync"), pool: side }),
  fc.record({ do: fc.constant("adopt"), pool: side, beginsAnew: fc.boolean() }),
  fc.record({ do: fc.constant("restore"), pool: side }),
  fc.record({ do: fc.constant("release"), ...lane }),
  fc.record({ do: fc.constant("die"), at: call, isAfter: fc.boolean(), during: engineStep }),
  fc.constant<Step>({ do: "stop-requests" }),
);

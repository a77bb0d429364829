import fc from "fast-check";
import { amidst, call, compareAsked, engineStep, side, step, userStep } from "./any-step.ts";
import type { History, Step } from "./step.ts";

/** Somebody's sync, adoption, death; or the death of the engine in the middle of a compare. */
const next = fc.oneof({ weight: 2, arbitrary: amidst }, fc.record({ at: call, isAfter: fc.boolean() }));

/** Two sides are compared while others go on; what lies there was perhaps spoilt before, or is while it is compared. */
const comparing: fc.Arbitrary<readonly Step[]> = fc
  .record({
    asked: compareAsked,
    spoils: fc.constantFrom("before", "before", "meanwhile", "never"),
    isAtRest: fc.boolean(),
    middle: fc.array(fc.oneof({ weight: 2, arbitrary: userStep }, step), { maxLength: 3 }),
    next,
  })
  .map(({ asked, spoils, isAtRest, middle: [first, ...rest], next }) => {
    const { kind, from } = asked;
    const [turn, carry] = [{ do: "compare", kind, from } as const, { do: "carry", kind, from } as const];
    const what = kind === "rows" ? "standby-rows" : "standby-files";
    const spoil = { do: "misfortune", what, pool: from === 1 ? 2 : 1 } as const;
    const then: readonly Step[] =
      next === null ? [] : ["do" in next ? next : { do: "die", ...next, during: { do: "compare", kind, from } }];
    return [
      ...(isAtRest ? [carry] : []),
      ...(spoils === "before" ? [spoil] : []),
      asked,
      turn,
      ...(spoils === "meanwhile" ? [spoil] : []),
      ...(first ? [first] : []),
      carry,
      turn,
      ...then,
      carry,
      turn,
      ...rest,
      carry,
      turn,
    ];
  });

/** A short history in which both sides are compared, once or twice. */
export const anyComparing: fc.Arbitrary<History> = fc.record({
  starts: fc.constant("copied"),
  steps: fc
    .record({
      before: fc.array(fc.oneof(userStep, engineStep), { maxLength: 2 }),
      compares: fc.array(comparing, { minLength: 1, maxLength: 2 }),
      asks: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .map(({ before, compares, asks }) =>
      [...before, ...compares.flat()].map((one, at) => ({
        step: one,
        asks: asks[at % 2] === true,
        isElsewhere: false,
      })),
    ),
  pairs: fc.constant(1),
  limits: fc.constantFrom("ample", "ample", "tight"),
  yields: side,
  end: fc.constant("peace"),
});

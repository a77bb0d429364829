import { expect, test } from "vitest";
import { anActor } from "#lib/testkit/evidence.ts";
import { because } from "./because.ts";

const ctx = { actor: anActor() };

test("what somebody says goes with what is done", () => {
  expect(because(ctx, " Ticket 17 ").actor).toEqual({ ...ctx.actor, reason: "Ticket 17" });
});

test.each(["", "  "])("who says nothing (%j) has no reason", (why) => {
  expect(because(ctx, why)).toBe(ctx);
});

test.each(["a\nb", "x".repeat(301)])("%j is no sentence on one line", (why) => {
  expect(() => because(ctx, why)).toThrow(expect.objectContaining({ code: "bad-input", field: "Reason" }));
});

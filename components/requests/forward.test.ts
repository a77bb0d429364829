import { expect, test } from "vitest";
import { part } from "#lib/testkit/told-run.ts";
import { farther, forward } from "./forward.ts";

const FILES = part().Identity;
const of = (...parts: Parameters<typeof part>) => ({ Modules: [part(...parts)] });

test("shares are of what was counted: sent, and known to be there", () => {
  const now = forward({}, of({ TotalItems: 100, SentItems: 60, AckedItems: 40 }));
  expect(now).toEqual({ [FILES]: { sent: 0.6, there: 0.4 } });
});

test("nothing is claimed before it was counted, nor where there was nothing to send", () => {
  expect(forward({}, of())).toEqual({ [FILES]: { sent: 0, there: 0 } });
  expect(forward({}, of({ TotalItems: 0, SentItems: 0, AckedItems: 0 }))).toEqual({ [FILES]: { sent: 0, there: 0 } });
});

test("an engine that begins anew counts anew, and the bar never goes back", () => {
  const before = forward({}, of({ TotalItems: 100, SentItems: 60, AckedItems: 40 }));
  const again = forward(before, of({ TotalItems: 60, SentItems: 0, AckedItems: 0 }));
  expect(again).toEqual(before);
  expect(forward(again, of({ TotalItems: 60, SentItems: 60, AckedItems: 30 }))).toEqual({
    [FILES]: { sent: 1, there: 0.5 },
  });
});

test("what is done is whole; what was stopped or failed stays where it was", () => {
  expect(forward({}, of({ End: "done" }))).toEqual({ [FILES]: { sent: 1, there: 1 } });
  const stopped = of({ End: "cancelled", TotalItems: 10, SentItems: 5, AckedItems: 5 });
  expect(forward({}, stopped)).toEqual({ [FILES]: { sent: 0.5, there: 0.5 } });
});

test("of what was kept and what is told the farther one is shown, part by part", () => {
  const other = "UserServices.PresenceFocus" as typeof FILES;
  const kept = { [FILES]: { sent: 0.9, there: 0.5 } };
  const told = { [FILES]: { sent: 0.2, there: 0.7 }, [other]: { sent: 0.1, there: 0 } };
  expect(farther(kept, told)).toEqual({ [FILES]: { sent: 0.9, there: 0.7 }, [other]: { sent: 0.1, there: 0 } });
  expect(farther({}, {})).toEqual({});
});

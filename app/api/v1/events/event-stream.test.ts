import { expect, test } from "vitest";
import { anActor } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { eventStream } from "./event-stream.ts";
import { stillIn } from "./still-in.ts";

/** Somebody who listens, with a hand on the clock, on what is told, and on whether they are let in. */
async function listening() {
  const clock = new FakeClock();
  const state = { isIn: true, looks: 0, follows: true };
  let tell: (seq: string | null) => void = () => {};
  const answer = eventStream({
    follow: (told) => {
      tell = told;
      return () => {
        state.follows = false;
      };
    },
    isStillIn: async () => {
      state.looks += 1;
      return state.isIn;
    },
    signal: new AbortController().signal,
    now: () => clock.now(),
  });
  const reader = answer.body?.getReader() ?? expect.unreachable();
  const next = async () => {
    const { value } = await reader.read();
    return value && Buffer.from(value).toString();
  };
  expect(await next()).toBe("retry: 1000\n\n");
  return { clock, state, next, tell: (seq: string | null) => tell(seq) };
}

const said = (seq: string) => `data: {"changed":"${seq}"}\n\n`;

test("who is let in no more hears nothing from 3 seconds on: the stream ends instead of a number", async () => {
  const { clock, state, next, tell } = await listening();
  tell("a.1");
  expect([await next(), state.looks]).toEqual([said("a.1"), 0]);
  state.isIn = false;
  clock.travel(3_000);
  tell("a.2");
  tell("a.3");
  expect(await next()).toBeUndefined();
  expect(state).toMatchObject({ looks: 1, follows: false });
});

test("who is still let in is looked at once in 3 seconds, and told the newest number", async () => {
  const { clock, state, next, tell } = await listening();
  clock.travel(3_000);
  tell("a.1");
  tell("a.2");
  expect([await next(), state.looks]).toEqual([said("a.2"), 1]);
  clock.travel(2_999);
  tell("a.3");
  expect([await next(), state.looks]).toEqual([said("a.3"), 1]);
  clock.travel(1);
  tell("a.4");
  expect([await next(), state.looks]).toEqual([said("a.4"), 2]);
  clock.travel(600_000);
  tell("a.5");
  expect(await next()).toBeUndefined();
});

test("the last word ends it while it is looked", async () => {
  const { clock, next, tell } = await listening();
  clock.travel(3_000);
  tell("a.1");
  tell(null);
  expect(await next()).toBeUndefined();
});

test("in is who is let in as the same, with the same role and reach", async () => {
  const actor = anActor();
  expect(await stillIn(actor, async () => ({ ...actor }))()).toBe(true);
  for (const other of [{ name: "bob" }, { role: "viewer" }, { pools: [] }] as const)
    expect(await stillIn(actor, async () => ({ ...actor, ...other }))()).toBe(false);
});

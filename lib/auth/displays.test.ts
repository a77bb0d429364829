import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CODE_LIVES_MS, displayCode } from "#lib/domain/display.ts";
import { anActor } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { DISPLAY_COOKIE, type Displays, type NewDisplay, openDisplays } from "./displays.ts";

const BY = anActor({ door: "page" });
let clock: FakeClock;
let temp: TempLedger;
let displays: Displays;

beforeEach(async () => {
  clock = new FakeClock();
  temp = await openTempLedger(clock);
  displays = start();
});
afterEach(() => temp.remove());

/** A start of the server: the ledger stays, all else is anew. */
const start = (secret = "a secret of more than thirty-two characters") =>
  openDisplays(temp.ledger.displays, secret, clock);

const asked = async (address = "192.0.2.1"): Promise<NewDisplay> => {
  const made = await displays.ask(address);
  if (made === null) throw new Error("no code was given");
  return made;
};
const holding = (secret: string) => new Headers({ cookie: `a=b; ${DISPLAY_COOKIE}=${secret}; c=d` });
const accept = (shown: string, name = "Lobby") => displays.accept(displayCode(shown) ?? "", name, BY);
const rows = () => temp.ledger.database.selectFrom("displays").selectAll().execute();

test("a screen waits with its code, is let in by it, and stays in over a restart", async () => {
  const { secret, code } = await asked();
  expect(await displays.stateOf(holding(secret))).toBe("waiting");
  expect(await displays.actorOf(holding(secret))).toBeNull();
  expect(await accept(code)).toMatchObject({ name: "Lobby", acceptedBy: "ada" });
  displays = start();
  expect(await displays.stateOf(holding(secret))).toBe("accepted");
  expect(await displays.actorOf(holding(secret))).toEqual({ name: "display Lobby", role: "display", pools: "all" });
  const audit = await temp.ledger.database.selectFrom("audit").selectAll().execute();
  expect(audit).toMatchObject([{ action: "accept-display", subject: "Lobby", actor: "ada", door: "page" }]);
  expect(JSON.stringify(audit)).not.toContain(secret);
});

test("neither a secret nor a code is kept", async () => {
  const { secret, code } = await asked();
  const kept = JSON.stringify(await rows());
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain(code.replace("-", ""));
  displays = start("another service's secret");
  expect(await accept(code)).toBe("unknown");
});

describe("a code", () => {
  test("works once", async () => {
    const { code } = await asked();
    await accept(code);
    expect(await accept(code, "Kitchen")).toBe("unknown");
    expect((await displays.accepted()).map(({ name }) => name)).toEqual(["Lobby"]);
  });

  test("works for ten minutes, and its screen must ask anew then", async () => {
    const [first, second] = [await asked(), await asked()];
    clock.travel(CODE_LIVES_MS - 1);
    expect(await accept(first.code)).toMatchObject({ name: "Lobby" });
    clock.travel(1);
    expect(await accept(second.code)).toBe("unknown");
    expect(await displays.stateOf(holding(second.secret))).toBeNull();
    expect(await displays.stateOf(holding(first.secret))).toBe("accepted");
    await asked();
    expect(await rows()).toHaveLength(2); // the one that nobody let in is forgotten
  });

  test("cannot be guessed by trying: after ten tries a minute not even a right one is taken", async () => {
    const { code } = await asked();
    for (let n = 0; n < 10; n += 1) expect(await accept("BBBB-BBBB")).toBe("unknown");
    expect(await accept(code)).toBe("too-many");
    clock.travel(60_000);
    expect(await accept(code)).toMatchObject({ name: "Lobby" });
  });

  test("is given twenty times a minute to one address, and to every other all the same", async () => {
    for (let n = 0; n < 20; n += 1) await asked();
    expect(await displays.ask("192.0.2.1")).toBeNull();
    expect(await displays.ask("192.0.2.2")).not.toBeNull();
    clock.travel(60_000);
    expect(await displays.ask("192.0.2.1")).not.toBeNull();
  });

  test("lives as long as it is shown, however many are asked for from another address", async () => {
    const { secret } = await asked("192.0.2.2");
    for (let minute = 1; minute < CODE_LIVES_MS / 60_000; minute += 1) {
      for (let n = 0; n < 20; n += 1) await asked();
      clock.travel(60_000);
    }
    expect(await displays.stateOf(holding(secret))).toBe("waiting");
  });

  test("gives way, the oldest first, where made-up addresses ask for more than may wait", async () => {
    const { secret } = await asked();
    clock.travel(1);
    const made: NewDisplay[] = [];
    for (let n = 0; n < 199; n += 1) made.push(await asked(`192.0.2.${n}`));
    expect(await displays.ask("198.51.100.1")).toBeNull(); // 200 in a minute from everywhere
    clock.travel(60_000);
    await asked("198.51.100.1");
    expect(await displays.stateOf(holding(secret))).toBeNull();
    expect(await displays.stateOf(holding(made.at(-1)?.secret ?? ""))).toBe("waiting");
    expect(await rows()).toHaveLength(200);
  });
});

test("a screen that was revoked is nobody any more", async () => {
  const { secret, code } = await asked();
  const display = await accept(code);
  if (typeof display === "string") return expect.unreachable();
  expect(await displays.revoke(display.id, BY)).toBe(true);
  expect([await displays.stateOf(holding(secret)), await displays.actorOf(holding(secret))]).toEqual([null, null]);
  expect(await displays.revoke(display.id, BY)).toBe(false);
  expect(await displays.accepted()).toEqual([]);
});

test("nobody is let in by a made-up secret, an empty one or none", async () => {
  await asked();
  for (const headers of [holding("made up"), holding(""), new Headers(), new Headers({ cookie: DISPLAY_COOKIE })])
    expect([await displays.stateOf(headers), await displays.actorOf(headers)]).toEqual([null, null]);
});

test("when a screen looked last is known to the minute, and costs one write a minute", async () => {
  const { secret, code } = await asked();
  await accept(code);
  const seen = async () => (await displays.accepted())[0]?.lastSeenAt;
  expect(await seen()).toBeNull();
  await displays.actorOf(holding(secret));
  const first = clock.now();
  clock.travel(59_999);
  await displays.actorOf(holding(secret));
  expect(await seen()).toBe(first);
  clock.travel(1);
  await displays.actorOf(holding(secret));
  expect(await seen()).toBe(first + 60_000);
});

test("a code is read as people type it", () => {
  expect(["wdjb mjht", " WDJB-MJHT ", "w.d.j.b_mjht"].map(displayCode)).toEqual(Array(3).fill("WDJBMJHT"));
  expect(["", "WDJB-MJH", "WDJB-MJH1", "WDJB-MJHTB", "WDJB-MJHA"].map(displayCode)).toEqual(Array(5).fill(null));
});

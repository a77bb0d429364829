import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import { wholeAnswer } from "#lib/testkit/many-pairs.ts";
import { PageFeed } from "./page-feed.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const A_MINUTE = 60_000;

/** All of it, under that number. */
const whole = (Seq: string): FeedAnswer => ({ ...wholeAnswer(1, "", NOW), Seq });
/** A patch of what this page never had. */
const foreign = (Seq: string): FeedAnswer => {
  const { Whole: _, ...told } = whole(Seq);
  return { ...told, Changes: { $: { Pairs: { $: {}, Order: ["nobody"] } } } };
};

/** A server that answers as the test says; it is asked by a page whose stream never says anything. */
let answers: (since: string, asked: number) => Promise<FeedAnswer>;
let asked: string[];
let stops: (() => void)[];

class Silent extends EventTarget {
  close() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  stops = [];
  answers = async () => whole("new");
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("EventSource", Silent);
  vi.stubGlobal("fetch", async (address: string) => {
    const since = new URL(address, "http://localhost").searchParams.get("since") ?? "";
    asked.push(since);
    return Response.json(await answers(since, asked.length));
  });
});

afterEach(() => {
  for (const stop of stops) stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function followed(listener: () => void = () => {}): PageFeed {
  const at = { address: "/api/v1/wall", stream: "/api/v1/wall/events" };
  const plan = { ...at, first: whole("old"), whileHidden: true, answered: () => {} };
  const feed = new PageFeed(plan);
  stops.push(feed.subscribe(listener));
  return feed;
}

describe("a page that nobody touches for months hears again", () => {
  test("after a question that is never answered, though the browser was told to give it up", async () => {
    answers = (_, place) => (place === 1 ? new Promise(() => {}) : Promise.resolve(whole("new")));
    const feed = followed();
    await vi.advanceTimersByTimeAsync(A_MINUTE);
    expect(feed.heard()).toMatchObject({ isFailing: false, kept: { Seq: "new" } });
  });

  test("after a patch that does not fit what it keeps: it asks for all of it", async () => {
    answers = async (since) => (since === "old" ? foreign("new") : whole("new"));
    const feed = followed();
    await vi.advanceTimersByTimeAsync(A_MINUTE);
    expect(asked.slice(0, 3)).toEqual(["old", "none", "new"]);
    expect(feed.heard().isFailing).toBe(false);
  });

  test("after a screen that could not be drawn once", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    followed(() => {
      throw new Error("drawn too often");
    });
    await vi.advanceTimersByTimeAsync(A_MINUTE);
    expect(asked.length).toBeGreaterThan(10);
    expect(error).toHaveBeenCalled();
    error.mockRestore();
  });
});

test("a server that is away is asked again and again, for what is not known yet", async () => {
  answers = () => Promise.reject(new Error("no network"));
  const feed = followed();
  await vi.advanceTimersByTimeAsync(A_MINUTE);
  expect(feed.heard()).toMatchObject({ isFailing: true, askedAt: null, kept: { Seq: "old" } });
  expect(new Set(asked)).toEqual(new Set(["old"]));
  expect(asked.length).toBeGreaterThan(10);
});

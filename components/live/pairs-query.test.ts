import { dehydrate, hydrate, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { caughtUp } from "#lib/domain/feed.ts";
import { wholeAnswer } from "#lib/testkit/many-pairs.ts";
import { bringAlong, type Heard, PAIRS_KEY } from "./pairs-query.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const page = () => {
  const client = new QueryClient();
  bringAlong(client, wholeAnswer(1, "old", NOW));
  return dehydrate(client);
};

test("a tab that knows nothing shows what its page brings", () => {
  const tab = new QueryClient();
  hydrate(tab, page());
  expect(tab.getQueryData<Heard>(PAIRS_KEY)?.askedAt).toBeNull();
});

test("an old page never replaces what was heard since, however far ahead the server's clock is", () => {
  const tab = new QueryClient();
  const heard: Heard = { kept: caughtUp(null, wholeAnswer(1, "new", NOW)), askedAt: { steady: 0, wall: 0 } };
  tab.setQueryData(PAIRS_KEY, heard, { updatedAt: Date.now() - 3_600_000 });
  hydrate(tab, page());
  expect(tab.getQueryData<Heard>(PAIRS_KEY)).toBe(heard);
});

"use client";

import { useCallback, useState } from "react";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { Told } from "#components/live/told.ts";
import { readClocks } from "#components/live/told.ts";
import { usePageFeed } from "#components/live/use-page-feed.ts";
import { type Asked, withAsked } from "#components/pairs/asked.ts";
import { Alive } from "#components/shell/alive.tsx";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import type { Door } from "./door.ts";
import { OnCallView } from "./on-call-view.tsx";
import { type ReasonWords, useReasonWords } from "./use-reason-words.ts";

type Props = { readonly first: FeedAnswer; readonly words: ReasonWords } & Omit<Door, "asking">;

/** What is wrong, as it may be believed right now. */
export function LiveOnCall({ first, words, ...door }: Props) {
  const [asked, setAll] = useState<readonly Asked[]>([]);
  const asking = useCallback<Door["asking"]>((pool, is) => {
    const one: Asked = { pool, module: "All", acceptedAt: is === "accepted" ? readClocks() : null };
    setAll((all) => [...all.filter((other) => other.pool !== pool), ...(is === "refused" ? [] : [one])]);
  }, []);
  const known = useCallback(({ snapshot, askedAt }: Told) => withAsked(snapshot, asked, askedAt), [asked]);
  const plan = {
    address: "/api/v1/pairs",
    stream: "/api/v1/events",
    first,
    whileHidden: false,
    answered: ({ status }: Response) => {
      if (status === 401) signInAgain();
    },
  };
  const { snapshot, hearing, isAlive, toldAt } = usePageFeed(plan, known);
  const wordsOf = useReasonWords(words, snapshot);
  return (
    <Alive isAlive={isAlive}>
      <OnCallView snapshot={snapshot} hearing={hearing} toldAt={toldAt} door={{ ...door, asking }} wordsOf={wordsOf} />
    </Alive>
  );
}

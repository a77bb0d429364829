"use client";

import { type ReactNode, useCallback, useState } from "react";
import type { Told } from "#components/live/told.ts";
import { readClocks } from "#components/live/told.ts";
import { usePageFeed } from "#components/live/use-page-feed.ts";
import { type Asked, withAsked } from "#components/pairs/asked.ts";
import { Alive } from "#components/shell/alive.tsx";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import type { Door } from "./door.ts";
import { OnCallView } from "./on-call-view.tsx";
import { newPresses, PagePresses } from "./presses.ts";
import { type ReasonWords, useReasonWords } from "./use-reason-words.ts";
import { useTroubleView } from "./use-trouble-view.ts";

type Props = {
  readonly first: FeedAnswer;
  readonly words: ReasonWords;
  /** The problems as the server has written them: they stand until what tells them here is there, and not for long. */
  readonly children: ReactNode;
} & Omit<Door, "asking">;

const WRITTEN_HOLDS_MS = 5_000;

/** What is wrong, as it may be believed right now. */
export function LiveOnCall({ first, words, children, ...door }: Props) {
  const [presses] = useState(newPresses);
  const [asked, setAll] = useState<readonly Asked[]>([]);
  const asking = useCallback<NonNullable<Door["asking"]>>((pool, is) => {
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
      if (status === 401) location.assign("/login?to=/on-call");
    },
  };
  const { snapshot, hearing, isAlive, saysAt, ms } = usePageFeed(plan, known);
  const wordsOf = useReasonWords(words, snapshot);
  const Trouble = useTroubleView(snapshot);
  const shown = { snapshot, hearing, toldAt: saysAt, door: { ...door, asking } };
  const written = ms <= WRITTEN_HOLDS_MS ? children : null;
  return (
    <PagePresses value={presses}>
      <Alive isAlive={isAlive}>
        <OnCallView {...shown} trouble={Trouble === null ? written : <Trouble {...shown} wordsOf={wordsOf} />} />
      </Alive>
    </PagePresses>
  );
}

"use client";

import { useEffect } from "react";
import { usePageFeed } from "#components/live/use-page-feed.ts";
import { Alive } from "#components/shell/alive.tsx";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import { keepCookie, keepScreenOn, reloadForNewBuild, reloadOnceItAnswers } from "./upkeep.ts";
import { WallView } from "./wall-view.tsx";

type Props = {
  readonly first: FeedAnswer;
  /** Of the server that this page came from; null while developing. */
  readonly build: string | null;
};

/** The wall as it may be believed right now. It looks after itself: nobody touches it for months. */
export function LiveWall({ first, build }: Props) {
  const { snapshot, hearing, ms, isAlive, toldAt } = usePageFeed({
    address: "/api/v1/wall",
    stream: "/api/v1/wall/events",
    first,
    whileHidden: true,
    answered: (answer) => {
      if (answer.status === 401) void reloadOnceItAnswers();
      if (answer.ok && answer.headers.get("pairkeeper-build") !== (build ?? "")) void reloadForNewBuild();
    },
  });
  useEffect(keepScreenOn, []);
  useEffect(keepCookie, []);
  return (
    <Alive isAlive={isAlive}>
      <WallView snapshot={snapshot} hearing={hearing} ageMs={ms} toldAt={toldAt} />
      <p className="wall-too-small">This screen is too small for the wall. On a phone open /on-call.</p>
    </Alive>
  );
}

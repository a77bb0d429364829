"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { changeStream } from "./change-stream.ts";
import { LIVE_KEY } from "./live-key.ts";

type Props = {
  /** A wall shows what it knows though nobody brought its tab to the front. */
  readonly whileHidden?: boolean;
};

/** Keeps what this tab shows in step with the server: one stream for all of its screens. Draws nothing. */
export function LiveFeed({ whileHidden = false }: Props) {
  const client = useQueryClient();
  useEffect(() => {
    const end = changeStream(catchingUp(client), whileHidden);
    // Who signs out is asked for nothing more: the answer would be a refusal.
    const leave = ({ target }: SubmitEvent) => {
      if (!(target instanceof HTMLFormElement) || target.dataset.leaves === undefined) return;
      end();
      void client.cancelQueries({ queryKey: LIVE_KEY });
    };
    document.addEventListener("submit", leave);
    return () => {
      document.removeEventListener("submit", leave);
      end();
    };
  }, [client, whileHidden]);
  return null;
}

/** Asks anew for all that is live, once at a time: who is told of a change while it is asking asks once more. */
function catchingUp(client: QueryClient): () => void {
  let isBusy = false;
  let isBehind = false;
  const catchUp = async () => {
    isBusy = true;
    do {
      isBehind = client.isFetching({ queryKey: LIVE_KEY }) > 0; // what is on its way may be from before the change
      await client.invalidateQueries({ queryKey: LIVE_KEY }, { cancelRefetch: false });
    } while (isBehind);
    isBusy = false;
  };
  return () => {
    if (isBusy) isBehind = true;
    else void catchUp();
  };
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId } from "react";
import { LIVE_KEY } from "#components/live/live-key.ts";
import { Moment } from "#components/status/moment.tsx";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { useTurn } from "#components/ui/use-turn.ts";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import { shortName } from "#lib/domain/pool.ts";
import { type LiftAnswer, type LiftableCopy, useLiftDoor } from "./lift-door.tsx";

type Act = "lift" | "end";

const UNHEARD: LiftAnswer = {
  ok: false,
  sentence: "The server did not answer, so it is not known whether it was done.",
  hint: "Press again when it is back: twice does no harm.",
};
/** A server that hangs must not leave the button hanging. */
const PATIENCE_MS = 10_000;

const patience = () => new Promise<LiftAnswer>((resolve) => setTimeout(() => resolve(UNHEARD), PATIENCE_MS));

/** Lifts the limits of a copy that falls behind for half an hour, and ends that; nothing for who may not (B10, D8). */
export function LiftButton({ copy }: { readonly copy: LiftableCopy }) {
  const line = useId();
  const door = useLiftDoor(copy.pool);
  const client = useQueryClient();
  const turn = useTurn();
  const { mutate, isPending, data, reset } = useMutation({
    networkMode: "always",
    mutationFn: async (act: Act): Promise<LiftAnswer> =>
      door === null ? UNHEARD : Promise.race([door[act](copy.pool, copy.module), patience()]).catch(() => UNHEARD),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: LIVE_KEY });
      turn.leave();
    },
  });
  const { liftedUntil } = copy;
  // The answer to a press only bridges the time until the status tells it.
  useEffect(() => {
    if (liftedUntil !== null) reset();
  }, [liftedUntil, reset]);
  if (door === null) return null;
  const until = liftedUntil ?? (data?.ok ? data.until : null);
  const press = (act: Act) => {
    if (turn.take()) mutate(act);
  };
  const name = `${shortModuleName(copy.module)} of ${shortName(copy.pool)}`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:flex-1" data-lift={copy.module}>
      {until === null && (
        <button
          type="button"
          onClick={() => press("lift")}
          aria-disabled={isPending}
          aria-describedby={line}
          className={`${PLAIN} max-sm:w-full`}
        >
          {isPending ? "Lifting the limit" : "Lift the limit for 30 min"}
          <span className="sr-only">, {name}</span>
        </button>
      )}
      <p id={line} role="status" className="text-2xs">
        {until !== null && (
          <>
            Limit of {name} lifted until <Moment at={until} />
          </>
        )}
        {data?.ok === false && !isPending && (
          <span className="text-bad">
            {data.sentence} <span className="text-soft">{data.hint}</span>
          </span>
        )}
      </p>
      {until !== null && (
        <button
          type="button"
          onClick={() => press("end")}
          aria-disabled={isPending}
          className={`min-h-11 text-sm lg:min-h-8 ${TEXT_LINK}`}
        >
          {isPending ? "Ending it" : "End it now"}
          <span className="sr-only">, {name}</span>
        </button>
      )}
    </div>
  );
}

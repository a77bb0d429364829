"use client";

import { type FormEvent, type ReactNode, useActionState } from "react";
import { Moment } from "#components/status/moment.tsx";
import { runPath } from "#components/status/paths.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Door, Press, Pressed } from "./door.ts";
import { usePress } from "./presses.ts";

type Props = {
  readonly press: Press;
  readonly pool: PoolFqdn;
  readonly module: string;
  readonly label: string;
  /** For who cannot see where the button stands. */
  readonly of: string;
  readonly asking?: Door["asking"];
  readonly look?: string;
};

/** A phone without a network must be told, and a server that hangs must not leave the button hanging. */
const UNHEARD: Pressed = {
  is: "refused",
  says: "The server did not answer, so it is not known whether it was done.",
  hint: "Press again when it is reached: twice does no harm.",
};
const PATIENCE_MS = 10_000;

const patience = () => new Promise<Pressed>((resolve) => setTimeout(() => resolve(UNHEARD), PATIENCE_MS));

/** One button that works before scripts do, and what became of it: a receipt or a refusal in words. */
export function PressForm({ press, pool, module, label, of, asking, look = PLAIN }: Props) {
  const [before, action] = useActionState(press, null); // for a press before scripts run
  const [{ isPending, answer }, stand] = usePress(`${label} ${pool} ${module}`, before);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    stand({ isPending: true, answer });
    asking?.(pool, "asking");
    const told = await Promise.race([press(null, new FormData(event.currentTarget)), patience()]).catch(() => UNHEARD);
    asking?.(pool, told?.is === "refused" ? "refused" : "accepted");
    stand({ isPending: false, answer: told });
  };
  return (
    <form action={action} onSubmit={submit} className="grid gap-1.5">
      <input type="hidden" name="pool" value={pool} />
      <input type="hidden" name="module" value={module} />
      <button type="submit" aria-disabled={isPending} className={`${look} lg:min-h-12`}>
        {isPending ? "Asking for it" : label}
        <span className="sr-only">, {of}</span>
      </button>
      <p role="status" className="text-sm empty:hidden">
        {!isPending && answer !== null && <Became answer={answer} />}
      </p>
    </form>
  );
}

function Became({ answer }: { readonly answer: NonNullable<Awaited<ReturnType<Press>>> }): ReactNode {
  switch (answer.is) {
    case "asked":
      return (
        <>
          Asked for.{" "}
          <a href={runPath(answer.request)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
            Follow it
          </a>
        </>
      );
    case "lifted":
      return answer.until === null ? (
        "Done."
      ) : (
        <>
          Lifted until <Moment at={answer.until} />
        </>
      );
    case "refused":
      return (
        <span className="text-bad">
          {answer.says} <span className="text-soft">{answer.hint}</span>
        </span>
      );
  }
}

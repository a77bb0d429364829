import { useMutation } from "@tanstack/react-query";
import { askToConfirm } from "./ask-to-confirm.ts";
import { type Pressed, pressed } from "./pressed.ts";
import { useTurn } from "./use-turn.ts";

/** A button that asks the server, and what it refused last. */
export type Press<Given> = {
  readonly press: (given: Given) => void;
  readonly isPending: boolean;
  readonly refusal: Extract<Pressed<never>, { readonly ok: false }> | null;
  /** Takes the refusal away: what it was about is being changed. */
  readonly reset: () => void;
};

/** One press of a button that asks the server: repeated taps are one, and what was refused is there in words. */
export function usePress<Given, T>(
  act: (given: Given) => Promise<Pressed<T>>,
  done: (told: T, given: Given) => void,
): Press<Given> {
  const turn = useTurn();
  const { mutate, isPending, data, reset } = useMutation({
    networkMode: "always",
    mutationFn: async (given: Given) => {
      const answer = await pressed(act(given));
      const isAgain = !answer.ok && answer.confirmFirst === true && (await askToConfirm(answer.sentence));
      return isAgain ? pressed(act(given)) : answer;
    },
    onSuccess: (answer, given) => {
      if (answer.ok) done(answer.told, given);
    },
    onSettled: turn.leave,
  });
  const press = (given: Given) => {
    if (turn.take()) mutate(given);
  };
  return { press, isPending, refusal: data === undefined || data.ok ? null : data, reset };
}

/** What is wrong with one field, as a sentence with its hint. */
export function wrongWith(
  refusal: { readonly field: string | null; readonly sentence: string; readonly hint: string } | null,
  field: string,
): string | null {
  return refusal?.field === field ? `${refusal.sentence} ${refusal.hint}` : null;
}

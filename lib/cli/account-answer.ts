import { z } from "zod";
import type { Api } from "./api.ts";
import { changeAnswer } from "./ask-to-change.ts";
import type { Answer } from "./cmdlet.ts";
import { accountTold } from "./get-account.ts";
import { list } from "./print.ts";

const told = accountTold.extend({ SignInPath: z.string().nullable() });

/** An account that was made or changed, with its sign-in link where there is a new one. */
export function accountAnswer(json: unknown, { address }: Pick<Api, "address">): Answer {
  return changeAnswer(json, told, ({ SignInPath, ...account }) =>
    SignInPath === null
      ? list(account)
      : `${list(account)}\n\nThis link signs in once, within an hour, and is not told again:\n  ${address}${SignInPath}`,
  );
}

/** The address of one account. */
export const accountPath = (name: unknown) => `accounts/${encodeURIComponent(String(name))}`;

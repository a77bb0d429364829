import { z } from "zod";
import type { Cmdlet } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

/** An account as the server tells it. */
export const accountTold = z.object({
  Identity: z.string(),
  Role: z.string(),
  Pools: z.string(),
  Disabled: z.boolean(),
  SignsInBy: z.string(),
  HasPassword: z.boolean(),
  Sessions: z.number(),
});

const accounts = z.object({ Accounts: z.array(accountTold) });

/** Get-CsAccount */
export const getAccount: Cmdlet = {
  name: "Get-CsAccount",
  says: "Everybody who may sign in, with the role.",
  isOurs: true,
  parameters: [],
  page: () => "/settings/accounts",
  example: "Get-CsAccount",
  async run(_given, api) {
    const json = await api.get("accounts");
    return { json, text: table(readAnswer(accounts, json).Accounts) };
  },
};

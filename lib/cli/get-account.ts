import { z } from "zod";
import { type Cmdlet, moreText, paging, queryOf } from "./cmdlet.ts";
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
  TwoFactor: z.boolean(),
  Sessions: z.number(),
});

const accounts = z.object({ Accounts: z.array(accountTold), Next: z.string().nullable().default(null) });

/** Get-CsAccount */
export const getAccount: Cmdlet = {
  name: "Get-CsAccount",
  says: "Everybody who may sign in, with the role.",
  isOurs: true,
  parameters: paging(),
  page: () => "/settings/accounts",
  example: "Get-CsAccount",
  async run(given, api) {
    const json = await api.get(`accounts?${queryOf(given, "limit", "next")}`);
    const { Accounts, Next } = readAnswer(accounts, json);
    return { json, text: [table(Accounts), ...moreText(Next)].join("\n") };
  },
};

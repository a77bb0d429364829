import { z } from "zod";
import { tokenLife, tokenRole } from "#lib/commands/schemas.ts";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, moreText, paging, queryOf } from "./cmdlet.ts";
import { list, table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const PAGE = "/settings/tokens";

const token = z.object({
  Id: z.string(),
  Name: z.string(),
  Role: z.string(),
  Pools: z.string(),
  MadeBy: z.string(),
  ExpiresAt: z.string().nullable(),
  IsExpired: z.boolean(),
  IsShut: z.boolean(),
  LastUsedAt: z.string().nullable(),
});
const tokens = z.object({ Tokens: z.array(token), Next: z.string().nullable().default(null) });
const made = token.extend({ Token: z.string() });
const removed = z.object({ Id: z.string(), Name: z.string() });

/** For eyes: a time that is over is said, and that it opens nothing any more. */
function row({ ExpiresAt, IsExpired, IsShut, MadeBy, ...told }: z.output<typeof token>) {
  const Expires = ExpiresAt === null ? "never" : IsExpired ? `${ExpiresAt} (over)` : ExpiresAt;
  return { ...told, MadeBy: IsShut ? `${MadeBy} (shut)` : MadeBy, Expires };
}

/** Get-CsToken */
export const getToken: Cmdlet = {
  name: "Get-CsToken",
  says: "Every program's way in: what it opens, for how long, and when it was used last.",
  isOurs: true,
  parameters: paging(),
  page: () => PAGE,
  example: "Get-CsToken",
  async run(given, api) {
    const json = await api.get(`tokens?${queryOf(given, "limit", "next")}`);
    const { Tokens, Next } = readAnswer(tokens, json);
    return { json, text: [table(Tokens.map(row)), ...moreText(Next)].join("\n") };
  },
};

/** New-CsToken */
export const newToken: Cmdlet = {
  name: "New-CsToken",
  says: "Makes a token for a program. It is shown this once, and nobody can be told it again.",
  isOurs: true,
  parameters: [
    { key: "name", is: "required", says: "Which program has it." },
    { key: "role", is: "required", says: "What it may do; scraper reads the metrics alone.", read: tokenRole },
    { key: "pools", is: "required", says: "all, or full names of pools with commas between them." },
    { key: "expires", is: "required", says: "After how many days.", read: tokenLife },
    ...changing,
  ],
  page: () => PAGE,
  example: "New-CsToken -Name nightly-check -Role viewer -Pools pool1.pairkeeper.test -Expires 90",
  async run(given, api) {
    const json = await api.send("POST", "tokens", bodyOf(given, "name", "role", "pools", "expires"));
    return changeAnswer(json, made, ({ Token, ...told }) => list({ ...row(told), Token }));
  },
};

/** Remove-CsToken */
export const removeToken: Cmdlet = {
  name: "Remove-CsToken",
  says: "Takes a token away: who comes with it is refused at once.",
  isOurs: true,
  parameters: [{ key: "tokenId", is: "required", says: "The token, as Get-CsToken lists it." }, ...changing],
  page: () => PAGE,
  example: "Remove-CsToken -Id 3f0c6a52-8f7e-4a6e-9f0e-0f5b8a3f8d11",
  async run(given, api) {
    const json = await api.send("DELETE", `tokens/${encodeURIComponent(String(given.tokenId))}`, bodyOf(given));
    return changeAnswer(json, removed, ({ Name }) => `The token ${Name} opens nothing any more.`);
  },
};

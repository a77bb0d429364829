import { z } from "zod";
import type { TokensView, TokenView } from "#lib/commands/get-tokens.ts";
import type { NewTokenView } from "#lib/commands/new-token.ts";
import type { RemovedTokenView } from "#lib/commands/remove-token.ts";
import { TOKEN_ROLES } from "#lib/domain/role.ts";
import { tells } from "./tells.ts";
import { moment, name } from "./words.ts";

const token = {
  Id: name,
  Name: name,
  Role: z.enum(TOKEN_ROLES),
  Pools: name,
  MadeBy: name,
  MadeAt: moment,
  ExpiresAt: moment.nullable(),
  IsExpired: z.boolean(),
  IsShut: z.boolean(),
  LastUsedAt: moment.nullable(),
};

/** What a token opens. */
export const tokenView = tells<TokenView>()("Token", z.strictObject(token));

export const tokensView = tells<TokensView>()(
  "TokensPage",
  z.strictObject({ Tokens: z.array(tokenView), Next: name.nullable() }),
);

/** With the token itself, which is told this once. */
export const newTokenView = tells<NewTokenView>()("NewToken", z.strictObject({ ...token, Token: name }));

export const removedTokenView = tells<RemovedTokenView>()("RemovedToken", z.strictObject({ Id: name, Name: name }));

import { newTokenView, removedTokenView, tokensView } from "#lib/commands/answers/tokens.ts";
import { Input as tokensInput } from "#lib/commands/get-tokens.ts";
import { Input as newTokenInput } from "#lib/commands/new-token.ts";
import { Input as removeTokenInput } from "#lib/commands/remove-token.ts";
import { type Chapter, done, OF_POOL, told } from "./operation.ts";

export const TOKENS: Chapter = {
  name: "Tokens",
  says: "Ways in for programs: each of a role, for some pools or all, for some time.",
  operations: [
    {
      command: "getTokens",
      method: "get",
      path: "/tokens",
      says: "Get-CsToken: every token that was not removed.",
      takes: tokensInput,
      answers: told(tokensView),
      refuses: [],
    },
    {
      command: "newToken",
      method: "post",
      path: "/tokens",
      says: "New-CsToken: makes a token, and tells it this once.",
      takes: newTokenInput,
      answers: done(newTokenView, 201),
      refuses: OF_POOL,
    },
    {
      command: "removeToken",
      method: "delete",
      path: "/tokens/{id}",
      says: "Remove-CsToken: who comes with it is refused at once.",
      takes: removeTokenInput,
      answers: done(removedTokenView),
      refuses: ["unknown-item"],
    },
  ],
};

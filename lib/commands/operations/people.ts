import { accountsView, accountView, accountWithLink } from "#lib/commands/answers/people.ts";
import { Input as accountsInput } from "#lib/commands/get-accounts.ts";
import { Input as newAccountInput } from "#lib/commands/new-account.ts";
import { Input as removeAccountInput } from "#lib/commands/remove-account.ts";
import { Input as setAccountInput } from "#lib/commands/set-account.ts";
import { type Chapter, done, told } from "./operation.ts";

export const PEOPLE: Chapter = {
  name: "People",
  says: "Who may sign in, each as far as they may.",
  operations: [
    {
      command: "getAccounts",
      method: "get",
      path: "/accounts",
      says: "Get-CsAccount: everybody who may sign in.",
      takes: accountsInput,
      answers: told(accountsView),
      refuses: [],
    },
    {
      command: "newAccount",
      method: "post",
      path: "/accounts",
      says: "New-CsAccount: makes an account; its owner signs in by the link that is told here once.",
      takes: newAccountInput,
      answers: done(accountWithLink, 201),
      refuses: ["account-exists", "unknown-pool"],
    },
    {
      command: "setAccount",
      method: "patch",
      path: "/accounts/{account}",
      says: "Set-CsAccount: another role, other pools, disabled, or a new link; it is signed out everywhere.",
      takes: setAccountInput,
      answers: done(accountWithLink),
      refuses: ["unknown-account", "account-kept", "unknown-pool"],
    },
    {
      command: "removeAccount",
      method: "delete",
      path: "/accounts/{account}",
      says: "Remove-CsAccount: signed out at once. Whom the provider lets in comes back with a new account, so one of theirs that is disabled is kept.",
      takes: removeAccountInput,
      answers: done(accountView),
      refuses: ["unknown-account", "account-kept"],
    },
  ],
};

import { accountAnswer } from "./account-answer.ts";
import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, changing } from "./cmdlet.ts";

/** New-CsAccount */
export const newAccount: Cmdlet = {
  name: "New-CsAccount",
  says: "Makes an account, and prints once the link with which its owner signs in and sets a password.",
  isOurs: true,
  parameters: [
    { key: "account", is: "required", says: "The name to sign in with: 2 to 32 letters, digits, dots and dashes." },
    { key: "role", is: "required", says: "What it may do." },
    {
      key: "pools",
      is: "optional",
      says: "all, or the pools that it may act on, with commas between them.",
      usual: "all",
    },
    ...changing,
  ],
  page: () => "/settings/accounts",
  example: "New-CsAccount -Identity grace -Role operator",
  async run(given, api) {
    return accountAnswer(await api.send("POST", "accounts", bodyOf(given, "account", "role", "pools")), api);
  },
};

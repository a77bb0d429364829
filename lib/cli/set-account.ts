import { accountAnswer, accountPath } from "./account-answer.ts";
import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, changing } from "./cmdlet.ts";

/** Set-CsAccount */
export const setAccount: Cmdlet = {
  name: "Set-CsAccount",
  says: "Changes an account and signs it out everywhere.",
  isOurs: true,
  parameters: [
    { key: "account", is: "required", says: "The account's name." },
    { key: "role", is: "optional", says: "What it may do." },
    { key: "disabled", is: "optional", says: "true: nobody signs in to it; false: it is enabled again." },
    { key: "newLink", is: "switch", says: "Forgets its password and prints a link that signs in once." },
    { key: "pools", is: "optional", says: "all, or the pools that it may act on, with commas between them." },
    { key: "resetTwoFactor", is: "switch", says: "Asks for no code any more, for who lost the app." },
    ...changing,
  ],
  page: () => "/settings/accounts",
  example: "Set-CsAccount -Identity grace -Role restorer",
  async run(given, api) {
    const body = bodyOf(given, "role", "pools", "disabled", "newLink", "resetTwoFactor");
    return accountAnswer(await api.send("PATCH", accountPath(given.account), body), api);
  },
};

import { accountPath } from "./account-answer.ts";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing } from "./cmdlet.ts";
import { accountTold } from "./get-account.ts";

/** Remove-CsAccount */
export const removeAccount: Cmdlet = {
  name: "Remove-CsAccount",
  says: "Removes an account. What was done under its name stays in the audit.",
  isOurs: true,
  parameters: [{ key: "account", is: "required", says: "The account's name." }, ...changing],
  page: () => "/settings/accounts",
  example: "Remove-CsAccount -Identity grace",
  async run(given, api) {
    const json = await api.send("DELETE", accountPath(given.account), bodyOf(given));
    return changeAnswer(json, accountTold, ({ Identity }) => `The account ${Identity} is removed.`);
  },
};

import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing } from "./cmdlet.ts";
import { request } from "./request-answer.ts";

/** Stop-CsBackupRequest */
export const stopRequest: Cmdlet = {
  name: "Stop-CsBackupRequest",
  says: "Ends a request where it stands; what was sent stays sent.",
  isOurs: true,
  parameters: [{ key: "id", is: "required", says: "The request." }, ...changing],
  example: "Stop-CsBackupRequest -Id 3f0c6a52-8f7e-4a6e-9f0e-0f5b8a3f8d11",
  async run(given, api) {
    const json = await api.send("DELETE", `requests/${encodeURIComponent(String(given.id))}`, bodyOf(given));
    return changeAnswer(json, request, ({ Id }) => `Request ${Id} is asked to end.`);
  },
};

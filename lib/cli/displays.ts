import { z } from "zod";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, moreText, paging, queryOf } from "./cmdlet.ts";
import { list, table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const PAGE = "/settings/displays";

const display = z.object({
  Id: z.string(),
  Name: z.string(),
  AcceptedBy: z.string(),
  AcceptedAt: z.string(),
  LastSeenAt: z.string().nullable(),
});
const displays = z.object({ Displays: z.array(display), Next: z.string().nullable().default(null) });
const revoked = z.object({ Id: z.string(), Name: z.string() });

/** Get-CsDisplay */
export const getDisplay: Cmdlet = {
  name: "Get-CsDisplay",
  says: "Every screen that looks at the wall without anybody signed in there, and when it was seen last.",
  isOurs: true,
  parameters: paging(),
  page: () => PAGE,
  example: "Get-CsDisplay",
  async run(given, api) {
    const json = await api.get(`displays?${queryOf(given, "limit", "next")}`);
    const { Displays, Next } = readAnswer(displays, json);
    const shown = Displays.length === 0 ? "No screen is let in." : table(Displays);
    return { json, text: [shown, ...moreText(Next)].join("\n") };
  },
};

/** Approve-CsDisplay */
export const approveDisplay: Cmdlet = {
  name: "Approve-CsDisplay",
  says: "Lets the screen in that shows a code: it reads the wall, and nothing else.",
  isOurs: true,
  parameters: [
    { key: "code", is: "required", says: "The code, as the screen shows it now." },
    { key: "name", is: "required", says: "Where it hangs." },
    ...changing,
  ],
  page: () => PAGE,
  example: "Approve-CsDisplay -Code WDJB-MJHT -Name Lobby",
  async run(given, api) {
    const json = await api.send("POST", "displays", bodyOf(given, "code", "name"));
    return changeAnswer(json, display, list);
  },
};

/** Revoke-CsDisplay */
export const revokeDisplay: Cmdlet = {
  name: "Revoke-CsDisplay",
  says: "Shuts a screen out at once; it shows a new code then.",
  isOurs: true,
  parameters: [{ key: "displayId", is: "required", says: "The screen, as Get-CsDisplay lists it." }, ...changing],
  page: () => PAGE,
  example: "Revoke-CsDisplay -Id 3f0c6a52-8f7e-4a6e-9f0e-0f5b8a3f8d11",
  async run(given, api) {
    const json = await api.send("DELETE", `displays/${encodeURIComponent(String(given.displayId))}`, bodyOf(given));
    return changeAnswer(json, revoked, ({ Name }) => `The screen ${Name} is shut out.`);
  },
};

import { z } from "zod";
import { type Cmdlet, type Given, moreText, onlyPool, type Parameter, paging, queryOf } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const audit = z.object({
  Records: z.array(
    z.object({
      N: z.number(),
      At: z.string(),
      Actor: z.string(),
      Door: z.string(),
      Action: z.string(),
      Subject: z.string(),
      Reason: z.string().nullable(),
    }),
  ),
  Next: z.string().nullable(),
});

/** What narrows a look at the audit. */
export const auditFilter: readonly Parameter[] = [
  { ...onlyPool, says: "Only what names this pool." },
  { key: "actor", is: "optional", says: "Only what was done by those who have this in their name." },
  { key: "action", is: "optional", says: "Only this action, for example configure, full-push or sign-in." },
  { key: "door", is: "optional", says: "Only through this door." },
  { key: "text", is: "optional", says: "Only records in which this text stands anywhere." },
  { key: "after", is: "optional", says: "Only what was done after this moment." },
  { key: "before", is: "optional", says: "Only what was done up to this moment." },
];

/** What was given of `keys`, as the end of an address. */
export function auditQuery(given: Given, ...more: readonly (keyof Given)[]): string {
  return queryOf(given, ...auditFilter.map((one) => one.key), ...more);
}

/** Get-CsAuditRecord */
export const getAuditRecord: Cmdlet = {
  name: "Get-CsAuditRecord",
  says: "Who did what, through which door and why, the latest first. -AsJson shows what each changed.",
  isOurs: true,
  parameters: [...auditFilter, ...paging(50)],
  page: () => "/audit",
  example: "Get-CsAuditRecord -Actor grace -After 2026-11-21T08:00:00Z",
  async run(given, api) {
    const json = await api.get(`audit?${auditQuery(given, "limit", "next")}`);
    const { Records, Next } = readAnswer(audit, json);
    const records = Records.length === 0 ? "Nothing of that kind was done." : table(Records);
    return { json, text: [records, ...moreText(Next)].join("\n") };
  },
};

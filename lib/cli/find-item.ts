import { z } from "zod";
import type { Cmdlet } from "./cmdlet.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const copy = z.object({
  Is: z.string(),
  Sentence: z.string().nullable(),
  Label: z.string().nullable(),
  ChangedAt: z.string().nullable(),
  Rows: z.number().nullable(),
  Bytes: z.number().nullable(),
  Sha256: z.string().nullable(),
});

const found = z.object({
  IsExact: z.boolean(),
  Items: z.array(
    z.looseObject({
      Name: z.string(),
      Own: copy,
      Standby: copy,
    }),
  ),
  More: z.number(),
  Looked: z.array(z.object({ PoolFqdn: z.string(), BackupModule: z.string(), Problem: z.string().nullable() })),
  Elsewhere: z.array(z.string()),
});

/** Find-CsBackupItem */
export const findItem: Cmdlet = {
  name: "Find-CsBackupItem",
  says: "Is it safe? Where a user, a conference or a file is, its home and its standby copy, and whether both are equal.",
  isOurs: true,
  parameters: [
    { key: "what", is: "required", says: "A SIP address, the id of a conference, or the name or path of a file." },
  ],
  page: (given) => `/find?what=${encodeURIComponent(String(given.what))}`,
  example: "Find-CsBackupItem -Identity ada@contoso.com",
  async run({ what }, api) {
    const query = new URLSearchParams(typeof what === "string" ? { what } : {});
    const json = await api.get(`find?${query}`);
    const { IsExact, Items, More, Looked, Elsewhere } = readAnswer(found, json);
    const items = Items.map(({ Own, Standby, ...item }) =>
      [list(item), "  Own", indented(Own), "  Standby", indented(Standby)].join("\n"),
    );
    const where = Looked.map(({ PoolFqdn, BackupModule, Problem }) => `  ${PoolFqdn} ${BackupModule}${said(Problem)}`);
    const notes = [
      ...(Items.length === 0
        ? ["Nothing of that name was found. What was deleted may be in the trash: Get-CsTrashItem."]
        : []),
      ...(Items.length > 0 && !IsExact ? ["Nothing is called exactly so; these have it in their names."] : []),
      ...(More > 0 ? [`${More} more fit: give more of the name.`] : []),
      "It was looked in",
      ...where,
      ...Elsewhere.map((pool) => `  not in ${pool}: another service runs it`),
    ];
    return { json, text: [...items, notes.join("\n")].join("\n\n") };
  },
};

function indented(fields: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(fields).filter(([, value]) => value !== null);
  return list(Object.fromEntries(told)).replace(/^/gm, "    ");
}

function said(problem: string | null): string {
  return problem === null ? "" : `: ${problem}`;
}

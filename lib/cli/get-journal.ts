import { z } from "zod";
import { type Cmdlet, module, moreText, onlyPool, paging, queryOf } from "./cmdlet.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

/** Of every kind of entry what a line of the table needs. */
const entry = z.object({
  At: z.string(),
  Kind: z.string(),
  By: z.string().optional(),
  What: z.string().optional(),
  End: z.string().nullable().optional(),
  PoolFqdn: z.string().optional(),
  BackupPoolFqdn: z.string().optional(),
  Modules: z.array(z.string()).default([]),
  Subject: z.string().optional(),
  Machine: z.string().optional(),
  Side: z.string().optional(),
  State: z.string().optional(),
  Sentence: z.string().nullable().optional(),
});
type Entry = z.output<typeof entry>;
const journal = z.object({ Entries: z.array(entry), Next: z.string().nullable() });

/** Get-CsJournal */
export const getJournal: Cmdlet = {
  name: "Get-CsJournal",
  says: "Who asked, what ran and what failed, the latest first. -AsJson shows all of each.",
  isOurs: true,
  parameters: [
    onlyPool,
    { key: "from", is: "optional", says: "Only of copies that this pool exports." },
    module,
    {
      key: "kind",
      is: "optional",
      says: "Only entries of these kinds.",
      usual: "asked,changed,ran,failed,state,engine",
    },
    { key: "after", is: "optional", says: "Only what happened after this moment." },
    { key: "before", is: "optional", says: "Only what happened up to this moment." },
    ...paging(50),
  ],
  page: () => "/journal",
  example: "Get-CsJournal -PoolFqdn pool1.pairkeeper.test -Kind failed -After 2026-11-21T08:00:00Z",
  async run(given, api) {
    const json = await api.get(
      `journal?${queryOf(given, "pool", "from", "module", "kind", "after", "before", "limit", "next")}`,
    );
    const { Entries, Next } = readAnswer(journal, json);
    const entries = Entries.length === 0 ? "Nothing of that kind happened." : table(Entries.map(row));
    return { json, text: [entries, ...moreText(Next)].join("\n") };
  },
};

function row(told: Entry) {
  const { At, Kind, By, What, End, PoolFqdn, BackupPoolFqdn, Modules, Subject, Machine, Side, State, Sentence } = told;
  const of = PoolFqdn === undefined ? (Subject ?? Machine) : `${PoolFqdn} to ${BackupPoolFqdn}`;
  const what = What === undefined ? [Side, State] : [What, End];
  return {
    At,
    Kind,
    What: what.filter((word) => word != null).join(" "),
    Of: of,
    Modules: Modules.join(","),
    By,
    Sentence,
  };
}

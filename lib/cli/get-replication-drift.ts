import { z } from "zod";
import { type Cmdlet, moreText, oneModule, paging, pool, queryOf } from "./cmdlet.ts";
import { compareText, found } from "./compare-text.ts";
import { poolPath } from "./pool-path.ts";
import { table } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const verified = found.pick({ Depth: true, At: true, Equal: true, Read: true });

const page = z.object({
  LastCompare: found.nullable(),
  VerifiedEqual: verified.nullable(),
  DriftItems: z.number(),
  Drift: z.array(
    z.object({
      Difference: z.string(),
      Table: z.string(),
      Key: z.string(),
      FoundAt: z.string(),
      SentAt: z.string().nullable(),
    }),
  ),
  Next: z.string().nullable(),
});

/** Get-CsReplicationDrift */
export const getReplicationDrift: Cmdlet = {
  name: "Get-CsReplicationDrift",
  says: "What the last compare of a copy found, as of when it was verified equal, and the items that are known to differ.",
  isOurs: true,
  parameters: [{ ...pool, says: "The pool whose data it is." }, oneModule, ...paging(50)],
  example: "Get-CsReplicationDrift -PoolFqdn pool1.pairkeeper.test -BackupModule PresenceFocus",
  async run(given, api) {
    const path = `modules/${encodeURIComponent(String(given.module))}/drift?${queryOf(given, "limit", "next")}`;
    const json = await api.get(poolPath(given.pool, path));
    const { LastCompare, VerifiedEqual, DriftItems, Drift, Next } = readAnswer(page, json);
    const last = LastCompare === null ? "It was never compared." : `Last compare: ${compareText(LastCompare)}.`;
    const equal = VerifiedEqual === null ? "It was never verified equal." : verifiedText(VerifiedEqual);
    const drift = DriftItems === 0 ? "Nothing is known to differ." : `${DriftItems} known to differ:\n${table(Drift)}`;
    return { json, text: [last, equal, drift, ...moreText(Next)].join("\n") };
  },
};

function verifiedText({ Depth, At, Equal, Read }: z.infer<typeof verified>): string {
  const sampled = Depth === "full" ? "" : `, content read of ${Read}`;
  return `Verified equal as of ${At}: ${Equal} items${sampled}.`;
}

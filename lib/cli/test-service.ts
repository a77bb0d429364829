import { z } from "zod";
import { bodyOf } from "./ask-to-change.ts";
import { type Cmdlet, force, pool } from "./cmdlet.ts";
import { ofPool } from "./page-link.ts";
import { poolPath } from "./pool-path.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const checks = z.object({
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string().nullable(),
  AsOf: z.string(),
  Result: z.string(),
  Checks: z.array(
    z.object({
      Title: z.string(),
      Result: z.string(),
      Code: z.string().nullable(),
      Says: z.string(),
      Path: z.string().nullable(),
      AtRisk: z.string().nullable(),
      Next: z.string().nullable(),
      AsOf: z.string(),
    }),
  ),
});

/** Test-CsBackupService: 1 when anything failed. */
export const testService: Cmdlet = {
  name: "Test-CsBackupService",
  says: "Checks a pool before it matters: its stores and rights, free space, clocks, the record of changes, its partner's word, settings.",
  isOurs: true,
  parameters: [pool, force],
  page: (given) => ofPool(given, "/pools/*/check"),
  example: "Test-CsBackupService -PoolFqdn pool1.pairkeeper.test",
  async run(given, api) {
    const json = await api.send("POST", poolPath(given.pool, "check"), bodyOf(given));
    const { Checks, ...whole } = readAnswer(checks, json);
    const text = [list(whole), ...Checks.map(checkText)].join("\n\n");
    return { json, text, exit: whole.Result === "failed" ? 1 : 0 };
  },
};

function checkText({ Title, Result, Code, Says, Path, AtRisk, Next, AsOf }: z.infer<typeof checks>["Checks"][number]) {
  const more = { Code, Path, AtRisk, Next, AsOf };
  const told = Object.entries(more).filter(([, value]) => value !== null);
  return [`${Result.toUpperCase()} ${Title}`, `  ${Says}`, list(Object.fromEntries(told)).replace(/^/gm, "  ")].join(
    "\n",
  );
}

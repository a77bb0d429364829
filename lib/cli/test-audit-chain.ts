import { z } from "zod";
import type { Cmdlet } from "./cmdlet.ts";
import { list } from "./print.ts";
import { readAnswer } from "./read-answer.ts";

const verdict = z.object({
  IsWhole: z.boolean(),
  Records: z.number(),
  LastN: z.number(),
  LastHash: z.string(),
  AsOf: z.string(),
  Fault: z.object({ Sentence: z.string() }).nullable(),
});

/** Test-CsAuditChain: exit 1 when a record is altered, missing or one too many. */
export const testAuditChain: Cmdlet = {
  name: "Test-CsAuditChain",
  says: "Reads the whole audit and names the first record that is altered, missing or was put in; exit 1 when there is one.",
  isOurs: true,
  parameters: [],
  page: () => "/audit?verify=1",
  example: "Test-CsAuditChain",
  async run(_given, api) {
    const json = await api.get("audit/verify");
    const { Fault, ...told } = readAnswer(verdict, json);
    const sentence = Fault === null ? "Every record is as it was written." : Fault.Sentence;
    return { json, text: [sentence, list(told)].join("\n"), exit: Fault === null ? 0 : 1 };
  },
};

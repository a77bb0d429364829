import { z } from "zod";
import { PARAMETERS } from "#lib/commands/schemas.ts";
import { Problem } from "#lib/domain/problem.ts";
import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, oneModule, pool } from "./cmdlet.ts";
import { poolPath } from "./pool-path.ts";

const lift = z.object({
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string(),
  BackupModule: z.string(),
  LimitLiftedUntil: z.string().nullable(),
});

/** Lift-CsBackupLimit */
export const liftLimit: Cmdlet = {
  name: "Lift-CsBackupLimit",
  says: "Lets one module of a pool carry all that waits for a time, without the limits of a cycle; then they hold again.",
  isOurs: true,
  parameters: [
    { ...pool, says: "The pool whose copy falls behind." },
    oneModule,
    { key: "duration", is: "optional", says: "For how long.", usual: "00:30:00" },
    { key: "end", is: "switch", says: "The limits hold again at once." },
    ...changing,
  ],
  example: "Lift-CsBackupLimit -PoolFqdn pool1.pairkeeper.test -BackupModule DataConf -Duration 00:30:00",
  async run(given, api) {
    const isEnd = given.end === true;
    if (isEnd && given.duration !== undefined) throw neverBoth();
    const body = isEnd ? bodyOf(given, "module") : bodyOf(given, "module", "duration");
    const json = await api.send(isEnd ? "DELETE" : "POST", poolPath(given.pool, "lift"), body);
    return changeAnswer(json, lift, ({ BackupModule, PoolFqdn, BackupPoolFqdn, LimitLiftedUntil }) => {
      const copy = `${BackupModule} from ${PoolFqdn} to ${BackupPoolFqdn}`;
      return LimitLiftedUntil === null
        ? `The limits of ${copy} hold again.`
        : `The limits of ${copy} are lifted until ${LimitLiftedUntil}.`;
    });
  },
};

function neverBoth(): Problem {
  const { name } = PARAMETERS.duration;
  return new Problem("bad-input", `-${name} and -End say two things.`, "Give one of them.", name);
}

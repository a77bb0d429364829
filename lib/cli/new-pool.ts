import { bodyOf, changeAnswer } from "./ask-to-change.ts";
import { type Cmdlet, changing, pool } from "./cmdlet.ts";
import { poolTold } from "./get-pool.ts";
import { list } from "./print.ts";

/** New-CsPool */
export const newPool: Cmdlet = {
  name: "New-CsPool",
  says: "Adds a pool and makes its stores.",
  isOurs: true,
  parameters: [
    pool,
    { key: "site", is: "optional", says: "Where it stands." },
    { key: "edition", is: "optional", says: "Editions do not mix within a pair.", usual: "Enterprise" },
    { key: "fileStore", is: "optional", says: "A whole path for its file store; else one in the data folder." },
    { key: "userStore", is: "optional", says: "A whole path for its SQLite database; else one in the data folder." },
    ...changing,
  ],
  page: () => "/topology",
  example: "New-CsPool -PoolFqdn pool3.pairkeeper.test -Edition Standard",
  async run(given, api) {
    const body = bodyOf(given, "pool", "site", "edition", "fileStore", "userStore");
    return changeAnswer(await api.send("POST", "pools", body), poolTold, list);
  },
};

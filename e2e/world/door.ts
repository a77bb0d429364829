import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A module's status as the API tells it; only what outside judges read. */
export type ToldModule = {
  readonly Identity: string;
  readonly ExportStatus: string;
  readonly ImportStatus: string;
  readonly AsOf: string | null;
  readonly LastScanAt: string | null;
  readonly PendingItems: number | null;
  readonly QuarantinedItems: number | null;
};

/** The API as a program with the CLI's token sees it. */
export function door(address: string, dataFolder: string) {
  const headers = {
    authorization: `Bearer ${readFileSync(join(dataFolder, "cli.token"), "utf8").trim()}`,
    "content-type": "application/json",
  };
  const ask = async (path: string, method = "GET", body?: object): Promise<Response> =>
    fetch(`${address}/api/v1/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
  return {
    modules: async (pool: string): Promise<readonly ToldModule[]> =>
      (await (await ask(`pools/${pool}/status`)).json()).BackupModules,
    /** What a screen that knows that number is told, as it is told. */
    changesSince: async (seq: string): Promise<string> => (await ask(`pairs?since=${seq}`)).text(),
    configure: (settings: object) => ask("configuration", "PATCH", settings),
    sync: (pool: string) => ask(`pools/${pool}/sync`, "POST", {}),
    /** Asks for a sync; returns the request's id. */
    askSync: async (pool: string): Promise<string> => (await (await ask(`pools/${pool}/sync`, "POST", {})).json()).Id,
    requestState: async (id: string): Promise<string> => (await (await ask(`requests/${id}`)).json()).State,
    /** What the dialog of a sync says that waits in a module. */
    previewedItems: async (pool: string, module: string): Promise<number> =>
      itemsOf((await (await ask(`pools/${pool}/sync?backupModule=${module}`)).json()).Modules, module, "PendingItems"),
    /** What a sync sent of a module. */
    carriedItems: async (id: string, module: string): Promise<number> =>
      itemsOf((await (await ask(`requests/${id}`)).json()).Modules, module, "TotalItems"),
    requests: async (): Promise<{ readonly Requests: readonly { readonly PoolFqdn: string }[] }> =>
      (await ask("requests")).json(),
  };
}

type Counted = { readonly Identity: string; readonly [count: string]: unknown };

function itemsOf(modules: readonly Counted[], module: string, count: string): number {
  const found = modules.find(({ Identity }) => Identity === module)?.[count];
  if (typeof found !== "number") throw new Error(`${module} has no ${count}.`);
  return found;
}

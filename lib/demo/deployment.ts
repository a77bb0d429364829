import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Api, openApi } from "#lib/cli/api.ts";
import { Refusal } from "#lib/launch/refusal.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import type { Scene } from "./scenes.ts";

const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 500;

const request = z.object({ Id: z.string(), State: z.string() });
const pairMade = z.object({ Requests: z.array(request) });
const poolStatus = z.object({ BackupModules: z.array(z.object({ Identity: z.string(), ExportStatus: z.string() })) });

const CONTENT = "ConfServices.DataConf";

/** The service as the demo uses it: by the same door as the command line. */
export function deploymentAt(address: string, dataFolder: string) {
  const api: Api = openApi(address, readFileSync(join(dataFolder, "cli.token"), "utf8").trim(), fetch);
  return {
    /** New-CsPool */
    newPool: (pool: string, site: string) => api.send("POST", "pools", { pool, site }),
    /** New-CsPoolPair; returns the ids of its first syncs. */
    newPair: async ([pool, backupPool]: Scene["pools"]) =>
      pairMade.parse(await api.send("POST", `pools/${pool}/relationship`, { backupPool })).Requests.map(({ Id }) => Id),
    /** Set-CsBackupServiceConfiguration */
    configure: (settings: object) => api.send("PATCH", "configuration", settings),
    /** Invoke-CsBackupServiceSync; returns the request's id. */
    sync: async (pool: string) => request.parse(await api.send("POST", `pools/${pool}/sync`, {})).Id,
    /** Restore-CsBackupStore -FromPartner; returns the request's id. */
    restore: async (pool: string) =>
      request.parse(await api.send("POST", `pools/${pool}/restore`, { fromPartner: true, module: CONTENT })).Id,
    /** The partner is known to have what these asked for. */
    untilDone: async (ids: readonly string[]) => {
      for (const id of ids) {
        const state = async () => request.parse(await api.get(`requests/${id}`)).State;
        await until("everything is copied once", async () => (await state()) === "Done");
      }
    },
    /** The content of this pool is known to be lost. */
    untilLost: (pool: string) =>
      until(`the loss of ${pool}'s content is seen`, async () => {
        const { BackupModules } = poolStatus.parse(await api.get(`pools/${pool}/status`));
        return BackupModules.some((one) => one.Identity === CONTENT && one.ExportStatus === "ErrorState");
      }),
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = systemClock.elapsed() + PATIENCE_MS;
  while (!(await isSo())) {
    if (systemClock.elapsed() > end)
      throw new Refusal(`The demo waited ${PATIENCE_MS / 1000} s until ${what}, in vain.`);
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

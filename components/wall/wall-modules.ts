import { type ModuleName, shortModuleName } from "#lib/domain/backup-module.ts";

type WallModule = {
  /** The head of a column. */
  readonly head: string;
  /** Within a sentence. */
  readonly plain: string;
};

const WORDS: Readonly<Record<string, WallModule>> = {
  "UserServices.PresenceFocus": { head: "User", plain: "users" },
  "ConfServices.DataConf": { head: "Conf", plain: "content" },
  "CentralMgmt.CMSMaster": { head: "CMS", plain: "CMS" },
  "ApplicationServer.RGSDataStore": { head: "RGS data", plain: "RGS data" },
  "ApplicationServer.RGSFileStore": { head: "RGS files", plain: "RGS files" },
};

/** A module's shortest plain names. */
export function wallModule(module: ModuleName): WallModule {
  const short = shortModuleName(module);
  return (Object.hasOwn(WORDS, module) ? WORDS[module] : undefined) ?? { head: short, plain: short };
}

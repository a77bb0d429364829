const SWITCH = "Give it without a value.";
const BATCHES = "Write a whole number, for example 500.";
const NAMES = "Write names with commas between them.";
const MOMENT = "Write a moment in UTC, for example 2026-11-21T12:00:00Z.";
const PLACE = "Give a whole path, for example /srv/pool3/files; without it the pool's stores lie in the data folder.";

/** Every parameter of every command: as people spell it, and what helps when it is wrong. */
export const PARAMETERS = {
  pool: { name: "PoolFqdn", hint: "Give a pool's full name, for example pool1.pairkeeper.test." },
  backupPool: { name: "BackupPoolFqdn", hint: "Give a pool's full name, for example pool2.pairkeeper.test." },
  module: { name: "BackupModule", hint: "Give All, or a module such as DataConf or ConfServices.DataConf." },
  category: { name: "Category", hint: "Give CMS, UserData or RGS." },
  force: { name: "Force", hint: SWITCH },
  whatIf: { name: "WhatIf", hint: SWITCH },
  confirm: { name: "Confirm", hint: SWITCH },
  reason: { name: "Reason", hint: "Say why on one line, with at most 300 characters." },
  localStore: { name: "LocalStore", hint: SWITCH },
  syncInterval: { name: "SyncInterval", hint: "Write hh:mm:ss, for example 00:02:00." },
  maxConcurrentCalls: { name: "MaxConcurrentCalls", hint: "Write a whole number, for example 10." },
  maxBatchesPerCmsSync: { name: "MaxBatchesPerCmsSync", hint: BATCHES },
  maxBatchesPerUserStoreSync: { name: "MaxBatchesPerUserStoreSync", hint: BATCHES },
  maxDataConfPackageSizeKB: {
    name: "MaxDataConfPackageSizeKB",
    hint: "Write a whole number of KiB, for example 102400.",
  },
  maxHighPriQueuePercentagePerUserStoreSync: {
    name: "MaxHighPriQueuePercentagePerUserStoreSync",
    hint: "Write a whole number of percent, for example 50.",
  },
  enableRgsBackupService: {
    name: "EnableRgsBackupService",
    hint: "Write true or false; $true needs quotes in a shell that would read it as a variable.",
  },
  authorizedUniversalGroups: { name: "AuthorizedUniversalGroups", hint: NAMES },
  authorizedLocalAccounts: { name: "AuthorizedLocalAccounts", hint: NAMES },
  wakeOnChange: {
    name: "WakeOnChange",
    hint: "Write true or false; $true needs quotes in a shell that would read it as a variable.",
  },
  identity: { name: "Identity", hint: "There is one configuration and it is called Global." },
  filter: { name: "Filter", hint: "Give a name with * for any letters; there is one configuration, called Global." },
  instance: { name: "Instance", hint: "Give a configuration as Get-CsBackupServiceConfiguration -AsJson prints it." },
  id: { name: "Id", hint: "Get-CsBackupRequest lists them." },
  steadyState: { name: "SteadyState", hint: "Give -SteadyState or -FullBackup, not both." },
  fullBackup: { name: "FullBackup", hint: "Give -SteadyState or -FullBackup, not both." },
  failedOverPoolOnly: { name: "FailedOverPoolOnly", hint: "It belongs to -FullBackup." },
  waitTime: { name: "WaitTime", hint: "Write hh:mm:ss, or a whole number of seconds, up to 24 hours." },
  retryCount: { name: "RetryCount", hint: "Write a whole number, for example 30." },
  report: { name: "Report", hint: "Give the path of a file that may be overwritten." },
  adopt: { name: "Adopt", hint: "Give either -Adopt or -FromPartner." },
  duration: { name: "Duration", hint: "Write hh:mm:ss, for example 00:30:00." },
  end: { name: "End", hint: SWITCH },
  fromPartner: { name: "FromPartner", hint: "Give either -Adopt or -FromPartner." },
  token: { name: "Token", hint: "Get-CsHeldDeletion shows the token of the set that is held now." },
  trashItems: { name: "Id", hint: "Give ids that Get-CsTrashItem shows, with commas between them." },
  name: { name: "Name", hint: "Give a part of a path or of a key." },
  after: { name: "After", hint: MOMENT },
  before: { name: "Before", hint: MOMENT },
  lastSeconds: { name: "LastSeconds", hint: "Give a whole number of seconds up to now, at most two years of them." },
  points: { name: "Points", hint: "Give a whole number of points, at most 500." },
  from: { name: "FromPoolFqdn", hint: "Give the full name of the pool that exports." },
  kind: { name: "Kind", hint: "Give asked, changed, ran, failed, state or engine, with commas between them." },
  next: { name: "Next", hint: "Give what the page before named as Next." },
  limit: { name: "Limit", hint: "Give a whole number, at most 200." },
  actor: { name: "Actor", hint: "Give a name or a part of it." },
  action: { name: "Action", hint: "Give an action as the audit shows it, for example configure or sign-in." },
  door: { name: "Door", hint: "Give page, api, cli or start." },
  text: { name: "Text", hint: "Give a text that stands anywhere in what was done." },
  path: { name: "Path", hint: "Give the path of a file that may be overwritten." },
  format: { name: "Format", hint: "Give JsonLines or Csv." },
  order: { name: "Order", hint: "Give oldest or newest." },
  what: { name: "Identity", hint: "Give a SIP address, the id of a conference, or the name or path of a file." },
  site: { name: "Site", hint: "Give the name of a place, at most 100 characters." },
  edition: { name: "Edition", hint: "Give Standard or Enterprise." },
  fileStore: { name: "FileStore", hint: PLACE },
  userStore: { name: "UserStore", hint: PLACE },
} as const;

export type ParameterKey = keyof typeof PARAMETERS;

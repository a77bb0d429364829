import type { PoolFqdn } from "#lib/domain/pool.ts";

/** One line to copy, with what it does. */
export type Line = { readonly says: string; readonly cmdlet: string };

/** How something is done, step by step. */
export type Procedure = {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly lines: readonly Line[];
  readonly after: string;
};

const CLI = "npm run cli --";

/** The procedures, with the names of two pools that protect each other: the first is the one that is asked about. */
export function procedures(pool: PoolFqdn, partner: PoolFqdn): readonly Procedure[] {
  return [
    {
      id: "see-status",
      title: "See the status of a pool",
      intro:
        "The status goes one way, from a pool to its backup pool; the other direction is the partner's status and may differ. It is true as of the moment that stands beside it and says nothing about later.",
      lines: [
        { says: "What a pool exports and imports", cmdlet: `${CLI} Get-CsBackupServiceStatus -PoolFqdn ${pool}` },
        { says: "Which pool backs it up", cmdlet: `${CLI} Get-CsPoolBackupRelationship -PoolFqdn ${pool}` },
        { says: "What each state and reason means", cmdlet: `${CLI} Get-Help states` },
      ],
      after: "The page Pairs shows the same for both directions at once.",
    },
    {
      id: "check",
      title: "Check a pool before it matters",
      intro:
        "Looks whether the stores are there, are the right ones and may be written, whether there is room, whether clocks go together, whether changes are recorded and the partner is heard. Nothing is changed.",
      lines: [
        { says: "One pool", cmdlet: `${CLI} Test-CsBackupService -PoolFqdn ${pool}` },
        { says: "Its partner", cmdlet: `${CLI} Test-CsBackupService -PoolFqdn ${partner}` },
      ],
      after: "What could not be looked at is not known, and never passed. The page of a pair has the same as a button.",
    },
    {
      id: "compare",
      title: "Compare a pool with its copy",
      intro:
        "Reads what each of the two pools owns and its copy on the other, and holds them against each other. Nothing is moved by it. What is on its way, held or refused is told apart and is no difference. The service does the same by itself: rows daily; of files size and time hourly, a sample of their content daily, all of it weekly.",
      lines: [
        { says: "Both directions, every module", cmdlet: `${CLI} Debug-CsInterPoolReplication -PoolFqdn ${pool}` },
        {
          says: "The same, and send again what differs",
          cmdlet: `${CLI} Debug-CsInterPoolReplication -PoolFqdn ${pool} -ResyncSignatureMismatchItems`,
        },
        {
          says: "What is known to differ of one module",
          cmdlet: `${CLI} Get-CsReplicationDrift -PoolFqdn ${pool} -BackupModule PresenceFocus`,
        },
      ],
      after:
        "The page of a copy has the same as buttons, and lists what differs. An item that both pools own is mended by no sync: delete it on the pool where it does not belong.",
    },
    {
      id: "monitoring",
      title: "Watch it with Prometheus",
      intro:
        "/api/metrics tells age at risk, what waits, states, cycles and the service itself. What is not known is Unknown there, or is left out: an old figure never looks like one of now. Ask with the token in metrics.token in the data folder, as authorization with credentials_file in a scrape job named pairkeeper, the name that the alert rules look for; it opens nothing else.",
      lines: [
        {
          says: "What it tells now",
          cmdlet: `curl -H "Authorization: Bearer $(cat data/metrics.token)" http://127.0.0.1:3000/api/metrics`,
        },
        { says: "The alert rules to load", cmdlet: "promtool check rules lib/observe/alerts/pairkeeper.rules.yml" },
      ],
      after:
        "Take the file metrics.token away and start anew, and there is another token; the one before works no more.",
    },
    {
      id: "set-interval",
      title: "Set the sync interval",
      intro:
        "The default is two minutes, for every pool of the deployment. Change it only when that is really needed: a shorter one means more load, a longer one more that is lost with a pool.",
      lines: [
        { says: "See the settings", cmdlet: `${CLI} Get-CsBackupServiceConfiguration` },
        {
          says: "What a change would do, without doing it",
          cmdlet: `${CLI} Set-CsBackupServiceConfiguration -SyncInterval 00:03:00 -WhatIf`,
        },
        { says: "Set it to three minutes", cmdlet: `${CLI} Set-CsBackupServiceConfiguration -SyncInterval 00:03:00` },
        {
          says: "Back to the defaults, all of them",
          cmdlet: `${CLI} Remove-CsBackupServiceConfiguration -Identity Global`,
        },
      ],
      after: "It holds from the next cycle on. The page Settings does the same.",
    },
    {
      id: "force-sync",
      title: "Force a sync",
      intro:
        "Compares everything of a pool with what its partner holds and sends what differs, in cycles back to back. The data goes from the pool that is named to its partner.",
      lines: [
        { says: "What would be done", cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${pool} -WhatIf` },
        { says: "All modules", cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule All` },
        {
          says: "One module",
          cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule PresenceFocus`,
        },
        { says: "Only what changed, and wait for it", cmdlet: `${CLI} Backup-CsPool -PoolFqdn ${pool} -SteadyState` },
      ],
      after: "Sync now on the page Pairs does the same. Asking twice does no harm: it is one run.",
    },
    {
      id: "restore-content",
      title: "Restore conference content",
      intro: `When ${pool} lost its conference content, its partner ${partner} gives it back: the sync is forced on the pool that still has it. Do the same after a pool was failed back to.`,
      lines: [
        {
          says: `Copy from ${partner} back to ${pool}`,
          cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${partner} -BackupModule ConfServices.DataConf`,
        },
        {
          says: "See how far it is",
          cmdlet: `${CLI} Get-CsBackupServiceStatus -PoolFqdn ${partner} -BackupModule ConfServices.DataConf`,
        },
        { says: "With progress and time left", cmdlet: `${CLI} Get-CsBackupRequest` },
      ],
      after:
        "It is done when the export of ConfServices.DataConf on the surviving pool reads SteadyState or FinalState. Content that still stands is left alone, and nothing is deleted. Where a whole store is missing, it is adopted first: the page of the restore says how.",
    },
    {
      id: "lift-limit",
      title: "Lift the limit of a copy that falls behind",
      intro:
        "A cycle carries so much and no more. For a copy that cannot keep up, the limits can be lifted for a time: it carries all that waits, in packages as small as ever.",
      lines: [
        {
          says: "For half an hour",
          cmdlet: `${CLI} Lift-CsBackupLimit -PoolFqdn ${pool} -BackupModule DataConf -Duration 00:30:00`,
        },
        { says: "End it now", cmdlet: `${CLI} Lift-CsBackupLimit -PoolFqdn ${pool} -BackupModule DataConf -End` },
      ],
      after: "It ends by itself. A copy that falls behind every day wants higher limits in the settings instead.",
    },
    {
      id: "held",
      title: "Held deletions",
      intro:
        "When so much is deleted at once that it may be a loss, none of these deletions leaves: 25 % of what the partner holds and more than 20 items, or all of it. All else goes on meanwhile.",
      lines: [
        { says: "See what is held, with its token", cmdlet: `${CLI} Get-CsHeldDeletion -PoolFqdn ${pool}` },
        {
          says: "They were meant: let exactly this set go",
          cmdlet: `${CLI} Approve-CsHeldDeletion -PoolFqdn ${pool} -BackupModule DataConf -Token <token>`,
        },
        {
          says: "They were a loss: bring everything back",
          cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${partner} -BackupModule DataConf`,
        },
      ],
      after: "Until somebody decides, the partner keeps everything.",
    },
    {
      id: "refused",
      title: "Items that the partner refuses",
      intro:
        "A row or file that the partner cannot hold for what is in it is held by name, and everything else goes on. It is tried again with every cycle. The copy is never Final while it is held.",
      lines: [
        { says: "See what is refused, and why", cmdlet: `${CLI} Get-CsQuarantinedItem -PoolFqdn ${pool}` },
        {
          says: "Its reason is gone: try it now",
          cmdlet: `${CLI} Restart-CsQuarantinedItem -PoolFqdn ${pool} -Id <id>`,
        },
        {
          says: "It may stay without a second copy",
          cmdlet: `${CLI} Skip-CsQuarantinedItem -PoolFqdn ${pool} -Id <id> -Reason "Left the company"`,
        },
      ],
      after:
        "A skipped item is named and held as before and would be lost with the pool, but nobody is alarmed by it and it is not tried by itself. When it changes it leaves again; refused anew, it is skipped no longer.",
    },
    {
      id: "canary",
      title: "Is what says that all is copied true?",
      intro:
        "In every interval, once a minute at most, each pool writes a canary into a table of its own. It goes the way of every row: captured, sent, imported, acknowledged. The partner tells which one it reads. It is nobody's data: no count, limit or age has it in.",
      lines: [
        {
          says: "How long the last one took, and when it was heard",
          cmdlet: `${CLI} Get-CsBackupServiceStatus -PoolFqdn ${pool} -BackupModule PresenceFocus`,
        },
        {
          says: "One is missing: compare the two sides and send what is missing",
          cmdlet: `${CLI} Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule PresenceFocus`,
        },
      ],
      after:
        "A canary that was acknowledged and is not there, or was never captured, makes the copy red whatever else says that all is well. It stays so until the two sides were compared, for what was lost beside the canary is not known before.",
    },
    {
      id: "trash",
      title: "The trash",
      intro:
        "What is deleted on a pool is deleted on its partner too, once all that changed with it has arrived there. The partner keeps the copy for 7 days.",
      lines: [
        { says: "What is there", cmdlet: `${CLI} Get-CsTrashItem -PoolFqdn ${pool}` },
        {
          says: "Only what is named like this",
          cmdlet: `${CLI} Get-CsTrashItem -PoolFqdn ${pool} -Name slides`,
        },
        { says: "Bring it back", cmdlet: `${CLI} Restore-CsTrashItem -PoolFqdn ${pool} -Id <id>` },
      ],
      after:
        "When the trash takes a tenth of the file system, or 10 GiB, the oldest goes first. It is no backup with history: what is changed, not deleted, leaves no old version behind.",
    },
    {
      id: "sign-in",
      title: "Let somebody in, or in again",
      intro:
        "An account gets a link that signs in once; its owner sets a password within 10 minutes of that, and may turn on codes of an app. Ten wrong passwords lock sign-in by password for 15 minutes, ten wrong codes that by code: wait, or make a new link, which ends both. A link that was not used works no more once its account is disabled, gets a password or signs out everywhere. What cannot be taken back or makes a way in asks again who it is, 10 minutes after sign-in. The tokens of an account that is disabled, removed or may less than they open nothing.",
      lines: [
        { says: "A new account", cmdlet: `${CLI} New-CsAccount -Identity grace -Role operator` },
        { says: "A new link: the password is forgotten", cmdlet: `${CLI} Set-CsAccount -Identity grace -NewLink` },
        {
          says: "The app and the recovery codes are lost",
          cmdlet: `${CLI} Set-CsAccount -Identity grace -ResetTwoFactor`,
        },
      ],
      after:
        "Nobody else can? Each npm start prints a link for admin that asks for no password and no code: who holds the machine comes in.",
    },
  ];
}

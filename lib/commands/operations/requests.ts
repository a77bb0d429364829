import { driftPage, requestsLeft, requestsView, requestView, syncPreview } from "#lib/commands/answers/requests.ts";
import { endedLiftView, liftView } from "#lib/commands/answers/topology.ts";
import { Input as backupInput } from "#lib/commands/backup-pool.ts";
import { Input as compareInput } from "#lib/commands/debug-inter-pool-replication.ts";
import { Input as endLiftInput } from "#lib/commands/end-lift.ts";
import { Input as syncInput } from "#lib/commands/foresee-sync.ts";
import { Input as driftInput } from "#lib/commands/get-drift.ts";
import { Input as requestInput } from "#lib/commands/get-request.ts";
import { Input as requestsInput } from "#lib/commands/get-requests.ts";
import { Input as liftInput } from "#lib/commands/lift-limit.ts";
import { Input as previewInput } from "#lib/commands/preview-sync.ts";
import { Input as sendAgainInput } from "#lib/commands/send-again.ts";
import { Input as stopInput } from "#lib/commands/stop-request.ts";
import { accepted, type Chapter, done, OF_COPY, OF_POOL, OF_SENDING, told } from "./operation.ts";

export const REQUESTS: Chapter = {
  name: "Requests",
  says: "What is asked of the engine: it is left, taken up, and followed.",
  operations: [
    {
      command: "invokeSync",
      method: "post",
      path: "/pools/{fqdn}/sync",
      says: "Invoke-CsBackupServiceSync: pushes all of a pool's data to its partner now.",
      takes: syncInput,
      answers: accepted(requestView),
      refuses: OF_SENDING,
    },
    {
      command: "previewSync",
      method: "get",
      path: "/pools/{fqdn}/sync",
      says: "What a push would carry, in figures; nothing is asked for.",
      takes: previewInput,
      answers: told(syncPreview),
      refuses: OF_SENDING,
    },
    {
      command: "backupPool",
      method: "post",
      path: "/pools/{fqdn}/backup",
      says: "Backup-CsPool without the wait: what changed leaves now.",
      takes: backupInput,
      answers: accepted(requestView),
      refuses: [...OF_SENDING, "not-failed-over"],
    },
    {
      command: "debugInterPoolReplication",
      method: "post",
      path: "/pools/{fqdn}/compare",
      says: "Debug-CsInterPoolReplication: compares what a pool owns with its copy, and the other way round.",
      takes: compareInput,
      answers: accepted(requestsLeft),
      refuses: OF_SENDING,
    },
    {
      command: "getDrift",
      method: "get",
      path: "/pools/{fqdn}/modules/{module}/drift",
      says: "Get-CsReplicationDrift: what compares of a copy found, and a page of what differs.",
      takes: driftInput,
      answers: told(driftPage),
      refuses: OF_COPY,
    },
    {
      command: "sendAgain",
      method: "post",
      path: "/pools/{fqdn}/modules/{module}/drift",
      says: "Sends again what differs: the items that are named, or all.",
      takes: sendAgainInput,
      answers: accepted(requestView),
      refuses: [...OF_COPY, "pool-elsewhere", "unknown-item", "nothing-differs"],
    },
    {
      command: "getRequests",
      method: "get",
      path: "/requests",
      says: "Get-CsBackupRequest: what was asked for, the newest first.",
      takes: requestsInput,
      answers: told(requestsView),
      refuses: OF_POOL,
    },
    {
      command: "getRequest",
      method: "get",
      path: "/requests/{id}",
      says: "How far a request is.",
      takes: requestInput,
      answers: told(requestView),
      refuses: ["unknown-request"],
    },
    {
      command: "stopRequest",
      method: "delete",
      path: "/requests/{id}",
      says: "Stop-CsBackupRequest: ends a request where it stands; what was sent stays sent.",
      takes: stopInput,
      answers: done(requestView),
      refuses: ["unknown-request", "request-ended"],
    },
    {
      command: "liftLimit",
      method: "post",
      path: "/pools/{fqdn}/lift",
      says: "Lift-CsBackupLimit: for a time a copy carries all that waits, cycle after cycle.",
      takes: liftInput,
      answers: done(liftView),
      refuses: OF_SENDING,
    },
    {
      command: "endLift",
      method: "delete",
      path: "/pools/{fqdn}/lift",
      says: "Lift-CsBackupLimit -End: the limits hold again.",
      takes: endLiftInput,
      answers: done(endedLiftView),
      refuses: [...OF_SENDING, "not-lifted"],
    },
  ],
};

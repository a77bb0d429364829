import { z } from "zod";
import { laneHistoryView, samplesView, sparklinesView } from "#lib/commands/answers/history.ts";
import { feedAnswer, pairsView, poolStatus } from "#lib/commands/answers/status.ts";
import { Input as changesInput } from "#lib/commands/get-changes.ts";
import { Input as historyInput } from "#lib/commands/get-lane-history.ts";
import { Input as samplesInput } from "#lib/commands/get-samples.ts";
import { Input as statusInput } from "#lib/commands/get-status.ts";
import { Input as wallInput } from "#lib/commands/get-wall.ts";
import { type Chapter, NOTHING, OF_COPY, told } from "./operation.ts";

const EVENTS = [
  {
    status: 200,
    says: "A stream of events, each with the number of a new state of things. It ends within seconds once who listens is let in no more.",
    body: { type: "text/event-stream" },
  },
] as const;

export const STATUS: Chapter = {
  name: "Status",
  says: "How far copies are, now and before.",
  operations: [
    {
      command: "getStatus",
      method: "get",
      path: "/pools/{fqdn}/status",
      says: "Get-CsBackupServiceStatus: what a pool exports to its partner and imports from it.",
      takes: statusInput,
      answers: told(poolStatus),
      refuses: OF_COPY,
    },
    {
      command: "getPairs",
      method: "get",
      path: "/pairs",
      says: "Every pair, both directions; with `since`, only what changed.",
      takes: changesInput,
      answers: told(z.union([pairsView, feedAnswer]), "All of it, or with `since` what changed."),
      refuses: [],
    },
    {
      command: "followChanges",
      method: "get",
      path: "/events",
      says: "Tells that something changed; what it was is asked with `/pairs?since=`.",
      takes: NOTHING,
      answers: EVENTS,
      refuses: [],
    },
    {
      command: "getWall",
      method: "get",
      path: "/wall",
      says: "What a wall shows: the pairs without what only people may read; with `since`, only what changed.",
      takes: wallInput,
      answers: told(feedAnswer),
      refuses: [],
    },
    {
      command: "followWall",
      method: "get",
      path: "/wall/events",
      says: "Tells a wall that something changed.",
      takes: NOTHING,
      answers: EVENTS,
      refuses: [],
    },
    {
      command: "getSamples",
      method: "get",
      path: "/pools/{fqdn}/modules/{module}/samples",
      says: "A copy's backlog over time.",
      takes: samplesInput,
      answers: told(samplesView),
      refuses: OF_COPY,
    },
    {
      command: "getLaneHistory",
      method: "get",
      path: "/pools/{fqdn}/modules/{module}/history",
      says: "A copy's states, cycles and packages.",
      takes: historyInput,
      answers: told(laneHistoryView),
      refuses: OF_COPY,
    },
    {
      command: "getSparklines",
      method: "get",
      path: "/sparklines",
      says: "What was at risk in each direction of every pair over the last six hours.",
      takes: NOTHING,
      answers: told(sparklinesView),
      refuses: [],
    },
  ],
};

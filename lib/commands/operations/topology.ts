import { Input as acceptDisplayInput } from "#lib/commands/accept-display.ts";
import {
  checksView,
  configurationView,
  displaysView,
  displayView,
  newPairView,
  poolsView,
  poolView,
  relationshipView,
  removedPairView,
  removedStandbyView,
  rePairedView,
  revokedDisplayView,
} from "#lib/commands/answers/topology.ts";
import { Input as configurationInput } from "#lib/commands/get-configuration.ts";
import { Input as displaysInput } from "#lib/commands/get-displays.ts";
import { Input as poolsInput } from "#lib/commands/get-pools.ts";
import { Input as relationshipInput } from "#lib/commands/get-relationship.ts";
import { Input as newPairInput } from "#lib/commands/new-pair.ts";
import { Input as newPoolInput } from "#lib/commands/new-pool.ts";
import { Input as rePairInput } from "#lib/commands/re-pair.ts";
import { Input as removeConfigurationInput } from "#lib/commands/remove-configuration.ts";
import { Input as removePairInput } from "#lib/commands/remove-pair.ts";
import { Input as removeStandbyInput, Asked as standbyInput } from "#lib/commands/remove-standby.ts";
import { Input as revokeDisplayInput } from "#lib/commands/revoke-display.ts";
import { Input as setConfigurationInput } from "#lib/commands/set-configuration.ts";
import { Input as testServiceInput } from "#lib/commands/test-service.ts";
import { type Chapter, done, OF_PAIRED, OF_POOL, OF_STORE, told } from "./operation.ts";

export const TOPOLOGY: Chapter = {
  name: "Topology",
  says: "Pools, pairs, the configuration, and screens on walls.",
  operations: [
    {
      command: "getConfiguration",
      method: "get",
      path: "/configuration",
      says: "Get-CsBackupServiceConfiguration: the one configuration that there is.",
      takes: configurationInput,
      answers: told(configurationView),
      refuses: [],
    },
    {
      command: "setConfiguration",
      method: "patch",
      path: "/configuration",
      says: "Set-CsBackupServiceConfiguration: what was read may be sent back changed.",
      takes: setConfigurationInput,
      spelled: "as cmdlets do",
      answers: done(configurationView),
      refuses: [],
    },
    {
      command: "removeConfiguration",
      method: "delete",
      path: "/configuration",
      says: "Remove-CsBackupServiceConfiguration: the defaults hold again.",
      takes: removeConfigurationInput,
      answers: done(configurationView),
      refuses: [],
    },
    {
      command: "getPools",
      method: "get",
      path: "/pools",
      says: "Get-CsPool: every pool, paired or not.",
      takes: poolsInput,
      answers: told(poolsView),
      refuses: OF_POOL,
    },
    {
      command: "newPool",
      method: "post",
      path: "/pools",
      says: "New-CsPool: makes a pool and its stores.",
      takes: newPoolInput,
      answers: done(poolView, 201),
      refuses: ["pool-exists", "store-exists"],
    },
    {
      command: "getRelationship",
      method: "get",
      path: "/pools/{fqdn}/relationship",
      says: "Get-CsPoolBackupRelationship: which pool backs this one up.",
      takes: relationshipInput,
      answers: told(relationshipView),
      refuses: OF_PAIRED,
    },
    {
      command: "newPair",
      method: "post",
      path: "/pools/{fqdn}/relationship",
      says: "New-CsPoolPair: from now on the two back each other up.",
      takes: newPairInput,
      answers: done(newPairView, 201),
      refuses: [...OF_PAIRED, "pool-elsewhere", "already-paired", "not-cms-master", "unknown-module"],
    },
    {
      command: "rePair",
      method: "put",
      path: "/pools/{fqdn}/relationship",
      says: "Remove-CsPoolPair and New-CsPoolPair in one go: the pool gets another partner.",
      takes: rePairInput,
      answers: told(rePairedView, "Done."),
      refuses: [...OF_PAIRED, "pool-elsewhere", "already-paired", "not-cms-master", "unknown-module"],
    },
    {
      command: "removePair",
      method: "delete",
      path: "/pools/{fqdn}/relationship",
      says: "Remove-CsPoolPair: the two back each other up no more.",
      takes: removePairInput,
      answers: done(removedPairView),
      refuses: [...OF_PAIRED, "pool-elsewhere"],
    },
    {
      command: "foreseeRemoveStandby",
      method: "get",
      path: "/pools/{fqdn}/standby",
      says: "What a pool holds of former partners, counted.",
      takes: standbyInput,
      answers: told(removedStandbyView),
      refuses: [...OF_POOL, ...OF_STORE],
    },
    {
      command: "removeStandby",
      method: "delete",
      path: "/pools/{fqdn}/standby",
      says: "Remove-CsUserStoreBackupData: removes what a pool holds of former partners.",
      takes: removeStandbyInput,
      answers: done(removedStandbyView),
      refuses: [...OF_POOL, ...OF_STORE, "present-partner"],
    },
    {
      command: "testService",
      method: "post",
      path: "/pools/{fqdn}/check",
      says: "Test-CsBackupService: looks now whether a pool's stores, rights, room, clocks and settings are fit.",
      takes: testServiceInput,
      answers: told(checksView),
      refuses: [...OF_POOL, "pool-elsewhere"],
    },
    {
      command: "getDisplays",
      method: "get",
      path: "/displays",
      says: "Get-CsDisplay: every screen that may look at the wall.",
      takes: displaysInput,
      answers: told(displaysView),
      refuses: [],
    },
    {
      command: "acceptDisplay",
      method: "post",
      path: "/displays",
      says: "Approve-CsDisplay: lets the screen in that shows the code.",
      takes: acceptDisplayInput,
      answers: done(displayView, 201),
      refuses: ["too-many-tries", "unknown-item"],
    },
    {
      command: "revokeDisplay",
      method: "delete",
      path: "/displays/{id}",
      says: "Revoke-CsDisplay: shuts a screen out at once.",
      takes: revokeDisplayInput,
      answers: done(revokedDisplayView),
      refuses: ["unknown-item"],
    },
  ],
};

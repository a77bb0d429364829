import type { Cmdlet } from "./cmdlet.ts";
import { getConfiguration } from "./get-configuration.ts";
import { getRelationship } from "./get-relationship.ts";
import { getStatus } from "./get-status.ts";
import { invokeSync } from "./invoke-sync.ts";
import { setConfiguration } from "./set-configuration.ts";

/** Every cmdlet that asks the server, in the order in which help lists them. */
export const CMDLETS: readonly Cmdlet[] = [getStatus, getConfiguration, setConfiguration, getRelationship, invokeSync];

/** A cmdlet by its name in any case. */
export function findCmdlet(name: string): Cmdlet | undefined {
  return CMDLETS.find((cmdlet) => cmdlet.name.toLowerCase() === name.toLowerCase());
}

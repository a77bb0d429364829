import { PARAMETERS } from "#lib/commands/schemas.ts";
import type { Cmdlet, Parameter } from "./cmdlet.ts";

/** Get-Help: each of the cmdlets with its parameters and an example. */
export function help(cmdlets: readonly Cmdlet[]): string {
  return [
    "npm run cli -- <Cmdlet> -Parameter value ... [-AsJson]",
    "Names are read in any case. Exit code: 0 done, 1 refused or failed, 2 not understood.",
    "Get-Help states explains every state, reason and refusal; Get-Help <code> one of them.",
    ...cmdlets.map(helpOn),
  ].join("\n\n");
}

/** The same as JSON. */
export function helpAsJson(cmdlets: readonly Cmdlet[]) {
  return cmdlets.map(({ name, says, parameters, example, isOurs }) => ({
    Name: name,
    Synopsis: says,
    IsOurs: isOurs === true,
    Parameters: parameters.map((parameter) => ({ ...usage(parameter), Description: parameter.says })),
    Example: example,
  }));
}

function usage({ key, is }: Parameter) {
  return { Name: PARAMETERS[key].name, Required: is === "required", IsSwitch: is === "switch" };
}

function helpOn({ name, says, parameters, example, isOurs }: Cmdlet): string {
  const width = Math.max(0, ...parameters.map(({ key }) => PARAMETERS[key].name.length));
  const lines = parameters.map(
    ({ key, is, says: what }) =>
      `    -${PARAMETERS[key].name.padEnd(width)}  ${is === "required" ? "(required) " : ""}${what}`,
  );
  return [
    name,
    `  ${isOurs ? "Pairkeeper's own. " : ""}${says}`,
    ...lines,
    `  Example: npm run cli -- ${example}`,
  ].join("\n");
}

import { PARAMETERS } from "#lib/commands/schemas.ts";
import type { Cmdlet, Parameter } from "./cmdlet.ts";
import { parameterType } from "./parameter-type.ts";

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
    Parameters: parameters.map(usage),
    Example: example,
  }));
}

function usage(parameter: Parameter) {
  const { key, is, says, usual } = parameter;
  return {
    Name: PARAMETERS[key].name,
    Required: is === "required",
    IsSwitch: is === "switch",
    Description: says,
    Type: is === "switch" ? null : parameterType(parameter),
    Default: usual ?? null,
  };
}

/** " [a whole number from 1 to 1000; 50 when it is left out]" */
function bounds(parameter: Parameter): string {
  const { Type, Default } = usage(parameter);
  const words = [Type, Default && `${Default} when it is left out`].filter((part) => part !== null);
  return words.length === 0 ? "" : ` [${words.join("; ")}]`;
}

function helpOn({ name, says, parameters, example, isOurs }: Cmdlet): string {
  const width = Math.max(0, ...parameters.map(({ key }) => PARAMETERS[key].name.length));
  const lines = parameters.map((parameter) => {
    const { Name, Required, Description } = usage(parameter);
    return `    -${Name.padEnd(width)}  ${Required ? "(required) " : ""}${Description}${bounds(parameter)}`;
  });
  return [
    name,
    `  ${isOurs ? "Pairkeeper's own. " : ""}${says}`,
    ...lines,
    `  Example: npm run cli -- ${example}`,
  ].join("\n");
}

import { type Fuzzed, tryAll } from "../try-fuzz.ts";
import { ActionsDoor, actionCases } from "./actions-door.ts";
import { AddressDoor, addressCases } from "./address-door.ts";
import { ApiDoor, apiCases, ROUTES_OF } from "./api-door.ts";
import { CommandLineDoor, commandLineCases } from "./command-line-door.ts";
import { PagesDoor, pageCases } from "./pages-door.ts";
import { SignInDoor, signInCases } from "./sign-in-door.ts";

/** The ways into the service from outside. */
export const DOORS = [
  "addresses",
  "api",
  "metrics",
  "display code",
  "pages",
  "actions",
  "sign-in",
  "command line",
] as const;
export type DoorName = (typeof DOORS)[number];

export type DoorsAsked = { readonly cases: number; readonly seed: number };

/** Puts so many cases of anything before a door: each must be answered in time, in our words, without a bug, and without what its asker may not know. */
export function tryDoor(door: DoorName, { cases, seed }: DoorsAsked): Promise<Fuzzed> {
  switch (door) {
    case "addresses":
      return tryAll(AddressDoor.open, addressCases, { cases, seed });
    case "api":
      return tryAll(() => ApiDoor.open(), apiCases, { cases, seed });
    case "metrics":
    case "display code":
      return tryAll(() => ApiDoor.open(ROUTES_OF[door]), apiCases, { cases, seed });
    case "pages":
      return tryAll(() => PagesDoor.open(), pageCases, { cases, seed });
    case "actions":
      return tryAll(() => ActionsDoor.open(), actionCases, { cases, seed });
    case "sign-in":
      return tryAll(() => SignInDoor.open(), signInCases, { cases, seed });
    case "command line":
      return tryAll(() => CommandLineDoor.open(), commandLineCases, { cases, seed });
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** What `npm run test:deep -- doors` asks for. */
    readonly doors: DoorsAsked | undefined;
  }
}

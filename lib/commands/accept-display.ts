import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type DisplayView, displayView } from "#lib/commands/get-displays.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { CODE_LENGTH, displayCode } from "#lib/domain/display.ts";
import { Problem } from "#lib/domain/problem.ts";

const NAME = /^[^\p{Cc}]{1,60}$/u;
export const Input = z.strictObject({ code: text, name: text });

/** Lets the screen in that shows the code: from then on it reads the wall, and nothing else, until it is revoked. */
export async function acceptDisplay(ctx: Context, raw: unknown): Promise<DisplayView> {
  requireRole(ctx, NEEDED_ROLE.acceptDisplay);
  requireConfirmed(ctx, "way-in");
  const asked = parse(Input, raw);
  const [code, name] = [displayCode(asked.code), asked.name.trim()];
  if (code === null)
    throw new Problem(
      "bad-input",
      `A code has ${CODE_LENGTH} letters and no digits.`,
      "Enter it as the screen shows it.",
      "Code",
    );
  if (!NAME.test(name))
    throw new Problem("bad-input", "A screen's name has 1 to 60 letters.", "Say where it hangs.", "Name");
  const answer = await ctx.displays.accept(code, name, ctx.actor);
  if (answer === "too-many")
    throw new Problem("too-many-tries", "Too many codes were tried.", "Wait a minute, then try again.", "Code");
  if (answer === "unknown")
    throw new Problem(
      "unknown-item",
      "No screen shows this code now.",
      "A code works once and for 10 minutes: enter the one that the screen shows now.",
      "Code",
    );
  return displayView(answer);
}

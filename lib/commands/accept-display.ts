import { z } from "zod";
import { type Context, requireConfirmed, requireRole } from "#lib/auth/context.ts";
import { type Foreseen, foreseen } from "#lib/commands/foreseen.ts";
import { type DisplayView, displayView } from "#lib/commands/get-displays.ts";
import { parse } from "#lib/commands/parse.ts";
import { text } from "#lib/commands/read-as.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { changing } from "#lib/commands/schemas.ts";
import { CODE_LENGTH, displayCode, shownCode } from "#lib/domain/display.ts";
import { Problem } from "#lib/domain/problem.ts";

const NAME = /^[^\p{Cc}]{1,60}$/u;
export const Input = z.strictObject({ code: text, name: text, ...changing });

/**
 * Approve-CsDisplay: lets the screen in that shows the code. From then on it reads the wall, and nothing else, until it is revoked.
 * Whether a screen shows it is not told before: each look would be a try.
 */
export async function acceptDisplay(ctx: Context, raw: unknown): Promise<DisplayView | Foreseen> {
  const { whatIf, ...asked } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.acceptDisplay);
  requireConfirmed(ctx, "way-in", whatIf);
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
  if (whatIf) return foreseen(`Would let the screen in that shows ${shownCode(code)}, as ${name}.`);
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

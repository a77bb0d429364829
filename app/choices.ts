import { cookies } from "next/headers";
import { type Choices, choicesIn } from "#components/shell/choices.ts";

/** How this reader wants the console, as his browser remembers it. */
export async function choices(): Promise<Choices> {
  const jar = await cookies();
  return choicesIn((name) => jar.get(name)?.value);
}

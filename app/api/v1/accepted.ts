import type { Foreseen } from "#lib/commands/foreseen.ts";
import type { RequestView } from "#lib/commands/request-view.ts";

/** The answer to who left a request: accepted is not done, and it says where to follow it. To -WhatIf it is the sentence alone. */
export function accepted(answer: RequestView | Foreseen) {
  if ("WhatIf" in answer) return { body: answer };
  return { body: answer, status: 202, headers: { location: `/api/v1/requests/${answer.Id}` } };
}

/** Where it does not drain, "nothing, if it drains" is no advice. */
export function doing(next: string): string {
  return next.replace(/^Nothing, if it drains\. /, "");
}

/** What is known of one module's export when its state is asked. */
export type ExportEvidence =
  /** Nothing fresh is known of this pool (D20). */
  | { readonly kind: "unheard" }
  | { readonly kind: "not-exporting"; readonly why: "not-cms-master" | "unpaired" }
  | { readonly kind: "never-ran" }
  | { readonly kind: "failed"; readonly why: string }
  | {
      readonly kind: "ran";
      /** Items that the last cycle had to leave, and requests that are not wholly sent (D16). */
      readonly leftOver: number;
      /** Items pending, in flight or held: what the partner is not known to have. */
      readonly outstanding: number;
      /** Whether the partner's word is fresh (D20). */
      readonly partner: "heard" | "unheard";
      /** closed = every other clause of DESIGN L5 holds as of the evidence's moment. */
      readonly proof: "closed" | "open";
    };

/** DOMAIN 3.2 with D2, D16, D20; the order of the lines is the law. */
export function exportState(seen: ExportEvidence) {
  switch (seen.kind) {
    case "unheard":
      return "Unknown";
    case "not-exporting":
    case "never-ran":
      return "NotInitialized";
    case "failed":
      return "ErrorState";
    case "ran":
      if (seen.leftOver > 0) return "NonSteadyState";
      if (seen.partner === "unheard") return "Unknown"; // it would be Steady or Final on an old word (D20)
      return seen.outstanding === 0 && seen.proof === "closed" ? "FinalState" : "SteadyState";
  }
}

export type ExportState = ReturnType<typeof exportState>;

/** Not everything could be looked at: that nothing is seen to wait says nothing of what does. */
export function isBlind(state: ExportState): boolean {
  return state === "ErrorState" || state === "NotInitialized";
}

/** What is known of one module's import when its state is asked. */
export type ImportEvidence =
  | { readonly kind: "unheard" }
  | { readonly kind: "never-ran" }
  | { readonly kind: "failed"; readonly why: string }
  /** Nobody sends it this module: nothing can go wrong (DOMAIN 3.4). */
  | { readonly kind: "idle" }
  | { readonly kind: "ran" };

/** DOMAIN 3.1; NotInitialized for an import that has not looked yet since service start. */
export function importState(seen: ImportEvidence) {
  switch (seen.kind) {
    case "unheard":
      return "Unknown";
    case "never-ran":
      return "NotInitialized";
    case "failed":
      return "ErrorState";
    case "idle":
    case "ran":
      return "NormalState";
  }
}

export type ImportState = ReturnType<typeof importState>;

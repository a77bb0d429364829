import { TextField } from "#components/ui/text-field.tsx";

/** The code of an app, or a recovery code. */
export function CodeField({ label = "Code of your app, or a recovery code" }: { readonly label?: string }) {
  return (
    <TextField
      label={label}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      autoFocus
    />
  );
}

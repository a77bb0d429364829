import { TextField } from "#components/ui/text-field.tsx";

type Props = { readonly label?: string; readonly autoFocus?: boolean };

/** The code of an app, or a recovery code. */
export function CodeField({ label = "Code of your app, or a recovery code", autoFocus = true }: Props) {
  return (
    <TextField
      label={label}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      autoFocus={autoFocus}
    />
  );
}

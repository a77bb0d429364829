/** Opens the dialog in which somebody shows that it is them, and says why; resolves to whether they did. */
type Ask = (why: string) => Promise<boolean>;

let opened: Ask | null = null;

/** The dialog says how it is opened; what comes back takes that away again. */
export function confirmBy(ask: Ask): () => void {
  opened = ask;
  return () => {
    if (opened === ask) opened = null;
  };
}

/** False where there is no dialog. */
export async function askToConfirm(why: string): Promise<boolean> {
  return opened?.(why) ?? false;
}

/** What a form sent last: React clears its fields once it was answered. */
const sent = new WeakMap<HTMLFormElement, FormData>();

export function keepSent(event: SubmitEvent): void {
  if (event.target instanceof HTMLFormElement) sent.set(event.target, new FormData(event.target, event.submitter));
}

export const lastSent = (form: HTMLFormElement): FormData => sent.get(form) ?? new FormData(form);

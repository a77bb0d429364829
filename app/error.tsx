"use client";

type Props = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** A page that could not be shown. No state of any pair is told here: none is known. Every page carries it, so it is small. */
export default function ErrorPage({ error: { digest }, retry }: Props) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 px-4">
      <h1 className="font-semibold text-xl">This page could not be shown</h1>
      <p>
        The console hit something it did not expect. That says nothing about the pools: their state is not known on this
        page.
      </p>
      {digest !== undefined && (
        <p className="text-2xs text-soft">
          The server's log names it <code>{digest}</code>.
        </p>
      )}
      <button type="button" onClick={retry} className="min-h-12 rounded-xl bg-press text-on-press">
        Try again
      </button>
    </main>
  );
}

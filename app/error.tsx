"use client";

import { DoorFrame } from "#components/shell/door-frame.tsx";
import { MainButton } from "#components/ui/main-button.tsx";

type Props = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** A page that could not be shown. No state of any pair is told here: none is known. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <DoorFrame title="This page could not be shown">
      <p className="text-sm">
        The console hit something it did not expect. That says nothing about the pools: their state is not known on this
        page.
      </p>
      {error.digest !== undefined && (
        <p className="text-2xs text-soft">
          The server's log names it <code className="font-mono">{error.digest}</code>.
        </p>
      )}
      <MainButton type="button" onClick={retry}>
        Try again
      </MainButton>
    </DoorFrame>
  );
}

import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";

/** A page of its own in the middle: sign-in, an error, nothing here. */
export function DoorFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-8">
      <div className="grid w-full max-w-sm gap-5 rounded-2xl border border-line bg-panel p-6 sm:p-8">
        <Brand />
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}

import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { QueryProvider } from "#components/shell/query-provider.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { leave } from "../login/actions.ts";
import { pageContext } from "../session.ts";

/** Everything behind sign-in. Every command checks again for itself. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  return (
    <Shell who={ctx.actor.name} role={ctx.actor.role} signOut={leave}>
      <QueryProvider>{children}</QueryProvider>
    </Shell>
  );
}

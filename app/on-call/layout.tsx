import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "On call" };

export const viewport: Viewport = { colorScheme: "dark", themeColor: "#0c1017" };

/** A phone at night: dark whatever the system says, from the first paint on. */
export default function OnCallLayout({ children }: { readonly children: ReactNode }) {
  return <main>{children}</main>;
}

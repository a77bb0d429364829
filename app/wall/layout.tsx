import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "#components/wall/wall.css";

export const metadata: Metadata = { title: "Wall" };

export const viewport: Viewport = { colorScheme: "dark", themeColor: "#0c1017" };

/** A screen on a wall: nobody touches it, and it is dark whatever its system says. */
export default function WallLayout({ children }: { readonly children: ReactNode }) {
  return children;
}

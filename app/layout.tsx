import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { choices } from "./choices.ts";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
});

export const metadata: Metadata = {
  title: { default: "Pairkeeper", template: "%s · Pairkeeper" },
  description: "The Backup Service for paired pools",
  icons: {
    icon: [
      { url: "/icon.svg", type: "image/svg+xml" },
      { url: "/favicon.ico", sizes: "32x32" },
    ],
  },
  robots: { index: false, follow: false },
};

const GROUND = { light: "#f3f5f9", dark: "#0c1017" };

/** The browser's own frame in the colours of the page. Which of them hold, the page's attribute says: it may change while it is open. */
export async function generateViewport(): Promise<Viewport> {
  const { theme } = await choices();
  const colorScheme = "dark light";
  if (theme !== "system") return { colorScheme, themeColor: GROUND[theme] };
  return {
    colorScheme,
    themeColor: [
      { media: "(prefers-color-scheme: light)", color: GROUND.light },
      { media: "(prefers-color-scheme: dark)", color: GROUND.dark },
    ],
  };
}

/** The frame of every page, signed in or not. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { theme, times } = await choices();
  return (
    <html lang="en" data-theme={theme} data-times={times} className={`${inter.variable} font-sans`}>
      <body className="min-h-dvh antialiased">{children}</body>
    </html>
  );
}

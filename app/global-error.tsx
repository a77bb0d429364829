"use client";

/** The frame of all pages itself could not be shown: a page of its own, with nothing that could fail too. */
export default function GlobalErrorPage() {
  return (
    <html lang="en">
      <head>
        <title>This page could not be shown · Pairkeeper</title>
        <meta name="color-scheme" content="dark light" />
      </head>
      <body>
        <h1>This page could not be shown</h1>
        <p>That says nothing about the pools: their state is not known on this page. Reload it.</p>
      </body>
    </html>
  );
}

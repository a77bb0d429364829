/** What every query begins with that is asked anew when the server says that something changed. */
export const LIVE = "live";
export const LIVE_KEY = [LIVE] as const;

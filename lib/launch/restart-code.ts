/** With this code an engine ends itself to begin anew at once: what it learns at its start alone has changed. */
export const RESTART_CODE = 75;

/** What somebody is looking at and waits for, and what goes on behind it. */
export type Priority = "foreground" | "background";

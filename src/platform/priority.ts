/** What somebody is looking at and waits for, and what goes on behind it. */
export type Priority = "foreground" | "background";

/** Priorities of pieces of work: `alone` is for what `TaskQueue.alone` does, while nothing else begins. */
export type TaskPriority = Priority | "alone";

/** The priority as it is now; it may change while work goes on. */
export type CurrentPriority = () => TaskPriority;

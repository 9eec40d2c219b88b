/** Fields in which letters are text. */
const TYPING = "input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]";

/** Whether an event belongs to a field that is being written in. */
export const isTyping = ({ target }: Pick<Event, "target">): boolean =>
  target instanceof Element && target.closest(TYPING) !== null;

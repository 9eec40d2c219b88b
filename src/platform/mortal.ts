/** What every worker answers to, so that its end is noticed. */
export interface Mortal {
  /** Tells that the worker is there, and whether it holds the lock of that name, which it then does for as long as it lives: a browser may refuse it. */
  begin(lock: string | null): Promise<boolean>;
}

/** A browser that Playwright does not drive, as far as a journey needs it: one page at a time, in the browser's own storage. */
export interface Visitor {
  /** The browser's name and version. */
  readonly name: string;
  goto(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Goes on in a new tab; `closeTab` goes back to the one before. */
  openTab(): Promise<void>;
  closeTab(): Promise<void>;
  /** Runs a function in the page; what it takes and gives is plain data. */
  evaluate<Result, Argument = undefined>(
    act: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Clicks, as a person would, in the middle of the one element that the XPath names. */
  click(xpath: string): Promise<void>;
  /** The page as it looks, PNG. */
  screenshot(): Promise<Uint8Array>;
  /** What the pages have complained of so far, in their console or as errors that nobody caught. */
  complaints(): Promise<readonly string[]>;
  close(): Promise<void>;
}

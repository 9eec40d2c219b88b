import { main } from "./main.ts";

/** What a command left behind: exit code and both outputs. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process, in the folder `cwd`; `onNote` hears of each line on standard error. */
export async function inProcess(
  cwd: string,
  args: readonly string[],
  { signal = new AbortController().signal, onNote }: { readonly signal?: AbortSignal; onNote?: () => void } = {},
): Promise<Outcome> {
  let out = "";
  let err = "";
  const code = await main(args, {
    cwd,
    locale: undefined,
    signal,
    print: (text) => void (out += text),
    note: (line) => {
      err += `${line}\n`;
      onNote?.();
    },
    progress: () => undefined,
  });
  return { code, out, err };
}

/** What a command gets from the world around it, so that it can be run by a test as it is run by a shell. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface Context {
  readonly out: Terminal;
  readonly err: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks for something that must not be seen; absent where nobody sits before a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

/** Options that every command takes. */
export interface CommonOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly url?: string;
  readonly token?: string;
  readonly language: Language;
}

export const LANGUAGES = ['en', 'vi', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const printLine = (terminal: Terminal, line = ''): void => void terminal.write(`${line}\n`);

export const printJson = (terminal: Terminal, value: unknown): void => printLine(terminal, JSON.stringify(value, null, 2));

export type Side = 'VN' | 'CN';
export const SIDES: readonly Side[] = ['VN', 'CN'];
export const SIDE_NAMES: Readonly<Record<Side, string>> = { VN: 'Viet Nam side', CN: 'China side' };

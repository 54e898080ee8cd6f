export interface Arrow {
  readonly imports: readonly string[];
  readonly pure: boolean;
  readonly what: string;
}
export const ARROWS: Readonly<Record<string, Arrow>>;
export const lintOverrides: () => unknown[];
export const arrowsAsMarkdown: () => string;

/** A word or sentence in the three languages, with equal care. */
export interface Labels {
  readonly en: string;
  readonly vi: string;
  readonly zh: string;
}

export type Language = keyof Labels;
export const LANGUAGES: readonly Language[] = ['en', 'vi', 'zh'];

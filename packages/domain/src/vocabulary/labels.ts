/** A word or sentence in the three languages, with equal care. */
export interface Labels {
  readonly en: string;
  readonly vi: string;
  readonly zh: string;
}

export type Language = keyof Labels;
export const LANGUAGES: readonly Language[] = ['en', 'vi', 'zh'];

/** Text of `labels` in one language; `{name}` is filled in, and stays where no value has its name. */
export const fill = (labels: Labels, language: Language, values: Readonly<Record<string, string | number>> = {}): string =>
  labels[language].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));

import { stored } from './stored.ts';

export type Theme = 'light' | 'dark';

/** Light or dark; follows the device until the person chooses. */
export const theme = stored<Theme>('pairgate.theme', ['light', 'dark'], () =>
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
);

/** Puts the theme on the document, now and whenever it changes. Called once, before the first render. */
export function applyTheme(): void {
  const apply = () => {
    document.documentElement.dataset.theme = theme.get();
  };
  apply();
  theme.subscribe(apply);
}

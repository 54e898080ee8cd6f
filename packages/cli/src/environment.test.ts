import { expect, it } from 'vitest';
import { shellLanguage, tidyEnvironment } from './environment.ts';

it('keeps switches that are on, takes out those that are off, and values that are empty', () => {
  const env = { PAIRGATE_FRESH: '1', PAIRGATE_POSTGRES: 'FALSE', PAIRGATE_PORT: ' ', PAIRGATE_URL: 'http://x', PATH: '' };
  tidyEnvironment(env);
  expect(env).toEqual({ PAIRGATE_FRESH: '1', PAIRGATE_URL: 'http://x', PATH: '' });
});

it.each([
  [{ LANG: 'vi_VN.UTF-8' }, 'vi'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LC_ALL: '', LANG: 'zh_TW' }, 'zh'],
  [{ LANG: 'fr_FR' }, 'en'],
  [{}, 'en'],
])('speaks the language of the shell: %j', (env, language) => {
  expect(shellLanguage(env)).toBe(language);
});

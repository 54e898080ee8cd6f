import { LANGUAGES, type Language } from './context.ts';
import { Failure } from './failure.ts';

/** Environment variables of options that are switches: they are on or off, whatever the shell calls that. */
const SWITCHES = ['PAIRGATE_FRESH', 'PAIRGATE_NO_DAY', 'PAIRGATE_POSTGRES'];
const VALUES = [
  'PAIRGATE_DATA', 'PAIRGATE_PORT', 'PAIRGATE_SPEED', 'PAIRGATE_URL', 'PAIRGATE_TOKEN', 'PAIRGATE_LANGUAGE', 'PAIRGATE_SIMULATIONS', 'DATABASE_URL',
];
const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['', '0', 'false', 'no', 'off'];

/**
 * Commander counts a switch as given when its variable exists at all, so one that says "off", or says nothing, is taken
 * out beforehand. Throws `Failure` when a switch is neither on nor off.
 */
export function tidyEnvironment(env: Record<string, string | undefined>): void {
  for (const name of SWITCHES) {
    const value = env[name]?.trim().toLowerCase();
    if (value === undefined || ON.includes(value)) continue;
    if (!OFF.includes(value)) throw new Failure(`${name} is "${env[name]}"; say 1 or 0.`);
    delete env[name];
  }
  for (const name of VALUES) if (env[name]?.trim() === '') delete env[name];
}

/** The language of the shell, where Pairgate speaks it. */
export function shellLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return LANGUAGES.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';
}

import type { Messages } from '../../i18n/messages.tsx';
import type { Language } from '../../i18n/language.ts';
import { factLabel } from '../../labels.ts';
import { formatNumber } from '../../format.ts';

/** Names in a declaration that its form calls otherwise: `[of the fact, of the form]`. */
const FORM_NAMES: readonly (readonly [string, string])[] = [
  ['governmentAgencyGoodsItem.', 'item.'], ['additionalDocument.', 'document.'],
  ['borderTransportMeans.', 'lorry.'], ['transportEquipment.', 'equipment.'],
];
const DECLARED = /^(declaration|completion)\./;

/** The words for a field by its path, or `undefined` when nobody has given it any. */
export function knownField(path: string, m: Messages): string | undefined {
  const plain = path.replaceAll('[]', '');
  const said = m.agreement.fields[plain.replace(/^patch\./, '').replace(/^.*\.(?=driver\.)/, '')];
  if (said !== undefined || !DECLARED.test(plain)) return said;
  const own = plain.replace(DECLARED, '');
  const [fact, form] = FORM_NAMES.find(([name]) => own.startsWith(name)) ?? ['', ''];
  const key = form + own.slice(fact.length);
  const label = m.declare.fields[key];
  const group = m.agreement.groups[key.split('.')[0]!];
  return label === undefined || group === undefined ? label : m.agreement.inGroup({ group, label });
}

/** A field in words; one that is new here is shown by its path. */
export const fieldWords = (path: string, m: Messages): string => knownField(path, m) ?? path;

/** A type of fact in words: one of a lorry, or one of the exchange itself. */
export const typeWords = (type: string, m: Messages, language: Language): string => m.log.exchangeFacts[type] ?? factLabel(type, language);

export const classWords = (name: string, m: Messages): string => m.agreement.classes[name] ?? name;

/** `90 days`, `5 years`: whole years from one year on. */
export function daysWords(days: number, m: Messages, language: Language): string {
  const years = days / 365;
  const whole = Number.isInteger(years);
  return whole ? m.agreement.years(formatNumber(years, language)) : m.agreement.days(formatNumber(days, language));
}

/** How a field crosses, where that is not simply as it is. */
export function ruleWords({ rule, keep }: { rule?: string; keep?: number | null }, m: Messages, language: Language): string {
  if (rule === 'mask') return m.agreement.masked(formatNumber(keep ?? 1, language));
  if (rule === 'pseudonym') return m.agreement.pseudonym;
  return rule === 'deny' ? m.agreement.denied : m.agreement.proposals.asIs;
}

import type { Authority, Channel } from '@pairgate/domain/kernel/codes.ts';
import { REQUIRED_ACT_LABELS, type RequiredActName } from '@pairgate/domain/vocabulary/channels.ts';
import { commodityName } from '@pairgate/domain/vocabulary/commodities.ts';
import { DOCUMENT_LABELS } from '@pairgate/domain/vocabulary/documents.ts';
import type { Labels } from '@pairgate/domain/vocabulary/labels.ts';
import { AUTHORITY_LABELS } from '@pairgate/domain/vocabulary/people.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import type { CrossingRow } from '../schemas.ts';
import { formatTonnes } from '../format.ts';
import type { Language } from '../i18n/language.ts';
import type { Messages } from '../i18n/messages.tsx';
import { inSentence } from '../labels.ts';
import type { MatrixRow } from './matrix.ts';

const labelIn = (labels: Readonly<Record<string, Labels>>, code: string, language: Language): string =>
  (Object.hasOwn(labels, code) ? labels[code]?.[language] : undefined) ?? code;

export const authorityLabel = (authority: Authority, language: Language): string => AUTHORITY_LABELS[authority][language];
export const documentLabel = (code: string, language: Language): string => labelIn(DOCUMENT_LABELS, code, language);
export const trafficClassLabel = (code: string, language: Language): string => labelIn(TRAFFIC_CLASS_LABELS, code, language);
export const requiredActLabel = (act: RequiredActName, language: Language): string => REQUIRED_ACT_LABELS[act][language];

/** The row of the decision table that decided: the fact names it as `CN-Q-001 v1 row 8`, in one language for all. */
export function ruleWords(rule: string, m: Messages): string {
  const [, table, row] = /^(.+) row (\d+)$/.exec(rule) ?? [];
  return table === undefined || row === undefined ? rule : m.crossing.tableRow({ table, row });
}

export const channelWord = (channel: Channel, m: Messages): string => m.common.channels[channel];

export const paperLabel = (row: MatrixRow, language: Language, m: Messages): string => {
  if (row.paper === 'declaration') return m.crossing.declarationPaper;
  return row.paper === 'weigh_slip' ? m.crossing.readingPaper : documentLabel(row.paper, language);
};

/** The goods in the reader's language, where the declaration or the tariff names them in it. */
export const goodsName = ({ goods }: CrossingRow, language: Language): string | undefined => commodityName(goods ?? undefined, language);

/** What a person may type to find a lorry: numbers, and the goods in any language. */
export const textOf = ({ reference, tractorID, containerID, goods }: CrossingRow): string =>
  [reference, tractorID, containerID, goods?.description, goods?.descriptionVi, goods?.descriptionZh].filter(Boolean).join(' ').toLowerCase();

/** `Durian, 21.2 t`: the lorry by what it carries. */
export function lorryLoad(row: CrossingRow, language: Language): string {
  const goods = goodsName(row, language);
  if (!row.goods || goods === undefined) return trafficClassLabel(row.trafficClass, language);
  return row.goods.netMassKg === '' ? shortened(goods) : `${shortened(goods)}, ${formatTonnes(row.goods.netMassKg, language)}`;
}

/** A description up to its first comma or bracket: enough to tell lorries apart. */
export const shortened = (description: string): string => description.split(/[,(;，（]/u)[0]!.trim();

export const lorryName = (row: CrossingRow): string => row.tractorID ?? row.reference;
export const lower = inSentence;

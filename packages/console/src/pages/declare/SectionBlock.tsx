import { HOUR } from '@pairgate/domain/kernel/instant.ts';
import { declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { commodityName } from '@pairgate/domain/vocabulary/commodities.ts';
import { DOCUMENT_LABELS } from '@pairgate/domain/vocabulary/documents.ts';
import { Button } from '../../components/Button.tsx';
import { formatDuration, formatNumber } from '../../format.ts';
import type { Language } from '../../i18n/language.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { valueAt, type Draft, type Json } from './draft.ts';
import { fieldAt, fieldOf } from './fields.ts';
import { useForm } from './FormContext.tsx';
import { SchemaField } from './SchemaField.tsx';
import { sectionOf, SECTIONS, type Section } from './sections.ts';

const SCHEMA = fieldOf(declaration);

const text = (draft: Draft, pointer: string): string | undefined => {
  const value = valueAt(draft, pointer);
  return value === undefined || value === '' || value === null || typeof value === 'object' ? undefined : String(value);
};
const joined = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(', ');
/** A number in the words of the reader; what is not a number yet stays as it was typed. */
const figure = (value: string | undefined, write: (value: number) => string): string | undefined =>
  value === undefined || Number.isNaN(Number(value)) ? value : write(Number(value));
const number = (value: string | undefined, language: Language, digits?: number) => figure(value, (each) => formatNumber(each, language, digits));
const kilograms = (value: string | undefined, language: Language) => figure(value, (each) => `${formatNumber(each, language)} kg`);
const hours = (value: string | undefined, language: Language) => figure(value, (each) => formatDuration(each * HOUR, language));
const packages = (count: string | undefined, m: Messages): string | undefined => (count === undefined ? count : m.declare.packagesCount({ count }));

function goods(draft: Draft, at: string, language: Language): string | undefined {
  const of = (name: string) => text(draft, `${at}/commodity/${name}`);
  return commodityName({ description: of('description'), descriptionVi: of('descriptionVi'), descriptionZh: of('descriptionZh') }, language);
}

/** What a section says in one line when it is closed. */
export function summaryOf(section: Section, draft: Draft, language: Language, m: Messages): string {
  const items = Array.isArray(draft.governmentAgencyGoodsItem) ? draft.governmentAgencyGoodsItem : [];
  switch (section) {
    case 'goods':
      return items
        .map((_item: Json, index) => {
          const at = `/governmentAgencyGoodsItem/${index}`;
          return joined(goods(draft, at, language), text(draft, `${at}/commodity/classification/hs6`), kilograms(text(draft, `${at}/goodsMeasure/netMassKg`), language));
        })
        .filter((line) => line !== '')
        .join('; ');
    case 'totals':
      return joined(kilograms(text(draft, '/totalGrossMassKg'), language), packages(number(text(draft, '/totalPackageQuantity'), language), m), hours(text(draft, '/shelfLifeHours'), language));
    case 'parties':
      return [text(draft, '/exporter/name'), text(draft, '/importer/name')].filter(Boolean).join(' → ');
    case 'papers':
      return joined(text(draft, '/functionalReferenceID'), text(draft, '/invoice/ID'), [number(text(draft, '/invoice/amount/value'), language, 2), text(draft, '/invoice/amount/currencyID')].filter(Boolean).join(' '), text(draft, '/tradeTermsConditionCode'));
    case 'lorry':
      return joined(text(draft, '/borderTransportMeans/tractorID'), text(draft, '/borderTransportMeans/trailerID'), text(draft, '/transportEquipment/containerID'), text(draft, '/transportEquipment/sealID/0'));
    default: {
      const papers = Array.isArray(draft.additionalDocument) ? draft.additionalDocument : [];
      const names = papers.flatMap((_paper, index) => {
        const code = text(draft, `/additionalDocument/${index}/typeCode`);
        return code && Object.hasOwn(DOCUMENT_LABELS, code) ? DOCUMENT_LABELS[code as keyof typeof DOCUMENT_LABELS][language] : [];
      });
      return papers.length === 0 ? '' : `${m.declare.documentsCount(papers.length)}: ${names.join(', ')}`;
    }
  }
}

export interface SectionBlockProps {
  section: Section;
  open: boolean;
  onToggle: () => void;
}

/** One section of the form: a line when it is closed, its fields when it is open. */
export function SectionBlock({ section, open, onToggle }: SectionBlockProps) {
  const m = useMessages();
  const language = useLanguage();
  const { draft, faults } = useForm();
  const here = faults.filter((fault) => fault.pointer !== undefined && sectionOf(fault.pointer) === section);
  const wrong = here.filter((fault) => fault.code !== 'field_missing').length;
  const missing = here.length - wrong;
  const name = m.declare.sections[section];
  return (
    <section className={open ? 'form-section open' : 'form-section'} id={`section-${section}`}>
      <header>
        <h2>{name}</h2>
        <p>
          {open ? '' : summaryOf(section, draft, language, m)}{' '}
          {wrong > 0 ? <b className="tag">{m.declare.faults(wrong)}</b> : null}{' '}
          {missing > 0 ? <span className="tag">{m.declare.toFill(missing)}</span> : null}
        </p>
        <Button look="quiet" aria-expanded={open} aria-label={`${open ? m.declare.done : m.declare.change}: ${name}`} onPress={onToggle}>
          {open ? m.declare.done : m.declare.change}
        </Button>
      </header>
      {open ? (
        <div className="schema-grid">
          {SECTIONS[section].map((pattern) => {
            const field = fieldAt(SCHEMA, pattern);
            return field ? <SchemaField key={pattern} field={field} pointer={pattern} /> : null;
          })}
        </div>
      ) : null}
    </section>
  );
}

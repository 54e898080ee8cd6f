import { DOCUMENT_LABELS } from '@pairgate/domain/vocabulary/documents.ts';
import type { Labels } from '@pairgate/domain/vocabulary/labels.ts';
import { sayRefusal } from '@pairgate/domain/vocabulary/refusals.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import { UNIT_LABELS } from '@pairgate/domain/vocabulary/units.ts';
import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field as TextBox } from '../../components/Field.tsx';
import { LANGUAGE_NAMES } from '../../i18n/language.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { valueAt } from './draft.ts';
import { labelKey, type Field } from './fields.ts';
import { controlId, useForm } from './FormContext.tsx';
import { SETTLED } from './sections.ts';

/** Words of coded values, by the key of their field. */
const WORDS: Record<string, Readonly<Record<string, Labels>>> = {
  'document.typeCode': DOCUMENT_LABELS,
  trafficClass: TRAFFIC_CLASS_LABELS,
  'item.goodsMeasure.tariffQuantity.unitCode': UNIT_LABELS,
  'lorry.driver.languageCode': Object.fromEntries(
    Object.entries(LANGUAGE_NAMES).map(([code, { long }]) => [code, { en: long, vi: long, zh: long }]),
  ),
};

/** Units that a declaration is likely to need come from the vocabulary though the schema takes any code. */
const LISTED: Record<string, readonly string[]> = { 'item.goodsMeasure.tariffQuantity.unitCode': Object.keys(UNIT_LABELS) };

const NUMERIC = /(MassKg|quantity|Quantity|value|Hours|TemperatureC|temperatureC|Numeric)$/;
const WIDE = /(description|descriptionZh|descriptionVi|name|issuer)$/;

/** One field of the schema at a place in the draft, or everything inside it. */
export function SchemaField({ field, pointer }: { field: Field; pointer: string }): ReactNode {
  if (SETTLED.includes(field.pattern)) return null;
  if (field.kind === 'group') {
    return field.fields.map((child) => <SchemaField key={child.pattern} field={child} pointer={`${pointer}/${child.pattern.split('/').at(-1)!}`} />);
  }
  if (field.kind === 'list') return <List field={field} pointer={pointer} />;
  return <Leaf field={field} pointer={pointer} />;
}

type LeafField = Exclude<Field, { kind: 'group' | 'list' }>;

function Leaf({ field, pointer }: { field: LeafField; pointer: string }) {
  const m = useMessages();
  const language = useLanguage();
  const form = useForm();
  const key = labelKey(field.pattern);
  const label = m.declare.fields[key] ?? field.title ?? key;
  const value = valueAt(form.draft, pointer);
  const text = value === undefined || value === null ? '' : String(value);
  const fault = form.faults.find((each) => each.pointer === pointer) ?? form.faults.find((each) => each.pointer === pointer.replace(/\/(value|currencyID)$/, '') && pointer.endsWith('/value'));
  // That something is missing is said by the squares; the field says it when the person has been there.
  const shown = fault && (fault.code !== 'field_missing' || form.seen(pointer)) ? sayRefusal(fault, language) : undefined;
  const set = (next: string) => form.set(pointer, field.kind === 'integer' && /^\d{1,10}$/.test(next) ? Number(next) : next);
  const options = field.kind === 'select' ? field.options : LISTED[key];
  if (field.kind === 'select' || options) return <Choose {...{ pointer, label, text, options: options ?? [], words: WORDS[key], optional: field.optional }} error={shown} onChange={set} />;
  return (
    <div className={WIDE.test(key) ? 'schema-field wide' : 'schema-field'}>
      <TextBox
        id={controlId(pointer)}
        label={field.optional ? <>{label} <span className="faint">{m.declare.optional}</span></> : label}
        type={field.kind === 'date' ? 'date' : 'text'}
        value={text}
        onChange={set}
        onBlur={() => form.see(pointer)}
        error={shown}
        {...(NUMERIC.test(key) ? { inputMode: 'decimal' as const } : {})}
        {...(field.maxLength === undefined ? {} : { maxLength: field.maxLength })}
      />
    </div>
  );
}

interface ChooseProps {
  pointer: string;
  label: string;
  text: string;
  options: readonly string[];
  words: Readonly<Record<string, Labels>> | undefined;
  optional: boolean;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A native list: there may be hundreds of them on the page, and the browser's own is quick to find in. */
function Choose({ pointer, label, text, options, words, optional, error, onChange }: ChooseProps) {
  const m = useMessages();
  const language = useLanguage();
  const form = useForm();
  const id = controlId(pointer);
  return (
    <div className="schema-field field" {...(error ? { 'data-invalid': '' } : {})}>
      <label htmlFor={id}>{label} {optional ? <span className="faint">{m.declare.optional}</span> : null}</label>
      <select id={id} className="select" value={text} onChange={(event) => onChange(event.target.value)} onBlur={() => form.see(pointer)} aria-invalid={error !== undefined} aria-describedby={error ? `${id}-error` : undefined}>
        <option value="">{optional ? m.declare.none : m.declare.chooseOne}</option>
        {options.map((option) => <option key={option} value={option}>{words?.[option]?.[language] ?? option}</option>)}
      </select>
      {error ? <span id={`${id}-error`} className="react-aria-FieldError">{error}</span> : null}
    </div>
  );
}

/** What one entry of a list is called, and how another is added. */
function wordsOf(pattern: string, m: Messages): { title: (n: string) => string; add: string } {
  if (pattern === '/governmentAgencyGoodsItem') return { title: m.declare.item, add: m.declare.add.item };
  if (pattern === '/additionalDocument') return { title: m.declare.document, add: m.declare.add.document };
  if (pattern.endsWith('/sealID')) return { title: (n) => n, add: m.declare.add.seal };
  return { title: (n) => n, add: m.declare.add.line };
}

function List({ field, pointer }: { field: Extract<Field, { kind: 'list' }>; pointer: string }) {
  const m = useMessages();
  const form = useForm();
  const value = valueAt(form.draft, pointer);
  const items = Array.isArray(value) ? value : [];
  const { title, add } = wordsOf(field.pattern, m);
  const plain = field.item.kind !== 'group';
  const shown = plain && items.length === 0 ? [''] : items;
  return (
    <div className={plain ? 'schema-list plain' : 'schema-list'}>
      {shown.map((_, index) => (
        <fieldset key={index}>
          {plain ? null : <legend>{title(String(index + 1))}</legend>}
          <div className="schema-grid"><SchemaField field={field.item} pointer={`${pointer}/${index}`} /></div>
          {items.length > (field.pattern === '/governmentAgencyGoodsItem' ? 1 : 0) ? (
            <Button look="quiet" aria-label={`${m.declare.remove}: ${title(String(index + 1))}`} onPress={() => form.remove(pointer, index)}>{m.declare.remove}</Button>
          ) : null}
        </fieldset>
      ))}
      <Button onPress={() => form.set(`${pointer}/${plain ? shown.length : items.length}`, plain ? '' : {})}>{add}</Button>
    </div>
  );
}

import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { AreaRows, FieldRow, TypeRows } from './terms.ts';
import { readAs } from './texts.ts';
import { classWords, daysWords, fieldWords, ruleWords, typeWords } from './words.ts';
import { Wire } from './Wire.tsx';

/** So many lines of a type are shown at once; a declaration has many more. */
const FIRST = 9;

/** What may cross, field by field, with the line between the two sides through all of it. */
export function TermsTable({ areas, counts, whole }: { areas: readonly AreaRows[]; counts: boolean; whole: boolean }) {
  const m = useMessages();
  const columns = counts ? 6 : 5;
  return (
    <table className="terms">
      <thead>
        <tr>
          <th scope="col">{m.agreement.columns.field}</th>
          <th scope="col" className="at-line">{m.agreement.columns.line}</th>
          {counts ? <th scope="col" className="number">{m.agreement.columns.sent}</th> : null}
          <th scope="col">{m.agreement.columns.purpose}</th>
          <th scope="col">{m.agreement.columns.basis}</th>
          <th scope="col">{m.agreement.columns.kept}</th>
        </tr>
      </thead>
      {areas.map(({ area, types }) => (
        <Area key={area} name={m.agreement.areas[area]} columns={columns}>
          {types.map((each) => <TypeBody key={each.type} {...each} counts={counts} columns={columns} whole={whole} />)}
        </Area>
      ))}
    </table>
  );
}

function Area({ name, columns, children }: { name: string; columns: number; children: React.ReactNode }) {
  return (
    <>
      <tbody className="area">
        <tr><th scope="rowgroup" colSpan={columns}>{name}</th></tr>
      </tbody>
      {children}
    </>
  );
}

function TypeBody({ type, entries, rows, counts, columns, whole }: TypeRows & { counts: boolean; columns: number; whole: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const shown = open || whole || rows.length <= FIRST + 2 ? rows : rows.slice(0, FIRST);
  const bare = rows.every(({ rule }) => rule === 'deny');
  const named = rows.some(({ terms, rule }) => terms !== null && rule !== 'deny') || entries > 0;
  return (
    <tbody className="type" data-type={type}>
      <tr className="type-name">
        <th scope="rowgroup" colSpan={columns}>
          <span>{typeWords(type, m, language)}</span> <span className="code faint">{type}</span>
          {counts ? (
            <span className="muted sum">{entries > 0 ? m.agreement.facts(formatNumber(entries, language)) : m.agreement.noFacts}</span>
          ) : null}
        </th>
      </tr>
      {bare && !whole ? (
        <tr className="note"><td colSpan={columns}>{named || type !== 'CorrectionProposed' ? m.agreement.crossesBare : m.agreement.neverType}</td></tr>
      ) : null}
      {shown.map((row) => <Row key={row.path} row={row} counts={counts} />)}
      {shown.length < rows.length ? (
        <tr className="more">
          <td colSpan={columns}>
            <Button look="quiet" onPress={() => setOpen(true)}>{m.agreement.showAll(formatNumber(rows.length, language))}</Button>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Row({ row, counts }: { row: FieldRow; counts: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { path, rule, terms, again, values } = row;
  const stays = rule === 'deny';
  const how = rule === 'mask' || rule === 'pseudonym' ? ruleWords(row, m, language) : undefined;
  const said = (text: string) => (again ? <span className="visually-hidden">{text}</span> : text);
  return (
    <tr className={`${stays ? 'stays' : 'crosses'}${again ? ' again' : ''}`}>
      <th scope="row">
        <span title={path}>{fieldWords(path, m)}</span>
        {how ? <span className="tag">{how}</span> : null}
      </th>
      <td className="at-line"><Wire rule={rule} values={values} label={stays ? m.agreement.stays : m.agreement.crosses} /></td>
      {counts ? <td className="number">{stays ? <span className="faint">{m.agreement.stays}</span> : formatNumber(values, language)}</td> : null}
      {terms ? (
        <>
          <td className="words">{said(readAs(terms.purpose, language))}</td>
          <td className="words">{said(readAs(terms.basis, language))}</td>
          <td className="kept">
            {said(terms.days === null ? classWords(terms.class, m) : `${daysWords(terms.days, m, language)}`)}
            {terms.days === null || again ? null : <span className="faint">{classWords(terms.class, m)}</span>}
          </td>
        </>
      ) : (
        <td className="words faint" colSpan={3}>{stays && counts ? m.agreement.unnamed : `${m.agreement.stays}: ${m.agreement.unnamed}`}</td>
      )}
    </tr>
  );
}

import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { runsOf, type AreaRows, type FieldRow, type TypeRows } from './terms.ts';
import { readAs } from './texts.ts';
import { classWords, daysWords, fieldWords, ruleWords, typeWords } from './words.ts';
import { Wire } from './Wire.tsx';

/** Of a type with many fields so many are shown of each run of the same terms; a declaration has dozens. */
const MANY = 12;
const FIRST = 4;

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

function TypeBody({ type, entries, named, rows, counts, columns, whole }: TypeRows & { counts: boolean; columns: number; whole: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const all = open || whole || rows.length <= MANY;
  const runs = runsOf(rows).map((run) => (all || run[0]!.terms === null ? run : run.slice(0, FIRST)));
  const quiet = !whole && rows.every(({ rule }) => rule === 'deny');
  const shown = runs.reduce((sum, run) => sum + run.length, 0);
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
      {quiet && named ? <tr className="note"><td colSpan={columns}>{m.agreement.crossesBare}</td></tr> : null}
      {quiet && !named ? <tr className="note"><td colSpan={columns}>{m.agreement.neverType}</td></tr> : null}
      {runs.map((run) => run.map((row, index) => <Row key={row.path} row={row} counts={counts} run={index === 0 ? run.length : 0} />))}
      {shown < rows.length ? (
        <tr className="more">
          <td colSpan={columns}>
            <Button look="quiet" onPress={() => setOpen(true)}>{m.agreement.showAll(formatNumber(rows.length, language))}</Button>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** `run` lines from this one on have the same terms, which are said here; 0 where they have been said. */
function Row({ row, counts, run }: { row: FieldRow; counts: boolean; run: number }) {
  const m = useMessages();
  const language = useLanguage();
  const { path, rule, terms, values } = row;
  const stays = rule === 'deny';
  const how = rule === 'mask' || rule === 'pseudonym' ? ruleWords(row, m, language) : undefined;
  return (
    <tr className={stays ? 'stays' : 'crosses'}>
      <th scope="row">
        <span title={path}>{fieldWords(path, m)}</span>
        {how ? <span className="tag">{how}</span> : null}
      </th>
      <td className="at-line"><Wire rule={rule} values={values} label={stays ? m.agreement.stays : m.agreement.crosses} /></td>
      {counts ? <td className="number">{stays ? <span className="faint">{m.agreement.stays}</span> : formatNumber(values, language)}</td> : null}
      {run === 0 ? null : terms ? (
        <>
          <td className="words" rowSpan={run}>{readAs(terms.purpose, language)}</td>
          <td className="words" rowSpan={run}>{readAs(terms.basis, language)}</td>
          <td className="kept" rowSpan={run}>
            {terms.days === null ? null : <span>{daysWords(terms.days, m, language)}</span>}{' '}
            <span className="faint">{classWords(terms.class, m)}</span>
          </td>
        </>
      ) : (
        <td className="words faint" colSpan={3} rowSpan={run}>{m.agreement.unnamed}</td>
      )}
    </tr>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Button, ButtonAnchor } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { formatDate, formatNumber } from '../../format.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { agreementQuery, logQuery, useMe } from '../../live/query.ts';
import { saveFile } from '../../save-file.ts';
import type { Agreement, AgreementVersion } from '../../schemas.ts';
import { Erasures } from './Erasures.tsx';
import { Parties } from './Parties.tsx';
import { Persons } from './Persons.tsx';
import { Proposals } from './Proposals.tsx';
import { areasOf, counted, filtered, filters, NO_FILTER, sentByField, type AgreementDocument, type FieldRow, type Filter } from './terms.ts';
import { TermsTable } from './TermsTable.tsx';
import { readAs } from './texts.ts';
import { exportsQuery, fromDay, PERIODS, type Period } from './ledgers.ts';
import { classWords, daysWords, fieldWords, typeWords } from './words.ts';
import './agreement.css';

const ASK_MS = 10_000;

/** What crosses, under which basis, and what crossed today? */
export function AgreementPage() {
  const me = useMe();
  const { data, error, refetch } = useQuery({ ...agreementQuery, refetchInterval: ASK_MS });
  const version = data?.versions.find((each) => each.version === data.inForce[me.side]);
  if (!data || !version) {
    return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={20} rowHeight={26} />}</div>;
  }
  return (
    <div className="agreement-page">
      <Terms agreement={data} version={version} />
      <Beside agreement={data} />
    </div>
  );
}

function Beside({ agreement }: { agreement: Agreement }) {
  const me = useMe();
  const log = useQuery({ ...logQuery, staleTime: 60_000 });
  const books = me.permissions.includes('exports');
  return (
    <aside>
      <Proposals agreement={agreement} />
      <Parties agreement={agreement} fingerprints={log.data?.fingerprints} />
      {books ? <Persons /> : null}
      {books ? <Erasures /> : null}
    </aside>
  );
}

function Terms({ agreement, version }: { agreement: Agreement; version: AgreementVersion }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const books = me.permissions.includes('exports');
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [period, setPeriod] = useState<Period>('today');
  const from = fromDay(period, now);
  const sent = useQuery({ ...exportsQuery(from), enabled: books, refetchInterval: ASK_MS });
  const areas = useMemo(() => areasOf(version, sentByField(sent.data?.items ?? [])), [version, sent.data]);
  const shown = useMemo(() => {
    const wordsOf = (type: string, row?: FieldRow): string => {
      const { terms } = row ?? {};
      const said = terms ? [terms.purpose, readAs(terms.purpose, language), terms.basis, readAs(terms.basis, language)] : [];
      return [type, typeWords(type, m, language), ...(row ? [row.path, fieldWords(row.path, m)] : []), ...said].join(' ');
    };
    return filtered(areas, filter, wordsOf);
  }, [areas, filter, m, language]);
  const { crosses, stays } = counted(areas);
  return (
    <section className="work">
      <header>
        <h1 className="title">
          <Rich text={m.agreement.sentence({ crosses: formatNumber(crosses, language), stays: formatNumber(stays, language) })} />
        </h1>
        <Validity agreement={agreement} version={version} />
      </header>
      <Filters filter={filter} onChange={setFilter} document={version.document as unknown as AgreementDocument} found={counted(shown)} />
      {books ? (
        <div className="row wrap period">
          <span className="small muted">{m.agreement.period}</span>
          <Choice label={m.agreement.period} value={period} onChange={setPeriod} options={PERIODS.map((value) => ({ value, children: m.agreement.periods[value] }))} />
          <ButtonAnchor href={`/api/exports.csv${from === undefined ? '' : `?from=${from}`}`} download>{m.agreement.csv}</ButtonAnchor>
          <span className="small muted">{m.agreement.periodNote}</span>
        </div>
      ) : null}
      {shown.length > 0 ? (
        <TermsTable areas={shown} counts={books} whole={filters(filter)} />
      ) : (
        <Empty title={m.agreement.nothing} act={<Button onPress={() => setFilter(NO_FILTER)}>{m.agreement.clear}</Button>} />
      )}
    </section>
  );
}

function Validity({ agreement, version }: { agreement: Agreement; version: AgreementVersion }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const { validUntil } = version;
  const over = validUntil !== null && validUntil <= now;
  const date = (instant: string) => formatDate(instant, me.side, language);
  const save = () => saveFile(`agreement-${version.version}.json`, JSON.stringify({ document: version.document, signatures: version.signatures }, null, 2));
  return (
    <>
      <p className="muted">
        {m.agreement.inForce({ version: formatNumber(version.version, language), date: date(version.validFrom) })}{' '}
        {validUntil === null || over ? null : m.agreement.until(date(validUntil))}{' '}
        <Button look="quiet" onPress={save}>{m.agreement.document}</Button>
      </p>
      {over ? <p role="alert" className="strong">{m.agreement.over(date(validUntil))}</p> : null}
      {agreement.inForce.VN === agreement.inForce.CN ? null : <p className="strong">{m.agreement.differs}</p>}
    </>
  );
}

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly document: AgreementDocument;
  readonly found: ReturnType<typeof counted>;
}

const ALL = '*';
const RULES = ['all', 'crosses', 'disguised', 'stays'] as const;

function Filters({ filter, onChange, document, found }: FiltersProps) {
  const m = useMessages();
  const language = useLanguage();
  const classes = Object.entries(document.retention).map(([name, { days, reason }]) => ({
    value: name, label: `${classWords(name, m)}, ${daysWords(days, m, language)}`, note: readAs(reason, language),
  }));
  return (
    <div className="filters" role="search">
      <Field label={m.agreement.search} type="search" value={filter.text} onChange={(text) => onChange({ ...filter, text })} />
      <div className="field">
        <span className="small muted">{m.agreement.ruleFilter}</span>
        <Choice
          label={m.agreement.ruleFilter}
          value={filter.rule}
          onChange={(rule) => onChange({ ...filter, rule })}
          options={RULES.map((value) => ({ value, children: m.agreement.rules[value] }))}
        />
      </div>
      <SelectField
        label={m.agreement.classFilter}
        value={filter.class ?? ALL}
        onChange={(chosen) => onChange({ ...filter, class: chosen === ALL ? null : chosen })}
        options={[{ value: ALL, label: m.agreement.allClasses }, ...classes]}
      />
      <p className="small muted found" role="status">
        {filters(filter) ? m.agreement.found(formatNumber(found.crosses + found.stays, language)) : null}
      </p>
    </div>
  );
}

import { Fragment, type ReactNode } from 'react';
import { formatDate } from '../../format.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import type { Language } from '../../i18n/language.ts';
import { useMe } from '../../live/query.ts';
import type { AgreementProposal, AgreementVersion } from '../../schemas.ts';
import { changesOf, type Change } from './changes.ts';
import type { FieldTerms } from './terms.ts';
import { readAs } from './texts.ts';
import { classWords, daysWords, fieldWords, ruleWords, typeWords } from './words.ts';

const SIGNS = { added: '+', removed: '−', changed: '±' } as const;

/** The difference to the version before, field by field, in words. */
export function Changes({ proposal, before }: { proposal: AgreementProposal; before: AgreementVersion }) {
  const m = useMessages();
  const found = changesOf(proposal.differences, before.document as never, proposal.document as never);
  if (found.length === 0) return <p className="muted">{m.agreement.proposals.noChange}</p>;
  return (
    <ul className="changes" aria-label={m.agreement.proposals.changes(String(found.length))}>
      {found.map((change, index) => (
        <li key={index}>
          <span className="sign" role="img" aria-label={m.agreement.proposals.kinds[change.kind]}>{SIGNS[change.kind]}</span>
          <div><ChangeWords change={change} /></div>
        </li>
      ))}
    </ul>
  );
}

/** Before and after; what is gone is struck through, and both are said to who cannot see that. */
function Swap({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  return (
    <>
      {before === undefined ? null : <del>{before}</del>}
      {before !== undefined && after !== undefined ? ' → ' : null}
      {after === undefined ? null : <ins>{after}</ins>}
    </>
  );
}

function partWords(part: keyof FieldTerms, terms: Partial<FieldTerms>, m: Messages, language: Language): string | undefined {
  if (part === 'rule') return ruleWords({ rule: terms.rule ?? 'allow', keep: terms.keep ?? null }, m, language);
  const value = terms[part];
  if (value === undefined) return undefined;
  return part === 'class' ? classWords(String(value), m) : readAs(String(value), language);
}

function ChangeWords({ change }: { change: Change }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const date = (instant: string | undefined) => (instant === undefined ? m.agreement.proposals.noEnd : formatDate(instant, me.side, language));
  switch (change.what) {
    case 'type':
      return <b>{typeWords(change.type, m, language)}</b>;
    case 'field':
      return <FieldChange change={change} />;
    case 'retention': {
      const days = (of: typeof change.before) => (of.days === undefined ? undefined : daysWords(of.days, m, language));
      return (
        <>
          <b>{m.agreement.proposals.retention(classWords(change.class, m))}</b>{' '}
          {change.before.days === change.after.days
            ? <Swap before={change.before.reason} after={change.after.reason} />
            : <Swap before={days(change.before)} after={days(change.after)} />}
        </>
      );
    }
    case 'validFrom':
    case 'validUntil':
      return <><b>{m.agreement.proposals[change.what]}</b> <Swap before={date(change.before)} after={date(change.after)} /></>;
    case 'other':
      return <><b className="code">{change.path}</b> <Swap before={change.before || undefined} after={change.after || undefined} /></>;
  }
}

function FieldChange({ change }: { change: Extract<Change, { what: 'field' }> }) {
  const m = useMessages();
  const language = useLanguage();
  const { kind, type, path, before, after } = change;
  const parts = change.parts.filter((part) => !(part === 'keep' && change.parts.includes('rule')));
  return (
    <>
      <b>{fieldWords(path, m)}</b> <span className="muted">{typeWords(type, m, language)}</span>
      <dl className="swap">
        {parts
          .filter((part) => kind === 'changed' || part !== 'rule' || (kind === 'added' ? after : before).rule !== undefined)
          .map((part) => {
            // The number of characters is said with the rule that it belongs to.
            const said = part === 'keep' ? 'rule' : part;
            return (
              <Fragment key={part}>
                <dt>{m.agreement.proposals.parts[said]}</dt>
                <dd>
                  <Swap
                    before={kind === 'added' ? undefined : partWords(said, before, m, language)}
                    after={kind === 'removed' ? undefined : partWords(said, after, m, language)}
                  />
                </dd>
              </Fragment>
            );
          })}
      </dl>
    </>
  );
}

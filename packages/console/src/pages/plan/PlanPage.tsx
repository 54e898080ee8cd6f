import type { WhatIf } from '@pairgate/simulator/what-if/study.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { Acts } from './Acts.tsx';
import { readSetting, withValue, writeSetting } from './address.ts';
import { CauseTable } from './CauseTable.tsx';
import { Faults } from './Faults.tsx';
import { FigureTable } from './FigureTable.tsx';
import { InForce } from './InForce.tsx';
import { Levers } from './Levers.tsx';
import { Method } from './Method.tsx';
import type { Offer } from './messages.ts';
import { answerOf, changesOf, knownValues } from './sentence.ts';
import { useStudy } from './use-study.ts';
import { answerWords, changesWords, type Speech } from './words.ts';
import { Yards } from './Yards.tsx';
import './plan.css';

type Study = ReturnType<typeof useStudy>;

/** What if: lanes, hours, rates, vehicles; what did it save? */
export function PlanPage() {
  const m = useMessages();
  const study = useStudy();
  const { offer, opened, failed, notOpened } = study.state;
  if (offer) return <Plan key={opened} study={study} offer={offer} />;
  if (failed !== undefined) return <div className="page"><Failure error={new Error(failed)} kept={m.plan.notStartedMore} onRetry={() => location.reload()} /></div>;
  if (notOpened) return <div className="page"><Empty title={m.plan.faults.scenario} /></div>;
  return <div className="page"><Loading rows={14} rowHeight={36} /></div>;
}

/** A moment without a change, so that a slider that is being drawn does not ask at every step. */
const PAUSE_MS = 120;

function Plan({ study: { state, compare, open, text }, offer }: { study: Study; offer: Offer }) {
  const m = useMessages();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/plan' });
  const [setting, setSetting] = useState<WhatIf>(() => {
    const read = readSetting(search, offer.today);
    const policy = offer.policies.some(({ id }) => id === read.policy) ? read.policy : offer.today.policy;
    return { policy, values: knownValues(offer.levers, read.values) };
  });
  const [past, setPast] = useState<readonly WhatIf[]>([]);
  const speech = useMemo<Speech>(() => ({ m, language, offer }), [m, language, offer]);

  useEffect(() => {
    const timer = setTimeout(() => {
      compare(setting);
      void navigate({ to: '/plan', search: writeSetting(setting, offer.today), replace: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [setting, compare, navigate, offer.today]);

  /** A slider that is drawn is one change: what it was before is remembered when it was at rest. */
  const change = (next: WhatIf, continues = false) => {
    if (!continues) setPast((before) => [...before, setting]);
    setSetting(next);
  };
  const undo = () => {
    const before = past.at(-1);
    if (before === undefined) return;
    setPast(past.slice(0, -1));
    setSetting(before);
  };
  useKeys({ undo });

  const { compared, refused, failed, yards, isBusy, notOpened } = state;
  const asked = refused ? setting : (compared?.asked ?? setting);
  const changes = changesOf(offer.levers, asked, offer.today);
  const sentences = refused
    ? [m.plan.sentence.refused({ changes: changesWords(changes, speech) })]
    : compared ? answerWords(answerOf(compared.comparison, changes.length > 0), changes, speech) : [];
  return (
    <div className="plan" aria-busy={isBusy}>
      <header className="say">
        <h1 aria-live="polite">
          {sentences.length === 0 ? <span className="faint">{m.plan.running}</span> : <Rich text={sentences.join(language === 'zh' ? '' : ' ')} />}
        </h1>
        <Acts
          speech={speech} asked={setting} text={text} open={open}
          canUndo={past.length > 0} onUndo={undo}
          canReset={changesOf(offer.levers, setting, offer.today).length > 0} onReset={() => change(offer.today)}
          canSave={compared !== undefined && refused === undefined}
        />
        <span className={isBusy ? 'progress on' : 'progress'} aria-hidden="true" />
      </header>
      <aside>
        <Levers
          speech={speech} setting={setting} refused={refused ?? []}
          onPolicy={(policy) => change({ ...setting, policy })}
          onValue={(lever, value, continues) => change({ ...setting, values: withValue(setting.values, lever.id, value, lever.today) }, continues)}
        />
      </aside>
      {/* It scrolls, and a keyboard has to reach it also while nothing in it takes the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="proof" role="region" aria-label={m.plan.figures.title} tabIndex={0}>
        <InForce />
        {notOpened ? <Faults faults={notOpened} speech={speech} title={m.plan.faults.scenario} kept={compared !== undefined} /> : null}
        {refused ? <Faults faults={refused} speech={speech} title={m.plan.faults.title} kept={compared !== undefined} /> : null}
        {failed === undefined ? null : <Failure error={new Error(failed)} kept={m.plan.notStartedMore} onRetry={() => compare(setting)} />}
        {compared ? (
          <div className={refused ? 'old' : undefined}>
            {!refused && compared.warnings.length > 0 ? <Faults faults={compared.warnings} speech={speech} /> : null}
            <div className="tables">
              <FigureTable comparison={compared.comparison} isChanged={changes.length > 0} />
              <CauseTable comparison={compared.comparison} />
            </div>
            {yards ? <Yards yards={yards} offer={offer} /> : <Loading rows={12} rowHeight={30} />}
            <Method offer={offer} millis={compared.millis} otherDemand={changes.some((each) => each.is === 'lever' && each.lever.of === 'arrivals')} />
          </div>
        ) : refused || failed !== undefined ? null : <Loading rows={14} rowHeight={36} />}
      </div>
    </div>
  );
}

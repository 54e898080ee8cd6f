import type { Authority } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { Problem } from '../../schemas.ts';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { reasonBasis, reasonLabel, reasonsFor } from '../../crossing/reasons.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel } from '../../crossing/words.ts';
import { formatDuration, timeAt } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { DRIVER_READS, driverReads } from '../../i18n/driver-reads.ts';
import type { Language } from '../../i18n/language.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useMe } from '../../live/query.ts';
import { deadlineAfter, hoursOffered, USES, usualHours, type Draft } from './choices.ts';

export interface DecideFieldsProps {
  detail: CrossingDetail;
  authority: Authority;
  draft: Draft;
  onChange: (to: Partial<Draft>) => void;
  now: Instant;
  problem?: Problem;
}

/** What a choice needs: a reason with its legal basis, a deadline, a place to object; and what the driver will read. */
export function DecideFields({ detail, authority, draft, onChange, now, problem }: DecideFieldsProps) {
  const m = useMessages();
  const language = useLanguage();
  const { side } = useMe();
  const choice = draft.choice!;
  const use = USES[choice];
  const at = (pointer: string) => (problem?.pointer === pointer ? problem.detail : undefined);
  const hours = draft.hours ?? usualHours(draft.reason);
  const timed = choice === 'ask' || choice === 'hold' || choice === 'sample';
  const said = (each: number): string => {
    const deadline = deadlineAfter(now, each);
    const usual = each === usualHours(draft.reason) && choice !== 'sample' ? `, ${m.work.usual}` : '';
    return `${timeAt(deadline, 'VN')} | ${timeAt(deadline, 'CN')} (${formatDuration(each * 3_600_000, language)}${usual})`;
  };
  return (
    <>
      <div className="decide-fields">
        {use ? (
          <SelectField
            label={m.work.reason}
            placeholder={m.work.chooseReason}
            value={draft.reason}
            onChange={(reason) => onChange({ reason, hours: null })}
            options={reasonsFor(authority, side, use).map((key) => ({ value: key as string, label: reasonLabel(key, language), note: reasonBasis(key, language)! }))}
            error={at('/reasonCode')}
          />
        ) : null}
        {choice === 'sample' ? (
          <>
            <Field label={m.work.tests} lines={2} value={draft.tests} onChange={(tests) => onChange({ tests })} error={at('/test')} />
            <Field label={m.work.laboratory} value={draft.laboratory} onChange={(laboratory) => onChange({ laboratory })} error={at('/laboratory')} maxLength={120} />
          </>
        ) : null}
        {choice === 'ask' || choice === 'hold' ? (
          <Field label={m.work.objectTo} value={draft.objectTo} onChange={(objectTo) => onChange({ objectTo })} error={at('/objectTo')} maxLength={200} />
        ) : null}
        {timed ? (
          <SelectField
            label={choice === 'sample' ? m.work.due : m.work.until}
            value={String(hours)}
            onChange={(value) => onChange({ hours: Number(value) })}
            options={hoursOffered(choice === 'sample' ? null : draft.reason).map((each) => ({ value: String(each), label: said(each) }))}
            error={at('/deadline') ?? at('/dueAt')}
          />
        ) : null}
        {use ? <div className="note"><Field label={m.work.noteForTrader} value={draft.note} onChange={(note) => onChange({ note })} error={at('/note')} maxLength={1000} /></div> : null}
      </div>
      {draft.reason ? <p className="small muted">{m.work.basis}: {reasonBasis(draft.reason, language)}</p> : null}
      <DriverWillRead detail={detail} authority={authority} draft={draft} deadline={deadlineAfter(now, hours)} />
    </>
  );
}

function DriverWillRead({ detail, authority, draft, deadline }: { detail: CrossingDetail; authority: Authority; draft: Draft; deadline: Instant }) {
  const { side } = useMe();
  // The driver's own language where this side knows it; else the language of the country that the lorry comes from.
  const spoken: Language = detail.origin.plan.driver?.languageCode ?? (detail.row.direction === 'VN-CN' ? 'vi' : 'zh');
  const what = draft.choice === 'ask' ? 'hold' : draft.choice!;
  if (draft.choice !== 'release' && draft.choice !== 'sample' && draft.reason === null) return null;
  const sentence = driverReads(spoken, what, {
    authority: authorityLabel(authority, spoken),
    gate: GATES[side].names[spoken],
    reason: draft.reason ? reasonLabel(draft.reason, spoken) : '',
    until: timeAt(deadline, side),
  });
  return (
    <p className="driver-reads" lang={spoken}>
      <span className="muted">{DRIVER_READS[spoken]}</span> <q>{sentence}{draft.note.trim() && what !== 'release' ? ` ${draft.note.trim()}` : ''}</q>
    </p>
  );
}

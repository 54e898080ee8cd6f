import type { Fault } from '@pairgate/simulator/scenario/fault.ts';
import type { Lever } from '@pairgate/simulator/what-if/levers.ts';
import type { WhatIf } from '@pairgate/simulator/what-if/study.ts';
import { useId, useRef } from 'react';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { Choice } from '../../components/Choice.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { gateName, leverName, leverValue, type Speech } from './words.ts';

export interface LeversProps {
  readonly speech: Speech;
  readonly setting: WhatIf;
  readonly refused: readonly Fault[];
  readonly onPolicy: (policy: string) => void;
  /** `continues` while a slider is drawn further. */
  readonly onValue: (lever: Lever, value: number, continues: boolean) => void;
}

/** Kinds of places that are seldom what binds. */
const FOLDED = ['papers', 'exit', 'laboratory'];

/** Everything that can be asked: what each side has, left and right of the line, and what both have together. */
export function Levers({ speech, setting, refused, onPolicy, onValue }: LeversProps) {
  const { m, language, offer } = speech;
  const words = m.plan.levers;
  const rows = rowsOf(offer.levers);
  const isFolded = (row: readonly Lever[]) => FOLDED.includes(row[0]!.kind ?? '');
  const isWrong = (lever: Lever) => refused.some(({ pointer }) => lever.pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
  const slider = (lever: Lever) => (
    <LeverSlider key={lever.id} lever={lever} value={setting.values[lever.id] ?? lever.today} speech={speech} isWrong={isWrong(lever)} onValue={onValue} />
  );
  const row = (levers: readonly Lever[]) => (
    <div key={levers[0]!.id} className="lever-row" role="group" aria-label={rowName(levers[0]!, speech)}>
      <span className="name">{rowName(levers[0]!, speech)}</span>
      {offer.sides.map(({ id }) => <div key={id}>{levers.filter(({ side }) => side === id).map(slider)}</div>)}
    </div>
  );
  const joint = offer.levers.find(({ of }) => of === 'joint');
  return (
    <section className="levers" aria-labelledby="levers-title">
      <h2 id="levers-title" className="visually-hidden">{words.title}</h2>
      <div className="sides">
        {offer.sides.map(({ id }) => <span key={id} className="row"><SideMark side={id as SideId} decorative /> {gateName(id, language)}</span>)}
      </div>
      {rows.filter((each) => !isFolded(each)).map(row)}
      {offer.levers.filter(({ side, of }) => side === undefined && of !== 'joint').map((lever) => (
        <div key={lever.id} className="lever-row whole">
          <span className="name">{leverName(lever, speech)}</span>
          {slider(lever)}
        </div>
      ))}
      {joint ? (
        <div className="lever-row whole">
          <span className="name">{words.joint}</span>
          <Choice
            label={words.joint} value={(setting.values[joint.id] ?? joint.today) === 1 ? 'together' : 'alone'}
            options={[{ value: 'alone', children: words.alone }, { value: 'together', children: words.together }]}
            onChange={(value) => onValue(joint, value === 'together' ? 1 : 0, false)}
          />
        </div>
      ) : null}
      <SelectField
        label={words.policy} value={setting.policy} onChange={onPolicy}
        options={offer.policies.map(({ id, names }) => ({ value: id, label: names[language] }))}
        help={setting.policy === offer.today.policy ? undefined : words.today(offer.policies.find(({ id }) => id === offer.today.policy)?.names[language] ?? '')}
      />
      <details>
        <summary>{words.more}</summary>
        {rows.filter(isFolded).map(row)}
      </details>
    </section>
  );
}

/** Levers that both sides have, side by side. */
function rowsOf(levers: readonly Lever[]): Lever[][] {
  const rows = new Map<string, Lever[]>();
  for (const lever of levers) {
    if (lever.side === undefined) continue;
    const key = `${lever.of} ${lever.kind} ${lever.way}`;
    rows.set(key, [...(rows.get(key) ?? []), lever]);
  }
  return [...rows.values()];
}

const rowName = (lever: Lever, speech: Speech): string => {
  const { side: _, ...whole } = lever;
  return leverName(whole, speech);
};

interface LeverSliderProps {
  readonly lever: Lever;
  readonly value: number;
  readonly speech: Speech;
  readonly isWrong: boolean;
  readonly onValue: LeversProps['onValue'];
}

/** A slider with a mark where it stands today, and its value in words. */
function LeverSlider({ lever, value, speech, isWrong, onValue }: LeverSliderProps) {
  const id = useId();
  const { min, max, step, today } = lever;
  const drawn = useRef(false);
  const at = (of: number) => ({ '--at': (of - min) / (max - min || 1) }) as React.CSSProperties;
  const isChanged = value !== today;
  return (
    <div className={isChanged ? 'lever changed' : 'lever'}>
      <span className="track" style={at(today)}>
        <input
          id={id} type="range" min={min} max={max} step={step} value={value} style={at(value)}
          aria-label={leverName(lever, speech)} aria-valuetext={leverValue(lever, value, speech)} aria-invalid={isWrong}
          onPointerDown={() => { drawn.current = false; }}
          onPointerUp={() => { drawn.current = false; }}
          onKeyUp={() => { drawn.current = false; }}
          onChange={(event) => {
            onValue(lever, Number(event.target.value), drawn.current);
            drawn.current = true;
          }}
        />
      </span>
      <output htmlFor={id}>
        <b>{leverValue(lever, value, speech)}</b>
        {isChanged ? (
          <small><span className="visually-hidden">{speech.m.plan.levers.today(leverValue(lever, today, speech))}</span><s aria-hidden="true">{leverValue(lever, today, speech)}</s></small>
        ) : null}
      </output>
    </div>
  );
}

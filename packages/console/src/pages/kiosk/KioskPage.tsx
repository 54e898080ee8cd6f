import { normalisePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, get } from '../../api.ts';
import '../../components/button.css';
import { CauseChip } from '../../components/CauseChip.tsx';
import { Icon } from '../../components/Icon.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { Pass } from '../../components/Pass.tsx';
import { Line, TwinTime } from '../../components/TwinTime.tsx';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { causeLabel, inSentence, phaseLabel, problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import type { Answer } from '../../schemas.ts';
import { cleaned, DIGITS, erased, isLongEnough, LETTERS, PROVINCES, typed } from './plate-keys.ts';
import './kiosk.css';

type Hit = Answer<'findByPlate'>['items'][number];

/** A kiosk goes back to the empty page, so that nobody sees the lorry of the one before. */
const IDLE_MS = 60_000;

const find = (plate: string, proof?: string): Promise<{ items: Hit[] }> =>
  get(`/api/kiosk?plate=${encodeURIComponent(plate)}${proof ? `&proof=${encodeURIComponent(proof)}` : ''}`);

/** Where is my lorry? By its plate, with keys for a hand in a glove. */
export function KioskPage() {
  const m = useMessages();
  const now = useNow();
  const [plate, setPlate] = useState('');
  const [hits, setHits] = useState<Hit[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const again = () => {
    setPlate('');
    setHits(null);
    setFailure(null);
  };
  useEffect(() => {
    let timer = setTimeout(again, IDLE_MS);
    const stay = () => {
      clearTimeout(timer);
      timer = setTimeout(again, IDLE_MS);
    };
    addEventListener('pointerdown', stay);
    addEventListener('keydown', stay);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', stay);
      removeEventListener('keydown', stay);
    };
  }, []);
  const ask = async (proof?: string): Promise<Hit[]> => {
    setBusy(true);
    setFailure(null);
    try {
      const { items } = await find(plate, proof);
      setHits(items);
      return items;
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : undefined;
      setFailure(problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed));
      return [];
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="kiosk">
      <header>
        <span className="row"><Icon name="logo" size={24} /> <b lang="vi">{GATES.VN.own}</b> <Line /> <b lang="zh">{GATES.CN.own}</b></span>
        {now ? <TwinTime at={now} strong /> : null}
        <span className="spacer" />
        <LanguageSwitch long />
        <Link to="/" className="button quiet">{m.kiosk.signIn}</Link>
      </header>
      <main>
        <h1>{m.kiosk.title}</h1>
        {hits === null ? (
          <Keys plate={plate} onPlate={setPlate} onFind={() => void ask()} busy={busy} />
        ) : (
          <Hits plate={plate} hits={hits} busy={busy} onProve={ask} onAgain={again} />
        )}
        {failure ? <p role="alert" className="failure">{failure}</p> : null}
      </main>
    </div>
  );
}

function Keys({ plate, onPlate, onFind, busy }: { plate: string; onPlate: (plate: string) => void; onFind: () => void; busy: boolean }) {
  const m = useMessages();
  const ready = isLongEnough(plate) && !busy;
  const key = (sign: string) => (
    <button key={sign} type="button" className="key" onClick={() => onPlate(typed(plate, sign))}>{sign}</button>
  );
  return (
    <form
      className="keys"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onFind();
      }}
    >
      <label className="plate">
        <span>{m.kiosk.plate}</span>
        <input value={plate} onChange={(event) => onPlate(cleaned(event.target.value))} autoComplete="off" spellCheck={false} />
        <small>{m.kiosk.typePlate}</small>
      </label>
      <div className="acts">
        <button type="button" className="button thumb" onClick={() => onPlate(erased(plate))} disabled={plate === ''}>{m.kiosk.erase}</button>
        <button type="button" className="button thumb" onClick={() => onPlate('')} disabled={plate === ''}>{m.kiosk.clear}</button>
        <button type="submit" className="button filled thumb" disabled={!ready}>{m.kiosk.find}</button>
      </div>
      <Group label={m.kiosk.digits} kind="digits">{DIGITS.map(key)}</Group>
      <Group label={m.kiosk.letters} kind="letters">{LETTERS.map(key)}</Group>
      <Group label={m.kiosk.provinces} kind="provinces">{PROVINCES.map(key)}</Group>
    </form>
  );
}

function Group({ label, kind, children }: { label: string; kind: string; children: ReactNode }) {
  return <div className={`key-group ${kind}`} role="group" aria-label={label} {...(kind === 'provinces' ? { lang: 'zh' } : {})}>{children}</div>;
}

interface HitsProps {
  plate: string;
  hits: readonly Hit[];
  busy: boolean;
  onProve: (proof: string) => Promise<Hit[]>;
  onAgain: () => void;
}

function Hits({ plate, hits, busy, onProve, onAgain }: HitsProps) {
  const m = useMessages();
  const language = useLanguage();
  const [proof, setProof] = useState('');
  const [wrong, setWrong] = useState(false);
  const proved = hits.find((hit) => hit.link !== null);
  const prove = async () => setWrong((await onProve(proof)).every((hit) => hit.link === null));
  return (
    <div className="hits">
      {hits.length === 0 ? <div className="hit"><h2>{m.kiosk.none(normalisePlate(plate))}</h2><p>{m.kiosk.noneMore}</p></div> : null}
      {hits.map((hit) => (
        <div key={hit.reference} className="hit">
          <h2>{normalisePlate(plate)}: {inSentence(phaseLabel(hit.phase, language))}</h2>
          <p>
            <span className="code">{hit.reference}</span>
            {hit.cause ? <> · <CauseChip cause={hit.cause} named={false} /> {inSentence(causeLabel(hit.cause, language))}</> : null}
            {hit.position === null ? null : <> · {m.kiosk.ahead(formatNumber(hit.position, language))}</>}
            {' · '}{m.control.places[hit.place]}
          </p>
        </div>
      ))}
      {proved?.link ? (
        <div className="hit linked">
          <Pass payload={`${location.origin}${proved.link}`} label={m.kiosk.scan} px={220} />
          <div>
            <p>{m.kiosk.scan}</p>
            <a className="button thumb" href={proved.link}>{m.kiosk.openHere}</a>
          </div>
        </div>
      ) : null}
      {hits.length > 0 && !proved ? (
        <form
          className="proof"
          onSubmit={(event) => {
            event.preventDefault();
            if (proof.trim().length >= 4) void prove();
          }}
        >
          <label>
            <span>{m.kiosk.proof}</span>
            <input value={proof} onChange={(event) => setProof(event.target.value.toUpperCase())} autoComplete="off" spellCheck={false} aria-invalid={wrong} aria-describedby="proof-help" />
            <small id="proof-help">{wrong ? `! ${m.kiosk.wrongProof}` : m.kiosk.proofWhy}</small>
          </label>
          <button type="submit" className="button filled thumb" disabled={proof.trim().length < 4 || busy}>{m.kiosk.prove}</button>
        </form>
      ) : null}
      <button type="button" className="button thumb" onClick={onAgain}>{m.kiosk.another}</button>
    </div>
  );
}

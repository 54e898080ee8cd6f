import { useEffect, useRef, useState } from 'react';
import { Pass } from '../../components/Pass.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { originOf } from '../../directions.ts';
import { formatDate } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { DriverView } from './driver-view.ts';

/** The pass that both gates read: always black on white, and as large as the screen when it is tapped. */
export function DriverPass({ view, large = false }: { view: DriverView; large?: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const { pass } = view;
  if (!pass) return large ? <section className="nothing"><h1>{m.driver.noPass}</h1></section> : null;
  const plate = pass.plate ?? pass.reference;
  const label = m.driver.passLabel(plate);
  const px = large ? 320 : 184;
  return (
    <section className={large ? 'pass-card large' : 'pass-card'}>
      <button type="button" aria-label={`${m.driver.enlarge}. ${label}`} onClick={() => setOpen(true)}>
        <Pass payload={pass.text} label={label} px={px} />
      </button>
      <div>
        <b className="plate">{plate}</b>
        <p>{m.driver.passMore}</p>
        <p>
          <span className="code">{pass.reference}</span>
          {pass.container ? <> · <span className="code">{pass.container}</span></> : null}
        </p>
        {pass.validUntil ? <p>{m.driver.validUntil} <TwinTime at={pass.validUntil} /> <span className="nowrap">{formatDate(pass.validUntil, originOf(view.row.direction), language)}</span></p> : null}
      </div>
      <dialog ref={dialog} className="pass-full" aria-label={label} onClose={() => setOpen(false)}>
        <Pass payload={pass.text} label={label} px={900} />
        <b>{plate}</b>
        <span className="code">{pass.reference}</span>
        <button type="button" className="button thumb" onClick={() => setOpen(false)}>{m.driver.shrink}</button>
      </dialog>
    </section>
  );
}

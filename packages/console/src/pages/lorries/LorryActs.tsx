import { useState } from 'react';
import { ApiProblem, get } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { toast } from '../../components/toasts.ts';
import { BookDialog } from '../../crossing/BookDialog.tsx';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { ReplaceDialog } from './ReplaceDialog.tsx';

type Open = 'book' | 'link' | 'replace' | null;

/** What a trader can do with the lorry as it stands, and what there is to hand to the driver. */
export function LorryActs({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const [open, setOpen] = useState<Open>(null);
  const { acts, driverLink, row } = detail;
  const release = useSubmit(() => toast(m.lorries.one.slotGiven));
  const link = driverLink ? `${location.origin}${driverLink}` : undefined;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link!);
      toast(m.lorries.one.copied);
    } catch {
      setOpen('link');
    }
  };
  const error = release.error instanceof ApiProblem ? problemSentence(release.error.problem) : release.error?.message;
  return (
    <section>
      <h2 className="heading">{m.lorries.one.acts}</h2>
      <div className="acts">
        {acts.includes('bookSlot') ? <Button look="filled" onPress={() => setOpen('book')}>{m.slots.book}</Button> : null}
        {acts.includes('moveSlot') ? <Button onPress={() => setOpen('book')}>{m.slots.move}</Button> : null}
        {acts.includes('releaseSlot') ? (
          <Button isDisabled={release.isPending} onPress={() => release.mutate({ on: 'crossing', reference: row.reference, act: 'releaseSlot', body: {} })}>
            {m.lorries.one.releaseSlot}
          </Button>
        ) : null}
        {acts.includes('replaceAttachment') ? <Button onPress={() => setOpen('replace')}>{m.lorries.one.replace}</Button> : null}
        {link ? <Button onPress={() => void copy()}>{m.lorries.one.copyLink}</Button> : null}
        {driverLink ? <a className="button outlined" href={driverLink} target="_blank" rel="noreferrer">{m.crossing.driverLink}</a> : null}
        {driverLink && row.ticket ? <ButtonLink to="/print/ticket/$reference" params={{ reference: row.reference }}>{m.crossing.ticket}</ButtonLink> : null}
        {driverLink && row.endedAt === null ? <ButtonLink to="/print/pass/$reference" params={{ reference: row.reference }}>{m.crossing.pass}</ButtonLink> : null}
        <Button onPress={() => void saveEvidence(row.reference)}>{m.crossing.evidence}</Button>
      </div>
      {error ? <p role="alert"><b>{error}</b></p> : null}
      {open === 'book' ? <BookDialog detail={detail} onClose={() => setOpen(null)} /> : null}
      {open === 'replace' ? <ReplaceDialog detail={detail} onClose={() => setOpen(null)} /> : null}
      {open === 'link' && link ? (
        <Dialog open onClose={() => setOpen(null)} title={m.lorries.one.copyLink}>
          <p>{m.lorries.one.copyFailed}</p>
          <p className="code link-text">{link}</p>
        </Dialog>
      ) : null}
    </section>
  );
}

/** Saves the portable evidence of a crossing as a file; a refusal is said in its own words. */
async function saveEvidence(reference: string): Promise<void> {
  try {
    const evidence = await get<unknown>(`/api/crossings/${reference}/evidence`);
    const url = URL.createObjectURL(new Blob([JSON.stringify(evidence, null, 2)], { type: 'application/json' }));
    const anchor = Object.assign(document.createElement('a'), { href: url, download: `${reference}.evidence.json` });
    anchor.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    toast((error as Error).message);
  }
}

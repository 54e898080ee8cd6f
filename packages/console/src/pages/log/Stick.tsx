import { useMutation } from '@tanstack/react-query';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { ApiProblem, upload } from '../../api.ts';
import { Button, ButtonAnchor } from '../../components/Button.tsx';
import { formatNumber } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { logQuery, queryClient, useMe } from '../../live/query.ts';
import type { Schemas } from '../../schemas.ts';

/** The exchange without a link: one file each way, with the same proofs as on the wire. */
export function Stick() {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const gate = GATES[otherSideOf(me.side)].names[language];
  const take = useMutation({
    mutationFn: (file: File) => upload<Schemas['StickTaken']>('/api/stick', file),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: logQuery.queryKey }),
  });
  const problem = take.error instanceof ApiProblem ? take.error.problem : undefined;
  const number = (value: number) => formatNumber(value, language);
  return (
    <section className="evidence stick" aria-labelledby="stick-title">
      <h2 id="stick-title" className="heading">{m.log.stick.title}</h2>
      <p className="muted">{m.log.stick.explain}</p>
      <div className="stick-ways">
        <div>
          <h3>{m.log.stick.out(gate)}</h3>
          <p className="small muted">{m.log.stick.outMore}</p>
          <ButtonAnchor look="filled" href="/api/stick" download>{m.log.stick.save}</ButtonAnchor>
        </div>
        <div>
          <h3>{m.log.stick.in(gate)}</h3>
          <DropZone
            className="drop-zone"
            onDrop={(event) => {
              const item = event.items.find((each) => each.kind === 'file');
              if (item) void item.getFile().then((file) => take.mutate(file));
            }}
          >
            <FileTrigger onSelect={(files) => files?.[0] && take.mutate(files[0])}>
              <Button isPending={take.isPending}>{take.isPending ? m.log.stick.reading : m.log.stick.choose}</Button>
            </FileTrigger>
            <span className="muted">{m.log.stick.drop}</span>
          </DropZone>
          <div aria-live="polite">
            {take.error ? (
              <p className="strong">{problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed)}</p>
            ) : null}
            {take.data ? (
              <p>
                <Rich
                  text={m.log.stick.taken({ entries: number(take.data.entries), held: number(take.data.held), countersigned: number(take.data.countersigned), gate })}
                />
              </p>
            ) : null}
          </div>
        </div>
      </div>
      <p className="small muted">{m.log.stick.care}</p>
    </section>
  );
}

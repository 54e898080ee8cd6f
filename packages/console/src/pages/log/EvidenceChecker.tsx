import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { CheckResult, Report, Verdict } from '@pairgate/verify/verdict.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { Rich } from '../../i18n/Rich.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import { saidBy } from '../../verifier/said.ts';
import { fingerprintFor, trustOf, type Fingerprints } from '../../verifier/trust.ts';

const SIDES = ['VN', 'CN'] as const;

/** Checks an evidence file in this browser, with the verifier that shares no code with the software that wrote it. */
export function EvidenceChecker({ fingerprints }: { fingerprints: Record<SideId, string | null> }) {
  const m = useMessages();
  const [typed, setTyped] = useState<Fingerprints>(() => ({ VN: fingerprints.VN ?? '', CN: fingerprints.CN ?? '' }));
  const check = useMutation({
    mutationFn: async (file: File): Promise<Report> => {
      const { verifyEvidence } = await import('@pairgate/verify/verify-evidence.ts');
      const bytes = new Uint8Array(await file.arrayBuffer());
      return verifyEvidence(bytes, { trust: trustOf(typed) });
    },
  });
  const name = check.variables?.name;
  return (
    <section className="evidence" aria-labelledby="evidence-title">
      <h2 id="evidence-title" className="heading">{m.verify.title}</h2>
      <p className="muted">
        {m.verify.explain} <a href="/verify.html">{m.verify.page.link}</a>
      </p>
      <div className="evidence-input">
        <div className="evidence-trust">
          {SIDES.map((side) => (
            <Field
              key={side}
              label={m.verify.trustOf[side]}
              value={typed[side]}
              error={fingerprintFor(side, typed[side]) === 'malformed' ? m.verify.malformed : undefined}
              onChange={(text) => setTyped({ ...typed, [side]: text })}
            />
          ))}
          <p className="small muted">{m.verify.trustHelp}</p>
        </div>
        <DropZone
          className="drop-zone"
          onDrop={(event) => {
            const item = event.items.find((each) => each.kind === 'file');
            if (item) void item.getFile().then((file) => check.mutate(file));
          }}
        >
          <FileTrigger onSelect={(files) => files?.[0] && check.mutate(files[0])}>
            <Button look="filled" isPending={check.isPending}>{check.isPending ? m.verify.checking : m.verify.choose}</Button>
          </FileTrigger>
          <span className="muted">{m.verify.drop}</span>
          {name ? <span className="code">{name}</span> : null}
        </DropZone>
      </div>
      <div aria-live="polite">
        {check.error ? <p className="strong">{m.verify.unreadable}</p> : null}
        {check.data ? <EvidenceReport report={check.data} /> : null}
      </div>
    </section>
  );
}

const VERDICT_ICONS: Record<Verdict, IconName> = { VALID: 'check', INVALID: 'cross', CANNOT_TELL: 'unknown', SKIPPED: 'pending' };

function EvidenceReport({ report }: { report: Report }) {
  const m = useMessages();
  return (
    <div className="report">
      <p className="overall"><Icon name={VERDICT_ICONS[report.verdict]} /> <Rich text={m.verify.overall[report.verdict]} /></p>
      <table>
        <thead>
          <tr>
            <th scope="col">{m.verify.columns.question}</th>
            <th scope="col">{m.verify.columns.verdict}</th>
            <th scope="col">{m.verify.columns.where}</th>
          </tr>
        </thead>
        <tbody>{report.checks.map((check, index) => <CheckRow key={`${check.code} ${check.where ?? ''} ${index}`} check={check} />)}</tbody>
      </table>
    </div>
  );
}

function CheckRow({ check }: { check: CheckResult }) {
  const m = useMessages();
  const said = saidBy(check, m.verify);
  return (
    <tr className={check.verdict === 'INVALID' || check.verdict === 'CANNOT_TELL' ? 'odd' : undefined}>
      <th scope="row">{m.verify.questions[check.code]}</th>
      <td className="nowrap"><Icon name={VERDICT_ICONS[check.verdict]} size={12} /> {m.verify.verdicts[check.verdict]}</td>
      {said !== undefined ? (
        <td className="muted">{said}</td>
      ) : (
        <td className="muted" lang="en">
          {check.where ? <span className="code">{check.where} </span> : null}
          {check.detail}
        </td>
      )}
    </tr>
  );
}

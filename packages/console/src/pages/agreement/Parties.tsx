import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { formatDate, formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Agreement } from '../../schemas.ts';
import { useMe } from '../../live/query.ts';

const SIDES = ['VN', 'CN'] as const;

/** Who has signed, with which key, and which version is in force in whose log since when. */
export function Parties({ agreement, fingerprints }: { agreement: Agreement; fingerprints: Record<SideId, string | null> | undefined }) {
  const m = useMessages();
  return (
    <section aria-labelledby="agreement-sides">
      <h2 id="agreement-sides" className="heading">{m.agreement.sides}</h2>
      {SIDES.map((side) => (
        <div key={side} className="party">
          <h3 className="row"><SideMark side={side} decorative /> <SideName side={side} /></h3>
          <p><InForce agreement={agreement} side={side} /></p>
          {fingerprints?.[side] ? (
            <p className="small">
              <span className="faint">{m.agreement.fingerprint}</span> <span className="code" title={m.agreement.fingerprintNote}>{fingerprints[side]}</span>
            </p>
          ) : null}
        </div>
      ))}
      {fingerprints?.VN || fingerprints?.CN ? <p className="small muted">{m.agreement.fingerprintNote}</p> : null}
      {agreement.versions.length > 1 ? <Versions agreement={agreement} /> : null}
    </section>
  );
}

function InForce({ agreement, side }: { agreement: Agreement; side: SideId }) {
  const m = useMessages();
  const language = useLanguage();
  const version = agreement.inForce[side];
  const since = agreement.activations.findLast((each) => each.side === side && each.version === version);
  return (
    <>
      <b>{m.agreement.version(String(version))}</b>{' '}
      <span className="muted">{since ? m.agreement.sinceEntry(formatNumber(since.index, language)) : m.agreement.notYet}</span>
    </>
  );
}

function Versions({ agreement }: { agreement: Agreement }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  return (
    <>
      <h3 className="sub">{m.agreement.versions}</h3>
      <ul className="versions">
        {agreement.versions.toReversed().map(({ version, validFrom }) => (
          <li key={version}>
            <span><b>{m.agreement.version(String(version))}</b> <span className="muted">{formatDate(validFrom, me.side, language)}</span></span>
            {SIDES.map((side) => {
              const at = agreement.activations.find((each) => each.side === side && each.version === version);
              return (
                <span key={side} className="small muted row">
                  <SideMark side={side} /> {at ? m.agreement.sinceEntry(formatNumber(at.index, language)) : m.agreement.notYet}
                  <span className="visually-hidden">{m.agreement.logOf(GATES[side].names[language])}</span>
                </span>
              );
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

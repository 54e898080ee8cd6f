import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import { sayRefusal } from '@pairgate/domain/vocabulary/refusals.ts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { ApiProblem, send } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { TwinTime } from '../../components/TwinTime.tsx';
import { readAgain, submit } from '../../crossing/acts.ts';
import { SlotPicker } from '../../crossing/SlotPicker.tsx';
import type { Done } from '../../crossing/types.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import { destinationOf } from '../../directions.ts';
import { emptyDraft, keepDraft, keptDraft, valueAt, declarationIn, type Draft } from './draft.ts';
import { controlId, FormProvider } from './FormContext.tsx';
import { ELEMENT_PLACES, judge } from './judge.ts';
import { SectionBlock } from './SectionBlock.tsx';
import { sectionOf, SECTION_NAMES, type Section } from './sections.ts';
import { Squares } from './Squares.tsx';
import { missingOf, squaresOf, type Square } from './squares.ts';
import { StartFrom } from './StartFrom.tsx';
import { Turns } from './Turns.tsx';
import { savedNow, useDraft } from './use-draft.ts';

const OFFICES: Record<SideId, string> = { VN: 'HUUNGHI', CN: 'YOUYIGUAN' };

export interface DeclareFormProps {
  side: SideId;
  /** What else can be done on this page. */
  tabs: ReactNode;
  /** A lodged declaration that is changed instead of a new one that is lodged. */
  amending?: { reference: string; declaration: Draft };
}

/** One declaration for both sides: what is missing and whose turn it is, the fields, the slot, and the one act. */
export function DeclareForm({ side, tabs, amending }: DeclareFormProps) {
  const m = useMessages();
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const account = me.account!;
  const direction = side === 'VN' ? 'VN-CN' : 'CN-VN';
  const fresh = useCallback(
    () => emptyDraft(direction, OFFICES[side], account.firm && account.firmName ? { name: account.firmName, ID: account.firm } : undefined),
    [direction, side, account.firm, account.firmName],
  );
  const [savedAt, setSavedAt] = useState<string | null>(() => (amending ? null : (keptDraft(account.id)?.savedAt ?? null)));
  const keep = useCallback(
    (draft: Draft) => {
      if (amending) return;
      const at = savedNow();
      keepDraft(account.id, draft, at);
      setSavedAt(at);
    },
    [account.id, amending],
  );
  const state = useDraft(() => amending?.declaration ?? keptDraft(account.id)?.draft ?? fresh(), keep);
  const deferred = useDeferredValue(state.draft);
  // A minute is fine enough for dates, and the form is not judged anew with every tick of the clock.
  const now = useNow() ?? me.clock.now;
  const judged = useMemo(() => judge(deferred, toMillis(now)), [deferred, now]);
  const [refused, setRefused] = useState<{ sentence: string; faults: readonly Refusal[]; of: Draft } | null>(null);
  // What the node refused stays at its field until the draft has changed.
  const fromNode = refused && refused.of === state.draft ? refused.faults : [];
  const faults = [...judged.errors, ...fromNode];
  const squares = squaresOf(judged.required);
  const mine = missingOf(squares, 'origin');
  const theirs = missingOf(squares, 'destination');
  const [open, setOpen] = useState<ReadonlySet<Section>>(() => new Set(savedAt || amending ? [] : SECTION_NAMES));
  const [slot, setSlot] = useState<Instant | null>(null);
  const [reason, setReason] = useState('');

  const goTo = (pointer: string) => {
    setOpen((old) => new Set([...old, sectionOf(pointer)]));
    // The field is there once its section has been drawn.
    requestAnimationFrame(() => {
      const field = document.querySelector<HTMLElement>(`[id^="${CSS.escape(controlId(pointer))}"]`);
      const near = field ?? document.getElementById(`section-${sectionOf(pointer)}`);
      near?.scrollIntoView({ block: 'center' });
      near?.focus();
    });
  };
  const choose = (square: Square) => goTo((ELEMENT_PLACES[square.element]?.[0] ?? '/additionalDocument').replace('*', '0'));

  const take = (draft: Draft) => {
    const before = state.draft;
    state.replace({ ...fresh(), ...draft });
    setOpen(new Set());
    toast(m.declare.taken, { label: m.declare.undo, run: () => state.replace(before) });
  };
  const clear = () => {
    const before = state.draft;
    state.replace(fresh());
    keepDraft(account.id, undefined, '');
    toast(m.declare.cleared, { label: m.declare.undo, run: () => state.replace(before) });
  };

  const lodge = useMutation({
    mutationFn: async (): Promise<Done> => {
      if (amending) {
        return submit({ on: 'consignment', reference: amending.reference, act: 'amendDeclaration', body: { declaration: judged.declaration, reason: reason.trim() } });
      }
      const done = await send<Done>('POST', '/api/declarations', { declaration: judged.declaration });
      keepDraft(account.id, undefined, '');
      if (slot && done.crossing) {
        // The declaration is lodged whatever becomes of the slot: a full quarter is said, and booked again on the lorry's page.
        try {
          await submit({ on: 'crossing', reference: done.crossing, act: 'bookSlot', body: { start: slot } });
        } catch (error) {
          toast(m.declare.bookFailed((error as Error).message));
        }
      }
      return done;
    },
    onSuccess: (done) => {
      const lorry = String(valueAt(judged.declaration, '/borderTransportMeans/tractorID') ?? done.reference);
      toast(amending ? m.declare.amended : m.declare.lodged({ lorry }));
      void readAgain();
      if (done.crossing) void navigate({ to: '/lorries/$reference', params: { reference: done.crossing } });
      else void navigate({ to: '/lorries' });
    },
    onError: (error) => {
      const problem = error instanceof ApiProblem ? error.problem : undefined;
      const found = (problem?.errors ?? []).map(({ code, pointer, params }) => ({ code, pointer: (pointer ?? '').replace(/^\/declaration/, ''), ...(params ? { params } : {}) }));
      setRefused({ sentence: problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed), faults: found, of: state.draft });
    },
  });
  const attempt = () => {
    state.seeAll();
    const first = judged.errors[0]?.pointer;
    if (first !== undefined) goTo(first);
    else lodge.mutate();
  };
  const importer = valueAt(state.draft, '/importer/name');
  return (
    <FormProvider value={state.form(faults)}>
      <div
        className="declare-form"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const file = event.dataTransfer.files[0];
          if (!file) return;
          event.preventDefault();
          void file.text().then((text) => {
            const draft = declarationIn(text);
            if (draft) take(draft);
            else toast(m.declare.unreadable);
          });
        }}
      >
        <div className="form-main">
          <div>{tabs}</div>
          <header>
            <h1>{m.declare.title({ missing: mine.length + theirs.length, mine: mine.length })}</h1>
            <p className="muted">
              {amending ? m.declare.amending(amending.reference) : savedAt ? <Rich text={m.declare.draft} parts={{ time: <TwinTime at={savedAt} /> }} /> : m.declare.notKept}
            </p>
          </header>
          {amending ? null : <StartFrom side={side} onTake={take} onClear={clear} />}
          <Squares squares={squares} turn="origin" onChoose={choose} />
          <Turns mine={mine} theirs={theirs} who={typeof importer === 'string' && importer !== '' ? importer : undefined} onChoose={choose} />
          <div className="sections">
            {SECTION_NAMES.map((section) => (
              <SectionBlock
                key={section}
                section={section}
                open={open.has(section)}
                onToggle={() => setOpen((old) => new Set(old.has(section) ? [...old].filter((each) => each !== section) : [...old, section]))}
              />
            ))}
          </div>
        </div>
        <aside>
          {judged.warnings.length > 0 ? (
            <section>
              <h2>{m.declare.warnings}</h2>
              <ul className="warnings">{judged.warnings.map((each) => <li key={`${each.pointer ?? ''} ${each.code}`}>{sayRefusal(each, language)}</li>)}</ul>
              <p className="small muted">{m.declare.warningsMore}</p>
            </section>
          ) : null}
          {amending ? (
            <section><Field label={m.declare.amendReason} value={reason} onChange={setReason} lines={2} maxLength={500} /></section>
          ) : (
            <section>
              <h2>{m.declare.slot}: {slot ? <TwinTime at={slot} /> : <span className="muted">{m.declare.noSlot}</span>}</h2>
              <SlotPicker wish={{ direction, trafficClass: judged.trafficClass }} value={slot} onChange={setSlot} />
            </section>
          )}
          <section>
            <div className="row wrap">
              <Button look="filled" isDisabled={lodge.isPending || (amending !== undefined && reason.trim() === '')} onPress={attempt}>
                {amending ? m.declare.amend : slot ? m.declare.lodgeAndBook : m.declare.lodge}
              </Button>
              {judged.errors.length > 0 ? <Button look="quiet" onPress={attempt}>{m.declare.toFirstFault} ({judged.errors.length})</Button> : null}
            </div>
            {refused && refused.of === state.draft ? <p role="alert" className="refused-lodging"><b>{m.declare.refused}</b> {refused.sentence}</p> : null}
            <p className="small muted">{GATES[side].names[language]} → {GATES[destinationOf(direction)].names[language]}</p>
          </section>
        </aside>
      </div>
    </FormProvider>
  );
}

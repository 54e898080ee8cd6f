import { completion } from '@pairgate/domain/freight/declaration/schema.ts';
import type { Declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { commodityName } from '@pairgate/domain/vocabulary/commodities.ts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Empty } from '../../components/State.tsx';
import { toast } from '../../components/toasts.ts';
import { readAgain, submit } from '../../crossing/acts.ts';
import type { ConsignmentDetail } from '../../crossing/types.ts';
import { destinationOf } from '../../directions.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import type { Draft } from './draft.ts';
import { fieldOf, type Field } from './fields.ts';
import { FormProvider } from './FormContext.tsx';
import { judgeCompletion } from './judge.ts';
import { SchemaField } from './SchemaField.tsx';
import { Squares } from './Squares.tsx';
import { missingOf, squaresOf } from './squares.ts';
import { useDraft } from './use-draft.ts';

const SCHEMA = fieldOf(completion) as Extract<Field, { kind: 'group' }>;
const OFFICES: Record<SideId, string> = { VN: 'HUUNGHI', CN: 'YOUYIGUAN' };

/** What is known already: the importer by name, each item by its line of this side where the exporter has given one. */
export function completionDraft(of: Declaration, side: SideId, before: unknown, firm: { name: string; ID: string } | undefined): Draft {
  if (before) return before as Draft;
  return {
    declarationOfficeID: OFFICES[side],
    importer: firm ?? { name: of.importer.name, ...(of.importer.ID === undefined ? {} : { ID: of.importer.ID }) },
    classification: of.governmentAgencyGoodsItem.map((item) => ({
      sequenceNumeric: item.sequenceNumeric,
      nationalID: item.commodity.classification[side === 'CN' ? 'cn10' : 'vn8'] ?? '',
      dutyPreference: 'MFN',
    })),
    additionalDocument: [],
  };
}

/** The elements that only this side needs, for a declaration that was lodged on the other. */
export function CompleteForm({ consignment }: { consignment: ConsignmentDetail }) {
  const m = useMessages();
  const of = consignment.origin.declaration.declaration;
  if (!of || !consignment.acts.includes('completeDeclaration')) return <Empty title={m.declare.complete.notForYou} />;
  return <Fields consignment={consignment} of={of} />;
}

function Fields({ consignment, of }: { consignment: ConsignmentDetail; of: Declaration }) {
  const m = useMessages();
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const side = destinationOf(consignment.direction);
  const { firm, firmName } = me.account!;
  const own = firm && firmName ? { name: firmName, ID: firm } : undefined;
  const state = useDraft(() => completionDraft(of, side, consignment.destination.declaration.completion, own));
  const judged = useMemo(() => judgeCompletion(state.draft, of, toMillis(now)), [state.draft, of, now]);
  const [refused, setRefused] = useState<{ sentence: string; faults: readonly Refusal[]; of: Draft } | null>(null);
  const faults = [...judged.errors, ...(refused && refused.of === state.draft ? refused.faults : [])];
  const squares = squaresOf(judged.required);
  const mine = missingOf(squares, 'destination');
  const theirs = missingOf(squares, 'origin');
  const complete = useMutation({
    mutationFn: () => submit({ on: 'consignment', reference: consignment.reference, act: 'completeDeclaration', body: { completion: judged.completion } }),
    onSuccess: () => {
      toast(m.declare.complete.done(consignment.reference));
      void readAgain();
      void navigate({ to: '/declare', search: { complete: '' } });
    },
    onError: (error) => {
      const problem = error instanceof ApiProblem ? error.problem : undefined;
      const found = (problem?.errors ?? []).map(({ code, pointer, params }) => ({ code, pointer: (pointer ?? '').replace(/^\/completion/, ''), ...(params ? { params } : {}) }));
      setRefused({ sentence: problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed), faults: found, of: state.draft });
    },
  });
  const goods = of.governmentAgencyGoodsItem.map((item) => m.declare.complete.item({ number: String(item.sequenceNumeric), goods: commodityName(item.commodity, language) ?? '' }));
  return (
    <FormProvider value={state.form(faults)}>
      <div className="declare-form single">
        <div className="form-main">
          <header>
            <h1>{m.declare.complete.one(consignment.reference)}</h1>
            <p className="muted">{m.declare.complete.from} {of.exporter.name}. {goods.join('; ')}</p>
            <p>{m.declare.title({ missing: mine.length + theirs.length, mine: mine.length })}</p>
          </header>
          <Squares squares={squares} turn="destination" />
          <section className="form-section open">
            <div className="schema-grid">{SCHEMA.fields.map((field) => <SchemaField key={field.pattern} field={field} pointer={field.pattern} />)}</div>
          </section>
          <div className="row wrap">
            <Button
              look="filled"
              isDisabled={complete.isPending}
              onPress={() => {
                state.seeAll();
                if (judged.errors.length === 0) complete.mutate();
              }}
            >
              {m.declare.complete.submit}
            </Button>
            {judged.errors.length > 0 ? <span className="tag">{m.declare.faults(judged.errors.length)}</span> : null}
          </div>
          {refused && refused.of === state.draft ? <p role="alert" className="refused-lodging"><b>{m.declare.refused}</b> {refused.sentence}</p> : null}
        </div>
      </div>
    </FormProvider>
  );
}

import type { components, operations } from '@pairgate/client/schema.generated.ts';

/** The shapes that the screens read from `/api`, by their names in its document: it generates them, nobody writes them. */
export type Schemas = components['schemas'];

/** What an operation answers when it succeeds, for answers that have no name of their own. */
export type Answer<O extends keyof operations> = operations[O]['responses'] extends {
  200: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export type Clock = Schemas['Clock'];
export type Peer = Schemas['Peer'];
export type Me = Schemas['Me'];
export type PairOfGates = Me['pair'];
export type Personas = Answer<'listPersonas'>;
export type Persona = Personas['items'][number];
export type CrossingRow = Schemas['CrossingRow'];
export type CrossingPage = Schemas['CrossingPage'];
export type ControlRoom = Schemas['ControlRoom'];
export type PlanInForce = Schemas['Plan'];
export type Stage = ControlRoom['stages'][number];
export type RibbonQuarter = ControlRoom['ribbon'][number];
export type WorkList = Schemas['WorkList'];
export type LogView = Schemas['Log'];
export type LogState = LogView['logs'][number];
export type Agreement = Schemas['Agreement'];
export type AgreementVersion = Agreement['versions'][number];
export type AgreementProposal = Agreement['proposals'][number];
export type ExportLedger = Schemas['ExportLedger'];
export type PersonsSent = Schemas['PersonsSent'];
export type Erasures = Schemas['Erasures'];
export type LogEntries = Schemas['LogEntries'];
/** RFC 9457. A page that reached nobody writes one itself, which knows less. */
export type Problem = Pick<Schemas['Problem'], 'type' | 'title' | 'status'> & Partial<Schemas['Problem']>;

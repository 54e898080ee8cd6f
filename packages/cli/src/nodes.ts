import { createClient, type NodeClient } from '@pairgate/client/client.ts';
import { PERSONAS } from '@pairgate/node/accounts/personas.ts';
import { SIDES, type CommonOptions, type Side } from './context.ts';
import { DataFolder } from './data-folder.ts';
import { Failure } from './failure.ts';

/** Which nodes a command talks to, and as whom. */

export interface Node {
  readonly url: string;
  /** Known in the demonstration; a node that was named by its address is asked. */
  readonly side: Side | undefined;
  readonly client: NodeClient;
  readonly token: string | undefined;
}

/** A command has a person waiting: it gives up sooner than a service would. */
const PATIENCE = { attempts: 3, pauseMs: 150, longestMs: 2_000 };

function clientOf(url: string, token: string | undefined, { language }: CommonOptions): NodeClient {
  return createClient({ baseUrl: url, token, language, patience: PATIENCE });
}

/** The node of a side, as somebody of that side. */
export function nodeOf(side: Side, persona: string, options: CommonOptions): Node {
  const folder = new DataFolder(options.data);
  const { urls } = folder.required();
  const token = options.token ?? folder.secrets()?.tokens[persona];
  return { url: urls[side], side, token, client: clientOf(urls[side], token, options) };
}

/** The node of `--url`, or else both nodes of the demonstration, as somebody in that role who may read everything. */
export function nodesOf(role: 'auditor' | 'manager' | 'operator', options: CommonOptions): readonly [Node, ...Node[]] {
  if (options.url !== undefined) {
    const token = options.token ?? tokenFor(options.url, role, options);
    return [{ url: options.url, side: undefined, token, client: clientOf(options.url, token, options) }];
  }
  return [nodeOf('VN', `vn-${role}`, options), nodeOf('CN', `cn-${role}`, options)];
}

const originOf = (url: string): string => new URL(url).origin.replace('//127.0.0.1:', '//localhost:');

/** The demonstration's own tokens serve its own addresses only: a token is never sent to a stranger. */
function tokenFor(url: string, role: string, options: CommonOptions): string | undefined {
  const folder = new DataFolder(options.data);
  const demonstration = folder.demonstration();
  const side = SIDES.find((each) => demonstration && originOf(demonstration.urls[each]) === originOf(url));
  return side && folder.secrets()?.tokens[`${side.toLowerCase()}-${role}`];
}

/** The trader of a side whose firm that is, else the first trader of that side. */
export function traderOf(side: Side, firm: string | undefined): string {
  const traders = PERSONAS.filter((persona) => persona.side === side && persona.role === 'trader');
  const found = traders.find((persona) => persona.firm === firm) ?? traders[0];
  if (!found) throw new Failure(`There is no trader on the side ${side}.`);
  return found.id;
}

/** The first answer of several nodes: one of them may be down, and the other one knows. */
export async function firstAnswer<T>(nodes: readonly Node[], ask: (node: Node) => Promise<T>): Promise<T> {
  let failure: unknown;
  for (const node of nodes) {
    try {
      return await ask(node);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NoAnswer') throw error;
      failure ??= error;
    }
  }
  throw failure;
}

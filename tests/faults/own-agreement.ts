import { createPublicKey, hash, verify } from 'node:crypto';
import { canonical, type OwnLeaf } from './own-json.ts';

/**
 * What the two logs say of the agreement, and what it lets cross, read anew from the rows and bytes for the checkers. It
 * shares no code with what projects and what judges.
 */
type Side = 'VN' | 'CN';

interface OwnTerms {
  readonly class: string;
  readonly rule?: string | undefined;
  readonly keep?: number | undefined;
}

export interface OwnDocument {
  readonly version: number;
  readonly validFrom: string;
  readonly parties: Readonly<Record<Side, { readonly rootKey: string }>>;
  readonly messages: Readonly<Record<string, Readonly<Record<string, OwnTerms>>>>;
}

/** A fact about the agreement as a journal has it. */
export interface OwnSaid {
  readonly side: Side;
  readonly type: string;
  readonly recordedAt: string;
  readonly data: unknown;
}

interface Known {
  readonly document: OwnDocument;
  readonly signatures: Partial<Record<Side, string>>;
}

const digestOf = (text: string): string => hash('sha256', text, 'hex');

/** What was read of a text once; the seeds of a process share their drafts. */
const documents = new Map<string, OwnDocument>();

function documentOf(text: string): OwnDocument {
  let document = documents.get(text);
  if (!document) documents.set(text, (document = JSON.parse(text) as OwnDocument));
  return document;
}

const signed = new Map<string, boolean>();

/** Each signature is verified once a process. */
function isSigned(text: string, rootKey: string, signature: string): boolean {
  const name = `${digestOf(text)} ${rootKey} ${signature}`;
  let is = signed.get(name);
  if (is === undefined) signed.set(name, (is = verifies(text, rootKey, signature)));
  return is;
}

function verifies(text: string, rootKey: string, signature: string): boolean {
  const x = Buffer.from(rootKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(`pairgate-agreement/1\n${text}`), key, Buffer.from(signature, 'base64'));
}

/** The versions of one pair: what was proposed and signed, and from which index each is in force in each log. */
export class OwnAgreement {
  readonly #known = new Map<string, Known>();
  readonly #texts = new Map<string, string>();
  readonly #force: Readonly<Record<Side, { readonly from: number; readonly digest: string; readonly document: OwnDocument }[]>> = {
    VN: [], CN: [],
  };

  constructor(
    private readonly first: OwnDocument,
    private readonly fail: (message: string) => void,
  ) {}

  /** A fact is durable; `index` is its place in the log of its side. */
  told({ side, type, recordedAt, data }: OwnSaid, index: number): void {
    const { version, digest, document: text, signature } = data as {
      version: number; digest: string; document: string; signature: string;
    };
    if (type === 'AgreementProposed') {
      if (digestOf(text) !== digest) this.fail(`${side}: a proposal names another document than it carries`);
      const known = this.#known.get(digest) ?? { document: documentOf(text), signatures: {} };
      this.#known.set(digest, { ...known, signatures: { ...known.signatures, [side]: signature } });
      this.#texts.set(digest, text);
    }
    if (type === 'AgreementAccepted') {
      const known = this.#known.get(digest);
      if (!known) return this.fail(`${side}: a document is accepted that nobody proposed`);
      this.#known.set(digest, { ...known, signatures: { ...known.signatures, [side]: signature } });
    }
    if (type === 'AgreementActivated') this.#activated(side, version, digest, index, recordedAt);
  }

  #activated(side: Side, version: number, digest: string, index: number, at: string): void {
    const force = this.#force[side];
    const before = force.at(-1);
    if (!before) {
      if (index !== 0 || digestOf(canonical(this.first)) !== digest) this.fail(`${side}: the log begins under another agreement`);
      force.push({ from: index, digest, document: this.first });
      return;
    }
    const known = this.#known.get(digest);
    if (!known) return this.fail(`${side}: version ${version} is in force and nobody proposed it`);
    const { document, signatures } = known;
    if (document.version !== version || version !== before.document.version + 1) {
      this.fail(`${side}: version ${version} is in force after version ${before.document.version}`);
    }
    if (document.validFrom > at) this.fail(`${side}: version ${version} is in force before it is valid`);
    for (const by of ['VN', 'CN'] as const) {
      const signature = signatures[by];
      if (signature === undefined || !isSigned(this.#texts.get(digest)!, this.first.parties[by].rootKey, signature)) {
        this.fail(`${side}: version ${version} is in force without the signature of ${by}`);
      }
    }
    force.push({ from: index, digest, document });
  }

  /** The document in force at an index of a log. */
  at(side: Side, index: number): OwnDocument | undefined {
    return this.#force[side].findLast(({ from }) => from <= index)?.document;
  }

  /** What is in force at the end of a log. */
  inForce(side: Side): { readonly version: number; readonly digest: string } | undefined {
    const last = this.#force[side].at(-1);
    return last && { version: last.document.version, digest: last.digest };
  }
}

type Leaves = Map<string, { readonly path: string; readonly value: unknown }>;

/** The single values of some data by their pointers; `path` is the pointer as an agreement writes it. */
function flat(value: unknown, path = '', pointer = '', into: Leaves = new Map()): Leaves {
  if (Array.isArray(value)) {
    for (const [at, each] of value.entries()) flat(each, `${path}[]`, `${pointer}/${at}`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) flat(each, path === '' ? name : `${path}.${name}`, `${pointer}/${name}`, into);
  } else if (value !== null && value !== undefined) {
    into.set(pointer, { path, value });
  }
  return into;
}

type Fields = OwnDocument['messages'][string];

const NO_FIELDS: Fields = {};
const read = new WeakMap<Fields, ReadonlyMap<string, OwnTerms>>();

function fieldsOf(terms: Fields = NO_FIELDS): ReadonlyMap<string, OwnTerms> {
  let fields = read.get(terms);
  if (!fields) read.set(terms, (fields = new Map(Object.entries(terms))));
  return fields;
}

/** The fields that a document names for a fact; a correction may carry those of what it corrects. */
function named({ messages }: OwnDocument, type: string, data: unknown): ReadonlyMap<string, OwnTerms> {
  if (type !== 'FactCorrected') return fieldsOf(messages[type]);
  const fields = new Map(fieldsOf(messages[type]));
  const { factType } = data as { factType: string };
  for (const [path, terms] of Object.entries(messages[factType] ?? {})) fields.set(`patch.${path}`, terms);
  return fields;
}

/** Whether a value crosses as its rule says. */
function isRight({ rule = 'allow', keep = 1 }: OwnTerms, was: unknown, is: unknown): boolean {
  if (rule === 'allow') return is === was;
  if (typeof was !== 'string' || typeof is !== 'string') return false;
  if (rule === 'pseudonym') return /^pn-[0-9a-f]{32}$/.test(is);
  if (rule !== 'mask' || !is.startsWith('***')) return false;
  const kept = is.slice('***'.length);
  return was.endsWith(kept) && [...kept].length === Math.min(keep, Math.floor([...was].length / 2));
}

/** What is wrong with what crossed of a fact under a document, if anything: too much, too little, or in another form. */
export function crossedWrongly(
  document: OwnDocument,
  fact: { readonly type: string; readonly data: unknown },
  { commitments }: OwnLeaf,
  data: Buffer,
): string | undefined {
  const fields = named(document, fact.type, fact.data);
  const full = flat(fact.data);
  const crossed = new Set<string>();
  const classes = JSON.parse(data.toString('utf8')) as Record<string, { fields: unknown }>;
  for (const [name, { fields: sent }] of Object.entries(classes)) {
    if (commitments[name] === undefined) return `the class ${name} is not committed to`;
    for (const [pointer, { path, value }] of flat(sent)) {
      const terms = fields.get(path);
      if (!terms || terms.rule === 'deny') return `lets ${path} cross, which version ${document.version} does not`;
      if (terms.class !== name) return `has ${path} in the class ${name}`;
      if (!isRight(terms, full.get(pointer)?.value, value)) {
        return `lets ${path} cross otherwise than version ${document.version} says (${terms.rule ?? 'allow'})`;
      }
      crossed.add(pointer);
    }
  }
  for (const [pointer, { path }] of full) {
    const terms = fields.get(path);
    if (terms && terms.rule !== 'deny' && !crossed.has(pointer)) {
      return `keeps ${path} at home, which version ${document.version} lets cross`;
    }
  }
  return undefined;
}

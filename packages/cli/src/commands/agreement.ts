import { Argument, Option, type Command } from 'commander';
import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import { agreementDocument, signedAgreement, type AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { differencesBetween, type Difference } from '@pairgate/exchange/amendment.ts';
import { contradictionIn } from '@pairgate/exchange/contradictions.ts';
import { agreementDigest, readRootKey, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { printJson, printLine, SIDES, type CommonOptions, type Language, type Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { readStrictJson } from '../json-file.ts';
import { nodeOf, nodesOf, type Node } from '../nodes.ts';
import { tableOf } from '../table.ts';
import { doing, exitCodes, USUAL_CODES, type Program, type Run } from './common.ts';

type View = Schemas['Agreement'];

interface SideOptions extends CommonOptions {
  readonly side?: Side;
}

interface SigningOptions extends SideOptions {
  readonly root?: string;
  readonly signature?: string;
  readonly openUntil?: string;
}

interface Signed {
  readonly version: number;
  readonly digest: string;
  readonly side: Side;
  readonly signature: string;
}

const DAY_MS = 86_400_000;
const OPEN_DAYS = 30;

/** A document, or that of a signed agreement. Throws a `Failure` that says where it contradicts itself. */
function readDocument(file: string, language: Language): AgreementDocument {
  const value = readStrictJson(file, language);
  const whole = signedAgreement.safeParse(value);
  const parsed = whole.success ? { success: true as const, data: whole.data.document } : agreementDocument.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure(`${file} is not an agreement: at /${issue!.path.join('/')}, ${issue!.message}`);
  }
  const contradiction = contradictionIn(parsed.data);
  if (contradiction) throw new Failure(`${file} contradicts itself at ${contradiction.pointer}: ${contradiction.fault}`, { ...contradiction });
  return parsed.data;
}

/** The signature of the side whose root key that is. The key is read, used and forgotten; no node gets to see it. */
function signWith(document: AgreementDocument, file: string): Signed {
  const root = readRootKey(file);
  const side = SIDES.find((each) => document.parties[each].rootKey === toBase64(root.publicKey));
  if (!side) throw new Failure(`${file} is not the root key of a party of this agreement.`);
  return { version: document.version, digest: agreementDigest(document), side, signature: signAgreement(document, side, root) };
}

/** A signature made here, or one that was made elsewhere over the same document. */
function signatureFor(document: AgreementDocument, { root, signature, language }: SigningOptions): string {
  if (root !== undefined) return signWith(document, root).signature;
  if (signature === undefined) throw new Failure('Give the root key with --root, or with --signature what "agreement sign" wrote elsewhere.');
  const made = readStrictJson(signature, language) as Partial<Signed>;
  if (made.digest !== agreementDigest(document) || typeof made.signature !== 'string') {
    throw new Failure(`${signature} is not a signature of this very document.`);
  }
  return made.signature;
}

/** One node: that of --url, or that of --side in the demonstration, as its manager. */
function oneNode(options: SideOptions): Node {
  if (options.url !== undefined) return nodesOf('manager', options)[0];
  if (options.side === undefined) throw new Failure('Say which side speaks, with --side, or name its node with --url.');
  return nodeOf(options.side, `${options.side.toLowerCase()}-manager`, options);
}

const viewOf = (node: Node): Promise<View> => dataOf(node.client.GET('/api/agreement'));

async function openProposal(node: Node, version: number, by: 'us' | 'them'): Promise<View['proposals'][number]> {
  const [view, me] = [await viewOf(node), await dataOf(node.client.GET('/api/me'))];
  const found = view.proposals.findLast(
    (each) => each.version === version && each.state === 'open' && (each.by === me.side) === (by === 'us'),
  );
  if (!found) throw new Failure(`No proposal of version ${version} by ${by === 'us' ? 'this' : 'the other'} side is open.`);
  return found;
}

const said = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const lineOf = ({ kind, path, before, after }: Difference): string[] => [
  { added: '+', removed: '-', changed: '~' }[kind],
  path.join(' / '),
  kind === 'changed' ? `${said(before)} -> ${said(after)}` : said(after ?? before),
];

function documentLines({ version, validFrom, validUntil, parties, retention, messages }: AgreementDocument): string[] {
  return [
    `version ${version}, valid from ${validFrom}${validUntil === undefined ? '' : ` until ${validUntil}`}`,
    `between ${SIDES.map((side) => `${side} (${parties[side].name})`).join(' and ')}`,
    '',
    ...tableOf(Object.entries(retention).map(([name, { days, reason }]) => [name, `${days} days`, reason]), '  '),
    ...Object.entries(messages).flatMap(([type, fields]) => [
      '',
      type,
      ...tableOf(
        Object.entries(fields).map(([path, { rule = 'allow', keep, class: name, purpose, basis }]) => [
          path, keep === undefined ? rule : `${rule} but the last ${keep}`, name, purpose, basis,
        ]),
        '  ',
      ),
    ]),
  ];
}

const viewLines = ({ inForce, versions, proposals }: View): string[] => [
  `in force in the log of VN: version ${inForce.VN}; in the log of CN: version ${inForce.CN}`,
  ...tableOf(versions.map(({ version, validFrom, digest }) => [`version ${version}`, `valid from ${validFrom}`, digest]), '  '),
  ...proposals.flatMap(({ by, version, state, openUntil, reason, differences }) => [
    '',
    `${by} proposed version ${version}: ${state}${reason === null ? '' : ` (${reason})`}${state === 'open' ? `, until ${openUntil}` : ''}`,
    ...tableOf((differences as Difference[]).map(lineOf), '  '),
  ]),
];

const versionArgument = () => new Argument('<version>', 'number of the version').argParser((text: string) => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Failure(`${text} is not the number of a version.`);
  return text;
});

export function addAgreement(program: Program): void {
  const { context } = program;
  const agreement = program.root
    .command('agreement')
    .summary('what may cross: read it, compare versions, amend it')
    .description(
      'Reads and amends the agreement of the two sides. A new version is signed with the root keys, which stay off line: ' +
        'sign where the key is, and hand the signature to the node.',
    )
    .addHelpText('after', exitCodes(USUAL_CODES));
  const sides = () => new Option('--side <side>', 'whose node of the demonstration').choices(SIDES);

  function add<Options extends CommonOptions>(name: string, args: readonly Argument[], describe: (made: Command) => Command, run: Run<Options>): void {
    const made = agreement.command(name);
    for (const argument of args) made.addArgument(argument);
    doing<Options>(program, describe(made).addHelpText('after', exitCodes(USUAL_CODES)), run);
  }
  const tell = (options: CommonOptions, value: unknown, lines: readonly string[]): number => {
    if (options.json) printJson(context.out, value);
    else for (const line of lines) printLine(context.out, line);
    return 0;
  };
  const signing = (made: Command) =>
    made
      .addOption(sides())
      .option('--root <file>', 'the root key of this side; it is read here and goes nowhere')
      .option('--signature <file>', 'what "agreement sign" wrote where the root key is');

  add<SideOptions>(
    'show',
    [new Argument('[file]', 'a document; without it the node is asked')],
    (made) => made.description('Shows a document field by field, or what the node knows: versions, what is in force, proposals.').addOption(sides()),
    async (options, file) => {
      if (file !== undefined) {
        const document = readDocument(file, options.language);
        return tell(options, { digest: agreementDigest(document), document }, documentLines(document));
      }
      const node = options.url === undefined && options.side === undefined ? nodesOf('manager', options)[0] : oneNode(options);
      const view = await viewOf(node);
      return tell(options, view, viewLines(view));
    },
  );
  add(
    'diff',
    [new Argument('<old>', 'a document'), new Argument('<new>', 'a newer one')],
    (made) => made.description('Shows what a document adds (+), removes (-) and changes (~), field by field.'),
    async (options, old, next) => {
      const found = differencesBetween(readDocument(old!, options.language), readDocument(next!, options.language));
      return tell(options, found, tableOf(found.map(lineOf), ''));
    },
  );
  add<CommonOptions & { root: string }>(
    'sign',
    [new Argument('<document>', 'the new version')],
    (made) => made.description('Signs a document and prints the signature as JSON. Needs no node and no network.').requiredOption('--root <file>', 'root key'),
    async (options, file) => {
      printJson(context.out, signWith(readDocument(file!, options.language), options.root));
      return 0;
    },
  );
  add<SigningOptions>(
    'propose',
    [new Argument('<document>', 'the new version')],
    (made) =>
      signing(made)
        .description('Proposes a new version to the other side.')
        .option('--open-until <instant>', `until when it may be accepted; ${OPEN_DAYS} days from now unless told`),
    async (options, file) => {
      const document = readDocument(file!, options.language);
      const signature = signatureFor(document, options);
      const node = oneNode(options);
      const { clock } = await dataOf(node.client.GET('/api/me'));
      const openUntil = options.openUntil ?? new Date(Date.parse(clock.now) + OPEN_DAYS * DAY_MS).toISOString();
      const done = await dataOf(node.client.POST('/api/agreement/proposals', { body: { document, openUntil, signature } as never }));
      return tell(options, done, [`Version ${document.version} is proposed, until ${openUntil}.`]);
    },
  );
  add<SigningOptions>(
    'accept',
    [versionArgument()],
    (made) => signing(made).description('Accepts what the other side has proposed, by a signature over the same document.'),
    async (options, version) => {
      const node = oneNode(options);
      const { digest, document } = await openProposal(node, Number(version), 'them');
      const parsed = agreementDocument.parse(document);
      if (agreementDigest(parsed) !== digest) throw new Failure('The node shows another document than the one that was proposed.');
      const body = { version: Number(version), digest, signature: signatureFor(parsed, options) };
      const done = await dataOf(node.client.POST('/api/agreement/acceptances', { body }));
      return tell(options, done, [`Version ${version} is accepted; each log puts it in force once it is valid, from ${parsed.validFrom}.`]);
    },
  );
  add<SideOptions & { reason: string }>(
    'reject',
    [versionArgument()],
    (made) => made.description('Rejects what the other side has proposed.').addOption(sides()).requiredOption('--reason <text>', 'told to the other side'),
    async (options, version) => {
      const node = oneNode(options);
      const { digest } = await openProposal(node, Number(version), 'them');
      const body = { version: Number(version), digest, reason: options.reason };
      return tell(options, await dataOf(node.client.POST('/api/agreement/rejections', { body })), [`Version ${version} is rejected.`]);
    },
  );
  add<SideOptions>(
    'withdraw',
    [versionArgument()],
    (made) => made.description("Withdraws this side's own proposal.").addOption(sides()),
    async (options, version) => {
      const node = oneNode(options);
      const { digest } = await openProposal(node, Number(version), 'us');
      const body = { version: Number(version), digest };
      return tell(options, await dataOf(node.client.POST('/api/agreement/withdrawals', { body })), [`Version ${version} is withdrawn.`]);
    },
  );
}

import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { appendAll, decodeEdge, EMPTY_EDGE, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { DatabaseInUse } from '@pairgate/store/engine/database.ts';
import { openDivergences } from '@pairgate/store/divergences.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import type { Source } from './backup.ts';
import type { NodeConfig } from './config.ts';
import { sha256 } from './crypto.ts';
import { RECOVERED, rememberedTails } from './exchange/recovered.ts';
import { readAgreementFile, type AgreementFault } from './keys/agreement-file.ts';
import { loadIdentity, type Identity } from './keys/identity.ts';
import { findPassphrase } from './keys/passphrase.ts';
import { Vault, WrongPassphrase } from './keys/vault.ts';
import { certificateFingerprint } from './keys/tls.ts';
import { ALL_MIGRATIONS } from './restore.ts';
import { openDatabase } from './start.ts';

/** What is wrong with one node, as a list of questions. Nothing is repaired and nothing is written. */

/** `unknown` is a question that cannot be asked now, such as one about a file that a running node keeps open. */
export interface Diagnosis {
  readonly name: string;
  readonly verdict: 'ok' | 'problem' | 'unknown';
  readonly detail: string;
  readonly hint?: string;
}

const LITTLE_SPACE = 500 * 1024 * 1024;
const CONNECT_MS = 2_000;
const ENTRIES = 2_000;

const ok = (name: string, detail: string): Diagnosis => ({ name, verdict: 'ok', detail });
const problem = (name: string, detail: string, hint: string): Diagnosis => ({ name, verdict: 'problem', detail, hint });
const unknown = (name: string, detail: string, hint: string): Diagnosis => ({ name, verdict: 'unknown', detail, hint });

const messageOf = (error: unknown): string => (error as Error).message;

export async function diagnoseFolder(directory: string): Promise<Diagnosis[]> {
  if (!existsSync(directory)) {
    return [problem('data folder', `${directory} does not exist`, 'Start the demonstration once, or name another folder.')];
  }
  const found: Diagnosis[] = [];
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    found.push(ok('data folder', `${directory} may be read and written`));
  } catch {
    found.push(problem('data folder', `${directory} may not be written`, 'Give the user that runs the node the right to write there.'));
  }
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const said = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  found.push(free < LITTLE_SPACE ? problem('disk space', said, 'Make room: a full disk stops all writing.') : ok('disk space', said));
  return found;
}

/** True when something accepts connections there. */
export const answersAt = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host, port, timeout: CONNECT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
  });

const AGREEMENT_FAULTS: Readonly<Record<AgreementFault, string>> = {
  malformed: 'it does not have the form of an agreement',
  validity_empty: 'it ends before it begins',
  party_missing: 'it does not name both parties',
  message_unknown: 'it names a type of message that does not exist',
  message_missing: 'it does not let the nodes say what the exchange itself needs',
  path_contradicts: 'it names a field and another one within it',
  field_unknown: 'it names a field that its message does not have',
  rule_unfit: 'it masks or replaces a value that is no free text',
  keep_unfit: 'only a mask, and every mask, says how many characters stay',
  field_restricted: 'it restricts a field that must cross as it is',
  not_an_instant: 'a time of its validity is no instant',
  weak_key: 'it names a weak key',
  key_twice: 'it names one key twice',
  origin_twice: 'both logs have the same origin',
  not_ours: 'it does not name the keys of this node',
  not_signed: 'a signature of it is missing or wrong',
  retention_missing: 'a field has a retention class that is not explained',
};

/** Keys and agreement of a node. */
async function diagnoseKeys(config: NodeConfig): Promise<Diagnosis[]> {
  const directory = join(config.dataDirectory, 'keys');
  let identity: Identity;
  try {
    identity = await loadIdentity(directory, new Vault(await findPassphrase(config, process.env)));
  } catch (error) {
    if (error instanceof WrongPassphrase) return [problem('keys', messageOf(error), 'Give the passphrase with which the keys were sealed.')];
    return [problem('keys', messageOf(error), `Put the keys of ${config.side} back into ${directory}, from a backup made --with-keys.`)];
  }
  const found = [readableByOthers(directory)];
  const { agreement, peerAuthority } = config.exchange;
  try {
    const checked = readAgreementFile(agreement, identity);
    if (!checked.ok) {
      const hint = 'Get the agreement again from whoever keeps it; both root keys must have signed it.';
      return [...found, problem('agreement', `${agreement}: ${AGREEMENT_FAULTS[checked.fault]}`, hint)];
    }
    const { document } = checked.value;
    found.push(ok('agreement', `version ${document.version}, signed by ${SIDES.join(' and ')}, names the keys of this node`));
    const peer = SIDES.find((side) => side !== config.side)!;
    const isAgreed = certificateFingerprint(readFileSync(peerAuthority, 'utf8')) === document.parties[peer].tlsAuthority;
    found.push(
      isAgreed
        ? ok('TLS authority', `${peerAuthority} is the one that the agreement names for ${peer}`)
        : problem('TLS authority', `${peerAuthority} is not the one that the agreement names for ${peer}`, `Ask ${peer} for its authority again.`),
    );
  } catch (error) {
    found.push(problem('agreement', messageOf(error), 'Name the files in the configuration, and make them readable.'));
  }
  return found;
}

function readableByOthers(directory: string): Diagnosis {
  const keys = readdirSync(directory).filter((name) => name.endsWith('.key')).map((name) => join(directory, name));
  const open = process.platform === 'win32' ? [] : keys.filter((file) => (statSync(file).mode & 0o077) !== 0);
  return open.length === 0
    ? ok('keys', `${directory} is complete, and nobody else may read it`)
    : problem('keys', `others may read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`);
}

/** Schema and logs of an open database. */
export async function diagnoseDatabase(source: Source, pair: string): Promise<Diagnosis[]> {
  const [known] = await source.query<{ known: boolean }>(`SELECT to_regclass('migration') IS NOT NULL AS known`);
  if (!known!.known) return [problem('schema', 'the database is empty', 'Start the node once, or restore a backup.')];
  const applied = (await source.query<{ id: string }>('SELECT id FROM migration')).map(({ id }) => id);
  const ahead = applied.filter((id) => !ALL_MIGRATIONS.some((each) => each.id === id));
  const behind = ALL_MIGRATIONS.filter(({ id }) => !applied.includes(id));
  if (ahead.length > 0) return [problem('schema', `steps of a newer Pairgate: ${ahead.join(', ')}`, 'Install that newer Pairgate.')];
  if (applied.length === 0) {
    return [problem('schema', 'a restore has not come to its end', 'Run the restore again with --force.')];
  }
  const schema =
    behind.length === 0
      ? ok('schema', `${applied.length} steps, all taken`)
      : unknown('schema', `to be taken at the next start: ${behind.map(({ id }) => id).join(', ')}`, 'Start the node.');
  const logs: Diagnosis[] = [];
  for (const log of SIDES) logs.push(await diagnoseLog(source, pair, log));
  return [schema, ...logs, ...(behind.length === 0 ? await diagnoseExchange(source, pair) : [])];
}

/** What was found against a log and is not settled, and what of one's own came back from the other side. */
async function diagnoseExchange(source: Source, pair: string): Promise<Diagnosis[]> {
  const open = await openDivergences(source, pair);
  const frozen = open.map(({ log, kind, grade, id, foundAt }) =>
    problem(
      `divergence ${id} of ${log}`,
      `${kind}, ${grade}, since ${new Date(foundAt).toISOString()}: nothing of that log is taken in`,
      'See docs/operating/drills.md; "pairgate divergence show" prints the evidence.',
    ));
  const [row] = await source.query<{ value: string }>(`SELECT value FROM setting WHERE pair = $1 AND name = $2`, [pair, RECOVERED]);
  const tails = rememberedTails(row?.value).map(({ from, to, at, withoutData }) =>
    ok(
      'recovered entries',
      `${from} to ${to - 1} of our log came back from the other side at ${new Date(at).toISOString()}, without what never crossed` +
        (withoutData === 0 ? '' : `; ${withoutData} without any data`),
    ));
  return [...(frozen.length === 0 ? [ok('divergence', 'nothing is open')] : frozen), ...tails];
}

/** Recomputes the tree of a log from the bytes of its leaves and compares it with the stored head. */
async function diagnoseLog(source: Source, pair: string, log: string): Promise<Diagnosis> {
  const name = `log of ${log}`;
  const hint = 'Restore a backup; the other side keeps a copy of this log and compares.';
  const [head] = await source.query<{ size: number; edge: Uint8Array }>(
    'SELECT size, edge FROM log_head WHERE pair = $1 AND log = $2',
    [pair, log],
  );
  if (!head) return problem(name, 'it has no head', hint);
  let edge = EMPTY_EDGE;
  for (;;) {
    const rows = await source.query<{ index: number; leaf: Uint8Array; leaf_hash: Uint8Array }>(
      'SELECT index, leaf, leaf_hash FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3 ORDER BY index LIMIT $4',
      [pair, log, edge.size, ENTRIES],
    );
    if (rows.length === 0) break;
    for (const [place, row] of rows.entries()) {
      if (Number(row.index) !== edge.size + place) return problem(name, `entry ${edge.size + place} is missing`, hint);
      if (!equalBytes(leafHash(sha256, row.leaf), row.leaf_hash)) return problem(name, `entry ${row.index} was changed`, hint);
    }
    edge = appendAll(sha256, edge, rows.map((row) => row.leaf_hash));
  }
  if (edge.size !== Number(head.size)) return problem(name, `${edge.size} entries, but the head says ${head.size}`, hint);
  const root = rootOf(sha256, edge);
  return equalBytes(root, rootOf(sha256, decodeEdge(head.edge)))
    ? ok(name, `${edge.size} entries, root ${toHex(root).slice(0, 16)}… recomputed`)
    : problem(name, `the root of its ${edge.size} entries is not that of the head`, hint);
}

async function diagnoseStorage(config: NodeConfig, running: boolean, pair: string): Promise<Diagnosis[]> {
  const hint = 'Stop it and ask again.';
  const isEmbedded = config.database === 'pglite';
  const unread = unknown('database', 'the running node keeps it open', hint);
  if (isEmbedded && running) return [unread];
  if (isEmbedded && !existsSync(join(config.dataDirectory, 'database'))) {
    return [problem('database', 'there is none yet', 'Start the node once, or restore a backup.')];
  }
  try {
    const source = isEmbedded ? await openDatabase(config, () => {}) : await openSnapshot({ url: config.database, patienceMs: 3_000 });
    try {
      const kind = isEmbedded ? 'PGlite: survives a killed process, not a power cut' : 'PostgreSQL answers';
      return [ok('database', kind), ...(await diagnoseDatabase(source, pair))];
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof DatabaseInUse) return [unread];
    return [problem('database', messageOf(error), 'Start the database server, or correct its address in the configuration.')];
  }
}

async function diagnosePeer({ exchange: { peerUrl } }: NodeConfig): Promise<Diagnosis> {
  if (peerUrl === undefined) return ok('other side', 'calls this side, which calls nobody');
  const { hostname, port } = new URL(peerUrl);
  const there = await answersAt(hostname, Number(port === '' ? '443' : port));
  return there
    ? ok('other side', `${peerUrl} accepts connections`)
    : unknown('other side', `${peerUrl} does not answer`, 'Work goes on without it; ask whether it is started.');
}

/** Everything about one node that can be asked from outside. `running`: its web port answers. */
export async function diagnoseNode(config: NodeConfig, { running, pair }: { running: boolean; pair: string }): Promise<Diagnosis[]> {
  return [
    ...(await diagnoseFolder(config.dataDirectory)),
    ...(await diagnoseKeys(config)),
    ...(await diagnoseStorage(config, running, pair)),
    ...(running ? [await diagnosePeer(config)] : []),
  ];
}

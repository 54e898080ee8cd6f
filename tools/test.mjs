#!/usr/bin/env node
import './node-version.mjs';

/**
 * `npm test`: its own set-up, then every test. What failed is named again at the end, where who reads only the end finds
 * it. The last line counts the tests from the reports of the runs; a run that crashed, was stopped or had nothing to run
 * is a failure whatever its report says. Up to three files of a project are run once more when something in them failed;
 * what passes then is named as UNSTEADY (decision 0030).
 */

const { spawn } = await import('node:child_process');
const { existsSync, mkdirSync, readFileSync, rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { prepare } = await import('./launch.mjs');
const { needChromium } = await import('./chromium.mjs');
const { ROOT } = await import('./tree.mjs');

const report = (line) => process.stdout.write(`${line}\n`);

const PROJECTS = ['unit', 'integration', 'e2e'];
/** Files of a project that are run once more at most. With more of them the fault is no accident. */
const AGAIN = 3;
const PATIENCE_MS = Number(process.env.TEST_PATIENCE_MS ?? 50 * 60_000);
/** For the few files that are run again. */
const SECOND_PATIENCE_MS = PATIENCE_MS / 2;

const reportOf = (project) => join(ROOT, 'reports', `${project}.json`);

/** The exit code of the run; `null` when it was stopped because it took too long. */
const vitest = (project, env, asked, patienceMs) =>
  new Promise((done) => {
    const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=./tools/test-report.mjs'];
    const args = [program, 'run', '--project', project, ...reporters, ...asked];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...env, TEST_REPORT: reportOf(project) } });
    let stopped = false;
    const patience = setTimeout(() => {
      stopped = true;
      child.kill('SIGKILL');
    }, patienceMs);
    child.on('exit', (code) => {
      clearTimeout(patience);
      done(stopped ? null : (code ?? -1));
    });
  });

const NOTHING = { files: {}, ended: null, running: [], uncaught: 0 };

const readReport = (project) => (existsSync(reportOf(project)) ? JSON.parse(readFileSync(reportOf(project), 'utf8')) : NOTHING);

const run = async (project, env, asked, patienceMs) => {
  rmSync(reportOf(project), { force: true });
  const code = await vitest(project, env, asked, patienceMs);
  return { code, patienceMs, ...readReport(project) };
};

const failed = ({ files }) => Object.entries(files).filter(([, { counts }]) => counts.failed > 0).map(([name]) => name);

const minutes = (millis) => {
  const count = Number((millis / 60_000).toFixed(1));
  return `${count} minute${count === 1 ? '' : 's'}`;
};

const stoppedSentence = (project, { patienceMs, ended, running }) => {
  const last = ended === null ? 'no file had ended' : `the last file that ended was ${ended}`;
  const unended = running.length > 0 ? `, and ${running.join(', ')} had begun` : '';
  return `The ${project} tests were stopped after ${minutes(patienceMs)}; ${last}${unended}.`;
};

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const unsteady = [];
const problems = [];

/** Runs what failed once more, each file from its beginning. The second answer of a file takes the place of its first. */
const runAgain = async (project, env, first) => {
  const names = failed(first);
  // What nobody caught may be of a file that is not run again.
  if (first.code === null || first.uncaught > 0 || names.length === 0 || names.length > AGAIN) return first;
  const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
  const second = await run(project, env, [...options, ...names], SECOND_PATIENCE_MS);
  for (const name of names) if (second.files[name]?.counts.failed === 0) unsteady.push(...first.files[name].failures);
  return { ...second, files: { ...first.files, ...second.files } };
};

const runProject = async (project, env) => {
  const reported = await runAgain(project, env, await run(project, env, process.argv.slice(2), PATIENCE_MS));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of Object.values(reported.files)) {
    for (const key of Object.keys(counts)) counts[key] += file.counts[key];
    failures.push(...file.failures);
  }
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (reported.code === null) problems.push(stoppedSentence(project, reported));
  else if (counts.failed > 0) return;
  else if (reported.code !== 0) problems.push(`The ${project} tests ended with exit code ${reported.code} though no test failed.`);
  else if (counts.passed === 0) problems.push(`There was no ${project} test to run.`);
};

const runAll = async () => {
  await prepare(report);
  mkdirSync(join(ROOT, 'reports'), { recursive: true });
  const chromium = needChromium(report);
  if (chromium === undefined) {
    problems.push('The browser tests need Chromium: install the package "chromium", or set CHROME_PATH to one.');
  }
  const env = { ...process.env, ...(chromium === undefined ? {} : { CHROME_PATH: chromium }) };
  for (const project of PROJECTS) {
    if (project !== 'e2e' || chromium !== undefined) await runProject(project, env);
  }
};

const begun = performance.now();
await runAll().catch((error) => problems.push(error.message));
report(`\nall tests took ${minutes(performance.now() - begun)}`);
for (const failure of unsteady) report(`UNSTEADY ${failure}; passed when its file was run again`);
for (const failure of failures) report(`FAILED ${failure}`);
for (const problem of problems) report(problem);
const faults = total.failed + problems.length;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.exitCode = faults > 0 ? 1 : 0;
report(`${total.passed} passed, ${faults} failed${skipped}`);

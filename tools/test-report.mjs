import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** The first line of the first error, which is all that one line of a summary has room for. */
const reasonOf = (errors) => String(errors?.[0]?.message ?? 'no reason was given').split('\n')[0].slice(0, 200);

/**
 * A reporter for Vitest that writes into the file `TEST_REPORT`, at each beginning and end of a test file, how far the run
 * is, and of each file that ended how many tests passed and what failed. Vitest's own reports come at the end only, and a
 * run that is stopped has none.
 */
export default class TestReport {
  #files = {};
  #running = new Set();
  #ended = null;
  #uncaught = 0;

  onTestModuleStart({ moduleId }) {
    this.#running.add(relative(process.cwd(), moduleId));
    this.#write();
  }

  onTestModuleEnd(file) {
    const name = relative(process.cwd(), file.moduleId);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const failures = [];
    for (const test of file.children.allTests()) {
      const { state, errors } = test.result();
      counts[state] += 1;
      if (state === 'failed') failures.push(`${name} > ${test.fullName}: ${reasonOf(errors)}`);
    }
    // A file that could not even be loaded reports no failed test; it counts as one failure.
    if (!file.ok() && failures.length === 0) {
      counts.failed += 1;
      failures.push(`${name}: ${reasonOf(file.errors())}`);
    }
    this.#files[name] = { counts, failures };
    this.#running.delete(name);
    this.#ended = name;
    this.#write();
  }

  onTestRunEnd(_files, uncaught) {
    this.#uncaught = uncaught.length;
    this.#write();
  }

  #write() {
    writeFileSync(process.env.TEST_REPORT, JSON.stringify({
      files: this.#files, ended: this.#ended, running: [...this.#running], uncaught: this.#uncaught,
    }));
  }
}

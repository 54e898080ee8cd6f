import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * A reporter for Vitest that writes into the file `TEST_REPORT`, at each beginning and end of a test file, how far the run
 * is. Vitest's own reports come at the end only, and a run that is stopped has none.
 */
export default class TestReport {
  #counts = { passed: 0, failed: 0, skipped: 0 };
  #running = new Set();
  #ended = null;

  onTestModuleStart({ moduleId }) {
    this.#running.add(relative(process.cwd(), moduleId));
    this.#write();
  }

  onTestModuleEnd(file) {
    const name = relative(process.cwd(), file.moduleId);
    const states = Array.from(file.children.allTests(), (test) => test.result().state);
    for (const state of states) this.#counts[state] += 1;
    // A file that could not even be loaded reports no failed test; it counts as one failure.
    if (!file.ok() && !states.includes('failed')) this.#counts.failed += 1;
    this.#running.delete(name);
    this.#ended = name;
    this.#write();
  }

  #write() {
    writeFileSync(process.env.TEST_REPORT, JSON.stringify({ counts: this.#counts, ended: this.#ended, running: [...this.#running] }));
  }
}

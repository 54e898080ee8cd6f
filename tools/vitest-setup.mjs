import { build, FOR_TESTS } from './build.mjs';

/** Runs once before the tests: the database worker is a bundle, whatever else runs from its sources. */
export default () => build({ only: FOR_TESTS });

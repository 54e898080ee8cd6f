import { lintOverrides } from './tools/arrows.mjs';

/** Errors only: a warning is a rule that nobody keeps. */
export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y'],
  categories: { correctness: 'error' },
  env: { builtin: true },
  ignorePatterns: ['build', 'data', 'reports', 'node_modules'],
  rules: {
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'no-console': 'error',
    'no-debugger': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    // React Aria renders the right tags itself; its render functions and refs are not what these rules look for.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'react/refs': 'off',
    // Tests say given, when, then.
    'unicorn/no-thenable': 'off',
    'react/immutability': 'off',
    'import/no-cycle': 'error',
    'import/no-duplicates': 'error',
    'import/no-default-export': 'error',
  },
  overrides: [
    { files: ['**/*.config.ts', '**/*.config.mjs', 'tools/**'], rules: { 'import/no-default-export': 'off' } },
    ...lintOverrides(),
  ],
};

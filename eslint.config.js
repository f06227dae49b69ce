// @ts-check
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Sizes that keep a function on one screen and a file in one head. Tests are lists of cases and may be longer. */
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 18],
  'max-depth': ['error', 4],
};

/**
 * Defaults that only satisfy the compiler: an index that is outside would pass for a 0, a NaN, or node −1, and a wrong number would be shown.
 * `a?.[i] ?? 0` is not meant: there the whole of `a` may be absent.
 */
const silentDefaults = {
  selector:
    'LogicalExpression[operator="??"][left.type="MemberExpression"][left.computed=true]:matches([right.value=0], [right.name="NaN"], [right.operator="-"][right.argument.value=1])',
  message:
    'Read what is known to exist with `at(values, index)` of engine/numeric; where it may be absent, say so: `values.at(index)`, or a named default.',
};
const uncheckedReads = {
  selector: 'TSAsExpression[typeAnnotation.type="TSNumberKeyword"][expression.type="MemberExpression"][expression.computed=true]',
  message: 'Read it with `at(values, index)` of engine/numeric: unchecked reads are for the loops listed in eslint.config.js.',
};

/** Where elements are read without a check, since the loops there take most of the time of a fit: `at` costs about 8 ns a read. */
const hot = [
  // Loops over the rows of the data, in tiles or one after the other.
  'server/src/engine/ir/primitives/*.ts',
  'server/src/engine/ir/evaluate.ts',
  'server/src/engine/kernel/**/*.ts',
  'server/src/engine/recursion/*.ts',
  'server/src/engine/terms/*.ts',
  'server/src/engine/bind/{contentHash,levelSample,thin}.ts',
  'server/src/engine/distributions/distribution.ts',
  'server/src/engine/recession/{affineSlopes,cone}.ts',
  'server/src/engine/latent/levelSquares.ts',
  'server/src/engine/inference/objective/rowScores.ts',
  'server/src/engine/inference/influence/rowInfluence.ts',
  'server/src/engine/inference/prediction/{lastLayer,predictive,trials}.ts',
  'server/src/language/data/{columns,filter,split}.ts',
  // Networks: a read for each weight and input, or for each pixel.
  'server/src/engine/network/**/*.ts',
  'server/src/engine/inference/networks/minibatch.ts',
  'server/src/engine/inference/start/inputScales.ts',
  'server/src/workspace/data/images/*.ts',
  // Dense and sparse linear algebra, and vectors as long as a network has weights.
  'server/src/engine/numeric/*.ts',
  'server/src/engine/latent/rotation.ts',
  'server/src/engine/latent/sparse/*.ts',
  'server/src/engine/leastSquares/*.ts',
  'server/src/engine/optimise/*.ts',
  'server/src/engine/inference/objective/{coordinates,information,objective}.ts',
  'server/src/engine/inference/standardErrors.ts',
];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.cache/', 'bench/out/', '**/node_modules/', '**/*.generated.ts', '**/*.generated.terms.ts']),
  // A rule is followed or changed here for all; no comment switches it off.
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...sizes,
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `return report(…)` says in one line that a function ends here and why.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: { 'no-restricted-syntax': ['error', silentDefaults, uncheckedReads] },
  },
  {
    files: hot,
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', silentDefaults] },
  },
  {
    // What a person reads on the terminal is their job.
    files: ['scripts/**/*.ts', 'server/src/cli/**/*.ts', 'test/host/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        exports: 'readonly',
        require: 'readonly',
        setInterval: 'readonly',
      },
    },
    rules: sizes,
  },
);

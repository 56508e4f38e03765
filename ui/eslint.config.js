// The arrows between rooms are lint rules: app -> features -> shared -> kit, data, actions, platform, errors, contract.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const may = {
  app: ['features', 'shared', 'kit', 'data', 'actions', 'errors', 'platform', 'contract'],
  features: ['shared', 'kit', 'data', 'actions', 'errors', 'contract'],
  shared: ['kit', 'data', 'actions', 'errors', 'contract'],
  kit: [],
  actions: ['data', 'contract'],
  data: ['platform', 'contract'],
  errors: ['platform', 'contract'],
  platform: ['contract'],
  contract: [],
};

const outside = (room) => [
  ...(room === 'platform' ? [] : [{ group: ['@tauri-apps/*'], message: 'Only platform/ talks to the window.' }]),
  ...(room === 'kit' ? [] : [{ group: ['bits-ui'], message: 'Only kit/ builds on bits-ui.' }]),
];

const rooms = Object.entries(may).map(([room, allowed]) => ({
  files: [`src/${room}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...outside(room),
          ...Object.keys(may)
            .filter((other) => other !== room && !allowed.includes(other))
            .map((other) => ({
              group: [`**/${other}`, `**/${other}/**`],
              message: `${room}/ doesn't know ${other}/.`,
            })),
        ],
      },
    ],
  },
}));

const FEATURES = [
  'users',
  'roles',
  'groups',
  'licences',
  'person',
  'glass',
  'palette',
  'start',
  'import',
  'mail',
  'settings',
  'help',
];
const features = FEATURES.map((feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...outside('features'),
          {
            group: ['**/app/**', '**/platform', '**/platform/**'],
            message: 'features/ knows neither app/ nor platform/.',
          },
          {
            group: FEATURES.filter((other) => other !== feature).map((other) => `../${other}/**`),
            message: 'Features meet in app/ or through actions/.',
          },
        ],
      },
    ],
  },
}));

export default ts.config(
  { ignores: ['dist/**', 'node_modules/**', 'src/contract/**', 'src/words/made/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-undef': 'off', // TypeScript knows better
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Preferences are kept by Rust.' },
        { name: 'sessionStorage', message: 'Preferences are kept by Rust.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // Sets and maps are replaced, never mutated: measured four to eight times quicker.
      'svelte/prefer-svelte-reactivity': 'off',
      // Addresses are hash routes of this window.
      'svelte/no-navigation-without-resolve': 'off',
      // style: directives go through the CSSOM; a literal attribute is what the policy forbids.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'The content policy forbids style attributes: use a class or style:property.',
        },
      ],
    },
  },
  { files: ['src/**'], rules: { 'no-restricted-imports': ['error', { patterns: outside('') }] } },
  ...rooms,
  ...features,
);

import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import path from 'node:path';
import ts from 'typescript-eslint';

// Who may use whom. A feature is used by others through its public.ts only, so that its inside can change.
const SRC = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'src');
const ALLOWED = {
  i18n: ['i18n'],
  api: ['api', 'app/session'],
  design: ['design', 'i18n', 'api'],
  realtime: ['realtime', 'api', 'design', 'app/session', 'app/query_client'],
  features: ['design', 'i18n', 'api', 'realtime', 'app/session', 'app/drafts', 'app/palette/commands', 'app/query_client'],
};

const layers = {
  create(context) {
    const from = path.relative(SRC, context.filename).split(path.sep);
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const target = source.startsWith('@/') ? path.join(SRC, source.slice(2)) : source.startsWith('.') ? path.resolve(path.dirname(context.filename), source) : null;
      if (!target) return;
      const to = path.relative(SRC, target);
      const [folder, feature, ...rest] = to.split(path.sep);
      if (from[0] === 'features' && folder === 'features') {
        if (feature !== from[1] && rest.join('/') !== 'public') context.report({ node, message: `features/${from[1]} may use features/${feature} through features/${feature}/public only` });
      } else if (ALLOWED[from[0]] && !ALLOWED[from[0]].some((one) => to === one || to.startsWith(`${one}/`) || to.startsWith(`${one}.`))) {
        context.report({ node, message: `${from[0]} may not use ${to}` });
      }
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export default ts.config(
  { ignores: ['node_modules', 'src/api/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  a11y.flatConfigs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks, vss: { rules: { layers } } },
    rules: {
      ...hooks.configs.recommended.rules,
      'vss/layers': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'jsx-a11y/no-autofocus': 'off', // a dialog's first field has the focus
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  { files: ['scripts/*.mjs', '*.js', '*.ts'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
);

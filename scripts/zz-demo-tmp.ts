import { readFileSync } from 'node:fs';
import { createProgress } from './demo/progress.ts';
import { renderReport } from './demo/report.ts';
import { runDemo } from './demo/run.ts';

const pw = JSON.parse(readFileSync('/work/main/.mutua/dev/platform-secrets.json', 'utf8')).adminPassword;
const [limit = '20', file] = process.argv.slice(2);
const report = await runDemo(
  { limit: Number(limit), lenders: 50, seed: 42, loansFile: file ?? null },
  {
    origin: 'http://127.0.0.1:7400',
    admin: { email: 'admin@mutua.test', password: pw },
    progress: createProgress(process.stderr),
    say: console.error,
  },
);
console.log(renderReport(report));

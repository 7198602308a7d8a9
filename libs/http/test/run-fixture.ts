/** A process run by runService: one slow path, and lines that tell what happened in which order. */
import express from 'express';
import { runService } from '../src/run.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await runService({
  name: 'fixture',
  loadConfig: (env) => {
    if (env['FIXTURE_BROKEN'] === 'true') throw new Error('The configuration has 1 problem');
    return { host: '127.0.0.1', port: Number(env['FIXTURE_PORT']) };
  },
  compose: async () => {
    const app = express();
    app.get('/slow', (_req, res) => {
      say('slow begun');
      process.once('SIGUSR2', () => res.end('done'));
    });
    app.get('/readyz', (_req, res) => void res.status(app.locals['draining'] === true ? 503 : 200).end());
    return { app, start: async () => say('started'), drain: () => say('draining'), close: async () => say('closed') };
  },
});

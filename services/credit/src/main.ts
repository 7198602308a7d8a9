/** The credit service as a process. */
import { runService } from '@mutua/http';
import { compose } from './compose.ts';
import { loadConfig } from './config.ts';

await runService({ name: 'credit', loadConfig, compose });

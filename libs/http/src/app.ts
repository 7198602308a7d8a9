/** The application factory. */
import type { Express } from 'express';
import type { AppOptions } from './service.ts';

export function createApp<Ops>(_options: AppOptions<Ops>): Express {
  throw new Error('not written yet');
}

/** Every key of the service, each derived for one purpose from the one configured secret (HKDF-SHA-256, RFC 5869). */
import { hkdfSync } from 'node:crypto';

export type Purpose = 'personal-data' | 'blind-index' | 'signing-keys' | 'cookies';
export type Secrets = (purpose: Purpose) => Buffer;

/** `master` has at least 32 bytes of entropy; each purpose gets 32 bytes that tell nothing about the others. */
export function deriveSecrets(master: Buffer): Secrets {
  if (master.length < 32) throw new Error('the secret of identity needs at least 32 bytes');
  return (purpose) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `mutua/identity/${purpose}`, 32));
}

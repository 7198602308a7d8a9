/** SHA-256 in lower-case hexadecimal: what the domain asks for and may not compute. */
import { createHash } from 'node:crypto';

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

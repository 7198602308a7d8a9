/** Which passwords are refused although they are long enough: the ones that are guessed first. */
const common = new Set([
  '1234567890',
  '0123456789',
  '12345678910',
  '123456789a',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  'qwertyuiop',
  'qwerty12345',
  'qwertyuiop123',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'iloveyou123',
  'letmein123',
  'welcome123',
  'welcome1234',
  'admin12345',
  'administrator',
  'changeme123',
  'football123',
  'baseball123',
  'sunshine123',
  'princess123',
  'superman123',
  'trustno1234',
  'abc1234567',
  'abcdefghij',
  'asdfghjkl1',
  'zaq12wsxcde',
  '1qaz2wsx3edc',
  'aaaaaaaaaa',
  '0000000000',
  '1111111111',
  'michael123',
  'liverpool1',
]);

/** Why the password is too easy, or undefined. `email` is the normalised address. */
export function weaknessOf(password: string, email: string): 'common' | 'like-email' | 'one-character' | undefined {
  const folded = password.toLowerCase();
  if (common.has(folded)) return 'common';
  const account = email.split('@')[0] ?? '';
  if (folded === email || (account.length >= 4 && folded.startsWith(account) && folded.length - account.length < 4)) return 'like-email';
  return new Set(folded).size === 1 ? 'one-character' : undefined;
}

/** Addresses are one account whatever their letter case. */
export function normalisedEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

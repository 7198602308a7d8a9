/** IBANs: the check of ISO 13616 (ISO 7064 mod 97-10) and the mask under which one may be shown. */

/** True when the check digits fit. The text has the shape of an IBAN already. */
export function hasValidCheck(iban: string): boolean {
  return mod97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

/** An IBAN of the sandbox bank (country XS is reserved for no one) for a number of up to 16 digits. */
export function sandboxIban(account: bigint): string {
  const body = account.toString().padStart(16, '0').slice(-16);
  const check = 98 - mod97(`${body}XS00`);
  return `XS${check.toString().padStart(2, '0')}${body}`;
}

export function maskIban(iban: string): string {
  return `${iban.slice(0, 2)}** **** ${iban.slice(-4)}`;
}

function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

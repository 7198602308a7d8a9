/** Members as the journeys need them: verified, with a wallet and a sandbox bank account, and money moved until it has arrived. */
import { eventually } from '@mutua/testkit';
import { type Page, type Session, UnexpectedAnswer } from './api.ts';
import type { Platform } from './platform.ts';

export type Money = { readonly amountMinor: string; readonly currency: string };
export type Behaviour =
  | { readonly behaviour: 'pays' | 'rejects' | 'returns' }
  | { readonly behaviour: 'stops-on'; readonly stopsOn: string };
export type Person = Session & {
  readonly email: string;
  readonly password: string;
  readonly walletId: string;
  readonly bankAccountId: string;
};
export type Wallet = {
  readonly walletId: string;
  readonly currency: string;
  readonly balance: Money;
  readonly held: Money;
  readonly available: Money;
};
type Movement = { readonly status: string; readonly failureCode: string | null };
/** All that the steps need of a platform, in this process or not. */
export type Reach = Pick<Platform, 'api' | 'admin'> & {
  /** How long a step may take until the platform shows its effect; a step that crosses several services takes far less. */
  readonly patienceMs?: number;
};

/** Enough for what a member does. */
export type Visitor = Pick<Reach, 'api' | 'patienceMs'>;

export const waiting = ({ patienceMs = 30_000 }: Pick<Reach, 'patienceMs'>, what: string): { timeoutMs: number; what: string } => ({
  timeoutMs: patienceMs,
  what,
});

export const eur = (amountMinor: bigint | number): Money => ({ amountMinor: String(amountMinor), currency: 'EUR' });

let people = 0;

/** Registers a member; the identity check still runs when this resolves. */
export async function join(reach: Visitor, name: string, behaviour: Behaviour = { behaviour: 'pays' }): Promise<Person> {
  const { api } = reach;
  people += 1;
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${people}@journey.test`;
  const password = `passphrase-of-${people}-${name}`;
  const session = await api.register({ email, password, displayName: name, kind: 'person', country: 'DE' });
  await api.post(session, `/v1/members/${session.memberId}/kyc-cases`, {
    legalName: name,
    dateOfBirth: '1980-05-17',
    nationality: 'DE',
    documentNumber: `D-${people}`,
  });
  const { walletId } = await eventually(
    async () => (await api.get<Page<Wallet>>(session, '/v1/wallets')).items.find(({ currency }) => currency === 'EUR'),
    waiting(reach, `the wallet of ${name}`),
  );
  const { bankAccountId } = await api.post<{ bankAccountId: string }>(session, '/v1/bank-accounts', {
    currency: 'EUR',
    sandbox: behaviour,
  });
  await eventually(
    async () => (await api.get<{ status: string }>(session, '/v1/members/me')).status === 'verified',
    waiting(reach, `the identity check of ${name}`),
  );
  return { ...session, email, password, walletId, bankAccountId };
}

/** Sends a command again while the identity check has not reached the service that answers; any other refusal is thrown at once. */
export async function onceVerified<T>(reach: Visitor, command: () => Promise<T>): Promise<T> {
  const attempt = async (): Promise<{ readonly value: T } | { readonly error: Error } | undefined> => {
    try {
      return { value: await command() };
    } catch (error) {
      if (error instanceof UnexpectedAnswer && error.code === 'member.not_verified') return undefined;
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  const outcome = await eventually(attempt, waiting(reach, 'the identity check'));
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

export const walletOf = ({ api }: Visitor, person: Person): Promise<Wallet> => api.get<Wallet>(person, `/v1/wallets/${person.walletId}`);

/** `[balance, held]` of the member's wallet, in cents. */
export async function cents(reach: Visitor, person: Person): Promise<readonly [balance: number, held: number]> {
  const { balance, held } = await walletOf(reach, person);
  return [Number(balance.amountMinor), Number(held.amountMinor)];
}

/** Starts a deposit or a withdrawal and waits until the bank has had its say. */
export async function move(
  reach: Visitor,
  person: Person,
  movement: { readonly kind: 'deposits' | 'withdrawals'; readonly amountMinor: number; readonly until: string },
): Promise<string> {
  const { api } = reach;
  const { kind, amountMinor, until } = movement;
  const body = { bankAccountId: person.bankAccountId, amount: eur(amountMinor) };
  const created = await api.post<Record<string, string>>(person, `/v1/${kind}`, body);
  const id = String(created[kind === 'deposits' ? 'depositId' : 'withdrawalId']);
  const arrived = async (): Promise<boolean> => (await api.get<Movement>(person, `/v1/${kind}/${id}`)).status === until;
  await eventually(arrived, waiting(reach, `${kind} ${until}`));
  return id;
}

export const deposit = (reach: Visitor, person: Person, amountMinor: number): Promise<string> =>
  move(reach, person, { kind: 'deposits', amountMinor, until: 'cleared' });

/** A person joins: registration, identity check, bank account, wallet. */
import type { Json, Session } from './client.ts';
import { ProblemError } from './client.ts';
import { create, type Market, type MoneyView, moneyOf, type Page, waitFor } from './market.ts';

export type Member = { readonly session: Session; readonly walletId: string; readonly bankAccountId: string };
export type Behaviour = { readonly behaviour: 'pays' } | { readonly behaviour: 'stops-on'; readonly stopsOn: string };
type WalletView = { readonly walletId: string; readonly currency: string; readonly available: MoneyView };
type MovementView = { readonly status: string; readonly failureCode: string | null };

/** Registers a member, passes the sandbox identity check and attaches a sandbox bank account with the given behaviour. */
export const joinMember = async (market: Market, name: string, behaviour: Behaviour): Promise<Member> => {
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${market.runId}@demo.mutua.test`;
  const session = await market.client.register({
    email,
    password: `demo-${market.runId}-passphrase`,
    displayName: name,
    kind: 'person',
    country: 'US',
  });
  await market.client.send(session, 'POST', `/v1/members/${session.memberId}/kyc-cases`, {
    legalName: name,
    dateOfBirth: '1980-05-17',
    nationality: 'US',
    documentNumber: `D${market.runId}`,
  });
  const wallet = await walletOf(market, session);
  const bankAccount = await market.client.send<{ bankAccountId: string }>(session, 'POST', '/v1/bank-accounts', {
    currency: market.currency,
    sandbox: behaviour,
  });
  return { session, walletId: wallet.walletId, bankAccountId: bankAccount.bankAccountId };
};

/** The member's wallet in the market's currency, waiting until payments has opened it. */
export const walletOf = async (market: Market, session: Session): Promise<WalletView> => {
  const page = await waitFor(
    'opening a wallet',
    () => market.client.get<Page<WalletView>>(session, '/v1/wallets'),
    ({ items }) => items.some(({ currency }) => currency === market.currency),
  );
  const wallet = page.items.find(({ currency }) => currency === market.currency);
  if (!wallet) throw new Error('unreachable: the wallet was just seen');
  return wallet;
};

/** Sends a command that is refused with `member.not_verified` until the identity check has reached the service. */
export const onceVerified = async <T extends object>(
  market: Market,
  session: Session,
  path: string,
  body: Json | undefined,
): Promise<T> => {
  const attempt = async (): Promise<T | null> => {
    try {
      return await market.client.send<T>(session, 'POST', path, body);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'member.not_verified') return null;
      throw error;
    }
  };
  const done = await waitFor('the identity check', attempt, (value) => value !== null);
  if (done === null) throw new Error('unreachable: the command was just accepted');
  return done;
};

/** Moves money between the member's bank account and wallet and waits until it has arrived. */
export const moveMoney = async (market: Market, member: Member, kind: 'deposits' | 'withdrawals', amountMinor: bigint): Promise<void> => {
  const idName = kind === 'deposits' ? 'depositId' : 'withdrawalId';
  const body = { bankAccountId: member.bankAccountId, amount: moneyOf(market, amountMinor) };
  const created = await create<Record<string, string>>(market, member.session, {
    path: `/v1/${kind}`,
    body,
    idOf: (movement) => String(movement[idName]),
  });
  const seen = await waitFor(
    `one of the ${kind}`,
    () => market.client.get<MovementView>(member.session, `/v1/${kind}/${created[idName]}`),
    ({ status }) => ['cleared', 'paid', 'failed', 'returned'].includes(status),
  );
  if (seen.status === 'failed' || seen.status === 'returned')
    throw new Error(`a ${kind === 'deposits' ? 'deposit' : 'withdrawal'} ended ${seen.status}: ${seen.failureCode}`);
};

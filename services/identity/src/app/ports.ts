/** What the use cases need of the world. Stores are bound to one transaction. */
import type { Clock, Id, Ids, Instant } from '@mutua/kernel';
import type { KycCase } from '../domain/kyc-case.ts';
import type { Attempts, LimitKind } from '../domain/login-limit.ts';
import type { Member, MemberEvent, Role } from '../domain/member.ts';

export type Credentials = { readonly member: Member; readonly passwordHash: string };

export type MemberStore = {
  /** False when another member has the email address. */
  insert(member: Member, passwordHash: string): Promise<boolean>;
  find(memberId: Id<'member'>): Promise<Member | undefined>;
  lock(memberId: Id<'member'>): Promise<Member | undefined>;
  save(member: Member): Promise<void>;
  credentialsOf(email: string): Promise<Credentials | undefined>;
};

export type Session = {
  readonly sessionId: string;
  readonly memberId: Id<'member'>;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt: Instant | null;
};
export type RefreshToken = { readonly session: Session; readonly usedAt: Instant | null };

export type SessionStore = {
  insert(session: Session): Promise<void>;
  addRefreshToken(token: string, sessionId: string, at: Instant): Promise<void>;
  lockRefreshToken(token: string): Promise<RefreshToken | undefined>;
  markUsed(token: string, at: Instant): Promise<void>;
  end(sessionId: string, at: Instant): Promise<void>;
};

export type KycStore = {
  insert(kycCase: KycCase): Promise<void>;
  hasOpen(memberId: Id<'member'>): Promise<boolean>;
  lock(caseId: Id<'kycCase'>): Promise<KycCase | undefined>;
  /** Submitted cases nobody else is working on, oldest first, locked. */
  lockSubmitted(limit: number): Promise<KycCase[]>;
  save(kycCase: KycCase): Promise<void>;
};

export type AttemptStore = {
  /** Locks and reads the counters of the subjects, creating what is missing. Always in the same order. */
  lock(subjects: Readonly<Record<LimitKind, string>>): Promise<Record<LimitKind, Attempts>>;
  save(subject: string, attempts: Attempts): Promise<void>;
};

export type Outbox = { append(events: readonly MemberEvent[], at: Instant): Promise<void> };

export type Stores = {
  readonly members: MemberStore;
  readonly sessions: SessionStore;
  readonly kycCases: KycStore;
  readonly attempts: AttemptStore;
  readonly outbox: Outbox;
};

/** For use cases that must not hold a transaction all the time, or must keep what they wrote although they refuse. */
export type UnitOfWork = { run<T>(work: (stores: Stores) => Promise<T>): Promise<T> };

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Takes the same time whether there is a hash or not. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
};

export type Tokens = {
  /** Seconds an access token is valid. */
  readonly expiresIn: number;
  access(subject: { memberId: Id<'member'>; roles: readonly Role[]; sessionId: string; at: Instant }): Promise<string>;
  /** A new opaque secret for a refresh token. */
  refresh(): string;
};

export type Ports = {
  readonly unitOfWork: UnitOfWork;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** What a login, a refresh and a registration answer. */
export type SessionView = {
  readonly memberId: Id<'member'>;
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresIn: number;
  readonly refreshToken: string;
};

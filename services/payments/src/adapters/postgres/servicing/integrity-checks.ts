/** The invariants of servicing as queries over the rows. */
import type { IntegrityCheck } from '../../../app/integrity.ts';
import { provisionChecks } from './provision-checks.ts';

/** Σ of each component over rows `alias`, as numeric: a check must not overflow where it looks for what is wrong. */
const sums = (alias: string, prefix = ''): string =>
  ['principal', 'interest', 'late_fee', 'recovery']
    .map((name) => `coalesce(sum(${alias}.${prefix}${name}_minor), 0) as ${name}`)
    .join(', ');
const moved = (codes: string): string => `coalesce(sum(t.amount_minor) filter (where t.code in (${codes})), 0)`;
const distributed = `(l.distributed_principal_minor, l.distributed_interest_minor, l.distributed_late_fee_minor, l.distributed_recovery_minor)`;
const drifts = (paid: string, total: string, part: string): string =>
  `abs(n.${paid} * w.${total} - w.${part} * n.principal_minor) >= w.${total}`;

const issueChecks: readonly IntegrityCheck[] = [
  {
    name: 'notes-equal-principal',
    invariant: 'I5',
    description: 'The notes of every loan add up to its principal.',
    sql: `select l.loan_id as sample from loans l left join notes n on n.loan_id = l.loan_id
      group by l.loan_id having coalesce(sum(n.principal_minor), 0) <> l.principal_minor`,
  },
  {
    name: 'disbursed-once-in-full',
    invariant: 'I6',
    description: 'Every loan has one disbursement in the books: captured holds are its principal, and so are payout and fee together.',
    sql: `select l.loan_id as sample from loans l
      left join journals j on j.reference = 'disbursement:' || l.loan_id
      left join lateral (
        select coalesce(sum(t.amount_minor) filter (where t.code = 'hold'), 0) as captured,
          coalesce(sum(t.amount_minor) filter (where t.code = 'disbursement'), 0) as paid,
          coalesce(sum(t.amount_minor) filter (where t.code = 'origination-fee'), 0) as fee
        from transfers t where t.journal_no = j.journal_no) t on true
      where (t.captured, t.paid, t.fee) is distinct from
        (l.principal_minor, l.principal_minor - l.origination_fee_minor, l.origination_fee_minor)`,
  },
];

const sharingChecks: readonly IntegrityCheck[] = [
  {
    name: 'receipts-equal-repayments',
    invariant: 'I7',
    description:
      'What the notes received of a repayment or recovery is what it brought less the part of the provision fund, component by component, and so are the service fees.',
    sql: `select p.repayment_id as sample from repayments p
      left join (select r.repayment_id, ${sums('r')}, sum(r.service_fee_minor) as fee from note_receipts r group by r.repayment_id) s
        on s.repayment_id = p.repayment_id
      where (s.principal, s.interest, s.late_fee, s.recovery) is distinct from
          (p.principal_minor, p.interest_minor - case when p.kind in ('recovery', 'recovery-reversal') then 0 else p.provision_minor end, p.late_fee_minor, p.recovery_minor)
        or s.fee <> case when p.kind in ('recovery', 'recovery-reversal') then 0 else p.fee_minor end`,
  },
  {
    name: 'repayments-in-the-books',
    invariant: 'I7',
    description:
      'Every repayment, recovery and reversal has its journal, which moves the amounts of all that it books, less what it undoes.',
    sql: `select p.journal_id as sample from (
        select journal_id, sum(amount_minor) as gross, ${sums('r')}, sum(fee_minor) as fee, sum(provision_minor) as provision,
          coalesce(sum(provision_minor) filter (where kind not in ('recovery', 'recovery-reversal')), 0) as contributed from repayments r group by journal_id) p
      left join journals j on j.journal_id = p.journal_id
      left join lateral (
        select coalesce(sum(t.amount_minor) filter (where t.code in ('repayment', 'provision-payout') or (t.code = 'recovery' and c.code = 'loan-clearing')), 0)
            - ${moved("'repayment-reversal', 'provision-payout-reversal'")}
            - coalesce(sum(t.amount_minor) filter (where t.code = 'recovery-reversal' and c.code = 'bank-clearing'), 0) as gross,
          ${moved("'principal'")} - ${moved("'principal-reversal'")} as principal,
          ${moved("'interest'")} - ${moved("'interest-reversal'")} as interest,
          ${moved("'late-fee'")} - ${moved("'late-fee-reversal'")} as late_fee,
          coalesce(sum(t.amount_minor) filter (where t.code = 'recovery' and c.code = 'member-wallet'), 0)
            - coalesce(sum(t.amount_minor) filter (where t.code = 'recovery-reversal' and c.code = 'loan-clearing'), 0) as recovery,
          ${moved("'service-fee', 'collection-fee'")} - ${moved("'service-fee-reversal', 'collection-fee-reversal'")} as fee,
          ${moved("'provision-contribution', 'provision-repayment'")}
            - ${moved("'provision-contribution-reversal', 'provision-repayment-reversal'")} as provision
        from transfers t join accounts c on c.account_no = t.credit_no where t.journal_no = j.journal_no) t on true
      where j.journal_no is null or (t.gross, t.principal, t.interest, t.late_fee, t.recovery, t.fee, t.provision) is distinct from
        (p.gross, p.principal, p.interest - p.contributed, p.late_fee, p.recovery, p.fee, p.provision)`,
  },
  {
    name: 'reversals-undo-exactly',
    invariant: 'I7',
    description: 'A reversal is the repayment that it names with the other sign, on the loan and on every note.',
    sql: `select r.repayment_id as sample from repayments r join repayments p on p.repayment_id = r.reverses
      where (r.loan_id, -r.amount_minor, -r.principal_minor, -r.interest_minor, -r.late_fee_minor, -r.fee_minor, -r.recovery_minor,
            -r.provision_minor) is distinct from
          (p.loan_id, p.amount_minor, p.principal_minor, p.interest_minor, p.late_fee_minor, p.fee_minor, p.recovery_minor, p.provision_minor)
        or exists (select 1 from note_receipts a full join note_receipts b on b.note_id = a.note_id and b.repayment_id = p.repayment_id
          where a.repayment_id = r.repayment_id and (-a.principal_minor, -a.interest_minor, -a.late_fee_minor, -a.recovery_minor,
            -a.service_fee_minor) is distinct from (b.principal_minor, b.interest_minor, b.late_fee_minor, b.recovery_minor, b.service_fee_minor))`,
  },
  {
    name: 'notes-equal-receipts',
    invariant: 'I7',
    description: 'What every note was paid is the sum of its receipts.',
    sql: `select n.note_id as sample from notes n
      left join (select r.note_id, ${sums('r')}, sum(r.service_fee_minor) as fee from note_receipts r group by r.note_id) s on s.note_id = n.note_id
      where (n.paid_principal_minor, n.paid_interest_minor, n.paid_late_fee_minor, n.paid_recovery_minor, n.service_fee_minor) is distinct from
        (coalesce(s.principal, 0), coalesce(s.interest, 0), coalesce(s.late_fee, 0), coalesce(s.recovery, 0), coalesce(s.fee, 0))`,
  },
  {
    name: 'receipts-have-owners',
    invariant: 'I7',
    description: 'Whatever a note received belongs to a note and to a repayment that exist.',
    sql: `select r.note_id as sample from note_receipts r left join notes n on n.note_id = r.note_id
      left join repayments p on p.repayment_id = r.repayment_id and p.loan_id = n.loan_id where p.repayment_id is null`,
  },
  {
    name: 'notes-equal-distributed',
    invariant: 'I7',
    description: 'What the notes of a loan were paid is what the loan distributed, less what of the interest went to the provision fund.',
    sql: `select l.loan_id as sample from loans l left join (select n.loan_id, ${sums('n', 'paid_')} from notes n group by n.loan_id) s
        on s.loan_id = l.loan_id
      where (s.principal, s.interest + l.contributed_minor, s.late_fee, s.recovery) is distinct from ${distributed}`,
  },
  {
    name: 'repayments-equal-distributed',
    invariant: 'I7',
    description: 'What a loan distributed is the sum of its repayments; what was recovered is the sum of its recoveries.',
    sql: `select l.loan_id as sample from loans l
      left join (select p.loan_id, ${sums('p')}, coalesce(sum(p.amount_minor) filter (where p.kind in ('recovery', 'recovery-reversal')), 0) as gross
        from repayments p group by p.loan_id) s on s.loan_id = l.loan_id
      where (coalesce(s.principal, 0), coalesce(s.interest, 0), coalesce(s.late_fee, 0), coalesce(s.recovery, 0)) is distinct from ${distributed}
        or coalesce(s.gross, 0) <> l.recovered_minor`,
  },
  {
    name: 'notes-within-one-cent',
    invariant: 'I7',
    description: 'Every note has of each component its exact part of what the loan distributed, to less than one minor unit.',
    sql: `select n.note_id as sample from notes n join (
        select l.loan_id, l.principal_minor::numeric as total, l.distributed_principal_minor::numeric as principal,
          l.distributed_interest_minor::numeric - l.contributed_minor as interest, l.distributed_late_fee_minor::numeric as late_fee,
          l.distributed_recovery_minor::numeric as recovery, min(m.rate_ppm) = max(m.rate_ppm) as has_one_rate,
          sum(m.principal_minor::numeric * m.rate_ppm) as earning
        from loans l join notes m on m.loan_id = l.loan_id group by l.loan_id) w on w.loan_id = n.loan_id
      where ${drifts('paid_principal_minor', 'total', 'principal')} or ${drifts('paid_late_fee_minor', 'total', 'late_fee')}
        or ${drifts('paid_recovery_minor', 'total', 'recovery')}
        or case when w.has_one_rate then ${drifts('paid_interest_minor', 'total', 'interest')}
          else abs(n.paid_interest_minor * w.earning - w.interest * n.principal_minor * n.rate_ppm) >= w.earning end`,
  },
];

/** The one place that looks into the books of the bank, to compare them with ours. The present day may still be between the two. */
const bankChecks: readonly IntegrityCheck[] = [
  {
    name: 'direct-debits-in-the-books',
    invariant: 'I11',
    description: 'What the bank collected for a loan before the present business date is in the books with its amount.',
    sql: `select d.key as sample from sandbox_bank.direct_debits d cross join business_clock c
      left join journals j on j.reference = 'autopay:' || d.key
      left join lateral (
        select coalesce(sum(t.amount_minor), 0) as booked from transfers t where t.journal_no = j.journal_no and t.code = 'direct-debit') t on true
      where d.refusal is null and d.collected_on < c.business_date and t.booked <> d.amount_minor`,
  },
  {
    name: 'returned-debits-in-the-books',
    invariant: 'I11',
    description: 'What the bank took back before the present business date has left with its amount; loans set aside are apart.',
    sql: `select d.key as sample from sandbox_bank.direct_debits d cross join business_clock c
      join loans l on l.loan_id = left(d.key, -11) and l.set_aside_cause is null
      left join journals j on j.reference = 'return:' || d.key
      left join lateral (
        select coalesce(sum(t.amount_minor), 0) as booked from transfers t where t.journal_no = j.journal_no and t.code = 'direct-debit-return') t on true
      where d.refusal is null and d.returns_on < c.business_date and t.booked <> d.amount_minor`,
  },
];

const scheduleChecks: readonly IntegrityCheck[] = [
  {
    name: 'instalments-equal-distributed',
    invariant: 'I8',
    description:
      'The instalments in force add up to the principal, none is paid beyond what it asks, and what was paid on them was distributed.',
    sql: `select l.loan_id as sample from loans l left join (
        select i.loan_id, i.schedule_version, sum(i.principal_minor) as scheduled, sum(i.paid_principal_minor) as principal,
          sum(i.paid_interest_minor) as interest, sum(i.paid_late_fee_minor) as late_fee,
          bool_or(i.paid_principal_minor > i.principal_minor or i.paid_interest_minor > i.interest_minor or i.paid_late_fee_minor > i.late_fee_minor) as is_over
        from instalments i group by i.loan_id, i.schedule_version) s on s.loan_id = l.loan_id and s.schedule_version = l.schedule_version
      where s.is_over is distinct from false or s.scheduled <> l.principal_minor or (s.principal, s.interest, s.late_fee) is distinct from
        (l.distributed_principal_minor, l.distributed_interest_minor, l.distributed_late_fee_minor)`,
  },
  {
    name: 'late-instalments-are-in-arrears',
    invariant: 'I8',
    description:
      'On a loan in service nothing is unpaid from before the business date that its arrears do not show; loans set aside are apart.',
    sql: `select l.loan_id as sample from loans l cross join business_clock c
      where l.status in ('active', 'in-arrears', 'defaulted') and l.set_aside_cause is null and exists (
        select 1 from instalments i where i.loan_id = l.loan_id and i.schedule_version = l.schedule_version
          and i.status not in ('paid', 'paid-late', 'written-off') and i.due_on < c.business_date
          and i.principal_minor - i.paid_principal_minor + i.interest_minor - i.paid_interest_minor + i.late_fee_minor - i.paid_late_fee_minor
            > coalesce((l.terms -> 'policy' ->> 'toleranceMinor')::bigint, 0)
          and (l.oldest_unpaid_due_on is null or l.oldest_unpaid_due_on > i.due_on))`,
  },
  {
    name: 'late-loans-do-not-accrue',
    invariant: 'I8',
    description:
      'A loan that was late enough before the business date is in non-accrual, and no loan without arrears is; loans set aside are apart.',
    sql: `select l.loan_id as sample from loans l cross join business_clock c
      where l.status in ('active', 'in-arrears', 'defaulted') and l.set_aside_cause is null and case when l.non_accrual_since is null
        then c.business_date - l.oldest_unpaid_due_on > coalesce((l.terms -> 'policy' ->> 'nonAccrualAfterDays')::int, 90)
        else l.oldest_unpaid_due_on is null end`,
  },
  {
    name: 'accelerated-loans-are-due',
    invariant: 'I8',
    description: 'Of a loan in service that was accelerated nothing falls due later than that day.',
    sql: `select l.loan_id as sample from loans l where l.accelerated_on is not null and l.status in ('active', 'in-arrears', 'defaulted') and exists (
        select 1 from instalments i where i.loan_id = l.loan_id and i.schedule_version = l.schedule_version and i.due_on > l.accelerated_on
          and i.status not in ('paid', 'paid-late', 'written-off'))`,
  },
  {
    name: 'closed-loans-are-settled',
    invariant: 'I8',
    description: 'A closed loan has repaid its principal, has nothing open and nothing left to do.',
    sql: `select l.loan_id as sample from loans l where l.status = 'closed' and (
        l.distributed_principal_minor <> l.principal_minor or l.closed_on is null or l.outcome is null or l.next_work_on is not null
        or exists (select 1 from instalments i where i.loan_id = l.loan_id and i.schedule_version = l.schedule_version
          and (i.status not in ('paid', 'paid-late') or i.paid_principal_minor <> i.principal_minor or i.paid_interest_minor <> i.interest_minor
            or i.paid_late_fee_minor <> i.late_fee_minor)))`,
  },
  {
    name: 'charge-off-within-principal',
    invariant: 'I7',
    description:
      'What was repaid and charged off is at most the principal, all of it once charged off, and no more is recovered than that.',
    sql: `select l.loan_id as sample from loans l
      where l.distributed_principal_minor + l.charged_off_minor > l.principal_minor or l.recovered_minor > l.charged_off_minor
        or (l.status = 'charged-off') <> (l.charged_off_on is not null)
        or l.charged_off_minor <> (select coalesce(sum(t.principal_minor), 0) from loan_transactions t
          where t.loan_id = l.loan_id and t.kind in ('charge-off', 'charge-off-undone'))
        or (l.status = 'charged-off' and l.distributed_principal_minor + l.charged_off_minor <> l.principal_minor)`,
  },
];

export const servicingChecks: readonly IntegrityCheck[] = [
  ...issueChecks,
  ...sharingChecks,
  ...scheduleChecks,
  ...bankChecks,
  ...provisionChecks,
];

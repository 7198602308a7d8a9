/** What loans knows of other services: who is verified, and the business date. */
import type { Sql } from '@mutua/db';
import { type CalendarDate, dateOf } from '@mutua/kernel';
import type { BusinessDays, MemberStore } from '../../app/ports.ts';

export function memberStore(sql: Sql): MemberStore {
  return {
    async isKnown(memberId) {
      return (await sql.one('select 1 as one from members where member_id = $1', [memberId])) !== undefined;
    },
    async isVerified(memberId) {
      const row = await sql.one<{ is_verified: boolean }>('select is_verified from members where member_id = $1', [memberId]);
      return row?.is_verified === true;
    },
    async set(memberId, isVerified) {
      await sql.run(
        'insert into members (member_id, is_verified) values ($1, $2) on conflict (member_id) do update set is_verified = excluded.is_verified',
        [memberId, isVerified],
      );
    },
  };
}

export function businessDays(sql: Sql, firstOn: CalendarDate | undefined): BusinessDays {
  return {
    async current(at) {
      const row = await sql.one<{ business_date: CalendarDate }>('select business_date from business_day');
      return row?.business_date ?? firstOn ?? dateOf(at);
    },
    async open(on) {
      await sql.run(
        `insert into business_day (business_date) values ($1)
         on conflict (is_the_only) do update set business_date = greatest(business_day.business_date, excluded.business_date)`,
        [on],
      );
    },
  };
}

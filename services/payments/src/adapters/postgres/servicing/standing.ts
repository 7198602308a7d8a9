/** How late a loan is on the present business date, in SQL: the rules of `bucketAt` and `daysPastDueOn` for lists, filters and reports. */

/** Joins `c` (the business date) and `d.days_past_due` to loans `l`. The count goes on after charge-off, a closed loan has none. */
export const standingJoins = `cross join business_clock c cross join lateral (
  select case when l.status = 'closed' then 0 else greatest(0, c.business_date - l.oldest_unpaid_due_on) end as days_past_due) d`;

const lateBucketSql = `when d.days_past_due >= (l.terms ->> 'defaultAfterDays')::int then 'default'
  when d.days_past_due > 30 then 'late-31-120'
  when d.days_past_due > 15 then 'late-16-30'`;

export const bucketSql = `case when l.status = 'charged-off' then 'charged-off'
  when d.days_past_due = 0 then 'current' ${lateBucketSql} else 'grace' end`;

/** The status of a note follows from its loan and is never stored. */
export const noteStatusSql = `case when l.status = 'charged-off' then 'charged-off' when l.status = 'closed' then 'repaid'
  when d.days_past_due = 0 then 'current' ${lateBucketSql} else 'in-grace' end`;

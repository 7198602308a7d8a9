-- Credit decisions with everything they were made from. New table only.

create table assessments (
  assessment_id text collate "C" primary key,
  request_id text collate "C" not null unique,
  borrower_id text collate "C" not null,
  status text not null check (status in ('pending', 'referred', 'approved', 'declined')),
  -- What was asked, as it was asked; never changed.
  application jsonb not null,
  submitted_at timestamptz not null,
  received_at timestamptz not null,
  -- What the model saw and said; absent while pending.
  model_version text,
  features jsonb,
  score integer check (score between 300 and 850),
  pd_ppm bigint check (pd_ppm between 1 and 999999),
  annual_loss_ppm bigint,
  grade text,
  reference_rate_ppm bigint,
  contributions jsonb,
  reasons jsonb,
  completed_at timestamptz,
  decided_by text,
  decision_reason text,
  constraint pending_has_no_outcome check (
    num_nulls(model_version, features, score, pd_ppm, annual_loss_ppm, grade, reference_rate_ppm, contributions, reasons, completed_at, decided_by)
      = case when status = 'pending' then 11 else 0 end)
);
create index assessments_of_borrower on assessments (borrower_id, submitted_at desc, assessment_id desc);
create index assessments_by_age on assessments (submitted_at desc, assessment_id desc);
create index assessments_pending on assessments (received_at) where status = 'pending';

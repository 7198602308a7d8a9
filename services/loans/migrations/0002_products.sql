-- The first markets and products. Product ids are derived from (name), so that every installation has the same.

insert into markets (currency, note_minimum_minor) values ('EUR', 2500), ('USD', 2500);

insert into products (product_id, name, currency, minimum_minor, maximum_minor, terms_months, indicative_rate_ppm, origination_fee_ppm,
  funding_threshold_ppm, listing_days, consent_days, contract_days, rules) values
('prod_7rd83wkc2c0chehs58m774kmv0', 'Personal loan EUR', 'EUR', 50000, 5000000, '{12,24,36,48,60}', 90000, 20000, 700000, 14, 5, 7,
  '{"method": "annuity", "frequency": "monthly", "dayCount": "30e/360", "rounding": "half-even", "instalmentRounding": "half-even",
    "lateFeePpm": "50000", "lateFeeMinimumMinor": "1500", "lateFeeGraceDays": 15, "serviceFeePpm": "10000", "recoveryFeePpm": "300000",
    "defaultAfterDays": 121, "chargeOffAfterDays": 150}'),
('prod_73pp6yfz12rcvbgja9cdfmqnf9', 'Linear loan EUR', 'EUR', 50000, 5000000, '{12,24,36,48,60}', 90000, 20000, 700000, 14, 5, 7,
  '{"method": "linear", "frequency": "monthly", "dayCount": "act/365f", "rounding": "half-even", "instalmentRounding": "half-even",
    "lateFeePpm": "50000", "lateFeeMinimumMinor": "1500", "lateFeeGraceDays": 15, "serviceFeePpm": "10000", "recoveryFeePpm": "300000",
    "defaultAfterDays": 121, "chargeOffAfterDays": 150}'),
-- As LendingClub lent: the instalment rounded up to the cent, 1 % of what a lender receives, a late fee after 15 days.
('prod_7rd6zzp4jc0chehs58m6rg7ywc', 'Personal loan USD', 'USD', 50000, 4000000, '{36,60}', 120000, 30000, 700000, 14, 5, 7,
  '{"method": "annuity", "frequency": "monthly", "dayCount": "30/360-us", "rounding": "half-up", "instalmentRounding": "ceiling",
    "lateFeePpm": "50000", "lateFeeMinimumMinor": "1500", "lateFeeGraceDays": 15, "serviceFeePpm": "10000", "recoveryFeePpm": "300000",
    "defaultAfterDays": 121, "chargeOffAfterDays": 150}');

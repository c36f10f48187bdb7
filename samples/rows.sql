-- The rows of the sample application. Arithmetic only: the same on every run.

INSERT INTO alembic_version VALUES ('0007_add_notifications');

INSERT INTO users (email, full_name, role, is_active, created_at)
SELECT 'user' || lpad(n::text, 2, '0') || '@sampleapp.invalid',
       (ARRAY['Ada', 'Björn', 'Chloé', 'Dmitri', '恵美'])[n % 5 + 1] || ' ' ||
       (ARRAY['Novak', 'Sørensen', 'Okafor', 'Müller', 'Silva', 'Tanaka', 'Rossi'])[n % 7 + 1],
       CASE WHEN n = 1 THEN 'admin' WHEN n % 6 = 0 THEN 'manager' ELSE 'member' END,
       n % 9 <> 0,
       timestamptz '2025-03-01 08:00:00+00' + n * interval '3 days'
FROM generate_series(1, 25) n;

INSERT INTO assignments (title, status, assignee_id, fee, details, created_at)
SELECT (ARRAY['Survey', 'Valuation', 'Inspection', 'Audit', 'Review'])[n % 5 + 1] || ' of site ' || (n * 37) % 211,
       (enum_range(NULL::assignment_status))[n * n % 5 + 1],
       CASE WHEN n % 13 <> 0 THEN n * 7 % 25 + 1 END,
       (n * 7919 % 90000) / 100.0,
       jsonb_build_object('region', (ARRAY['north', 'east', 'south', 'west'])[n % 4 + 1], 'priority', n % 3),
       timestamptz '2025-09-01 06:00:00+00' + n * interval '25 hours'
FROM generate_series(1, 400) n;

UPDATE assignments SET title = title || ' (revised)' WHERE id % 20 = 0;

INSERT INTO assignment_documents (assignment_id, uploaded_by, category, file_name, size_bytes, content_hash, created_at)
SELECT n * 11 % 400 + 1,
       CASE WHEN n % 17 <> 0 THEN n * 3 % 25 + 1 END,
       (ARRAY['report', 'photo', 'invoice', 'contract'])[n % 4 + 1],
       'document-' || n || (ARRAY['.pdf', '.jpg', '.pdf', '.docx'])[n % 4 + 1],
       1000 + n * 104729 % 5000000,
       decode(md5('document ' || n), 'hex'),
       timestamptz '2025-09-02 09:30:00+00' + n * interval '11 hours'
FROM generate_series(1, 900) n;

INSERT INTO notifications (user_id, assignment_id, message, read_at, created_at)
SELECT n * 5 % 25 + 1,
       n * 7 % 400 + 1,
       (ARRAY['Assigned to you', 'Document added', 'Ready for review', 'Fee changed: €'])[n % 4 + 1] || ' #' || n,
       CASE WHEN n % 3 <> 0 THEN timestamptz '2026-01-01 12:00:00+00' + n * interval '7 hours' END,
       timestamptz '2026-01-01 10:00:00+00' + n * interval '7 hours'
FROM generate_series(1, 600) n;

REFRESH MATERIALIZED VIEW document_totals;

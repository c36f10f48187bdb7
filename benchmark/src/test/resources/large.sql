-- The database of the large benchmark: 2.5 million rows in eight tables, 30 indexes besides the
-- primary keys, nine references. Arithmetic and md5 only, so every run makes the same rows.

CREATE TABLE alembic_version (version_num varchar(64) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0042_benchmark');

CREATE TABLE users (
    id integer PRIMARY KEY,
    email text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO users
SELECT n, 'user' || n || '@bench.invalid', initcap(left(md5('a' || n), 8) || ' ' || left(md5('b' || n), 10)),
       (ARRAY['admin', 'manager', 'member', 'member'])[n % 4 + 1], n % 9 <> 0,
       timestamptz '2021-01-01 00:00+00' + n * interval '97 minutes'
FROM generate_series(1, 20000) n;

CREATE TABLE clients (
    id integer PRIMARY KEY,
    name text NOT NULL,
    city text NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO clients
SELECT n, 'Client ' || md5('c' || n), 'City ' || n % 311, timestamptz '2020-06-01 00:00+00' + n * interval '41 minutes'
FROM generate_series(1, 30000) n;

CREATE TABLE assignments (
    id integer PRIMARY KEY,
    assignment_code text NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    client_id integer NOT NULL,
    assignee_id integer,
    fee numeric(10, 2) NOT NULL,
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz
);
INSERT INTO assignments
SELECT n, 'A-' || lpad(n::text, 8, '0'), 'Valuation of site ' || left(md5('t' || n), 20),
       (ARRAY['draft', 'open', 'in_review', 'done', 'cancelled'])[n * 7 % 5 + 1],
       n::bigint * 7919 % 30000 + 1, CASE WHEN n % 13 <> 0 THEN n::bigint * 104729 % 20000 + 1 END,
       (n::bigint * 7907 % 9000000) / 100.0,
       jsonb_build_object('region', n % 17, 'priority', n % 3, 'reference', left(md5('d' || n), 16)),
       timestamptz '2022-01-01 00:00+00' + n * interval '7 minutes',
       CASE WHEN n % 3 = 0 THEN timestamptz '2022-01-03 00:00+00' + n * interval '7 minutes' END
FROM generate_series(1, 250000) n;

CREATE TABLE assignment_documents (
    id integer PRIMARY KEY,
    assignment_id integer NOT NULL,
    uploaded_by integer,
    category text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL,
    content_hash bytea NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO assignment_documents
SELECT n, n::bigint * 15485863 % 250000 + 1, CASE WHEN n % 17 <> 0 THEN n::bigint * 611953 % 20000 + 1 END,
       (ARRAY['report', 'photo', 'invoice', 'contract', 'map'])[n % 5 + 1],
       'document-' || left(md5('f' || n), 10) || '.pdf', n::bigint * 104729 % 5000000,
       decode(md5('h' || n), 'hex'), timestamptz '2022-01-02 00:00+00' + n * interval '150 seconds'
FROM generate_series(1, 700000) n;

CREATE TABLE notifications (
    id bigint PRIMARY KEY,
    user_id integer NOT NULL,
    assignment_id integer,
    kind text NOT NULL,
    message text NOT NULL,
    read_at timestamptz,
    created_at timestamptz NOT NULL
);
INSERT INTO notifications
SELECT n, n::bigint * 32452843 % 20000 + 1, n::bigint * 49979687 % 250000 + 1,
       (ARRAY['assigned', 'document', 'review', 'fee'])[n % 4 + 1],
       'Something happened to ' || left(md5('m' || n), 24),
       CASE WHEN n % 3 <> 0 THEN timestamptz '2023-01-02 00:00+00' + n * interval '67 seconds' END,
       timestamptz '2023-01-01 00:00+00' + n * interval '67 seconds'
FROM generate_series(1, 800000) n;

CREATE TABLE comments (
    id integer PRIMARY KEY,
    assignment_id integer NOT NULL,
    author_id integer NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO comments
SELECT n, n::bigint * 86028121 % 250000 + 1, n::bigint * 122949823 % 20000 + 1,
       'Checked ' || md5('x' || n) || ' against ' || md5('y' || n) || ', see ' || md5('z' || n),
       timestamptz '2022-06-01 00:00+00' + n * interval '6 minutes'
FROM generate_series(1, 250000) n;

CREATE TABLE audit_log (
    id bigint PRIMARY KEY,
    user_id integer,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id integer NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO audit_log
SELECT n, n::bigint * 67867967 % 20000 + 1, (ARRAY['create', 'update', 'delete', 'view'])[n % 4 + 1],
       (ARRAY['assignment', 'document', 'client'])[n % 3 + 1], n::bigint * 15485863 % 250000 + 1,
       jsonb_build_object('ip', '10.' || n % 200 || '.' || n % 251 || '.7', 'session', left(md5('s' || n), 20)),
       timestamptz '2022-01-01 00:00+00' + n * interval '3 minutes'
FROM generate_series(1, 450000) n;

CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_role ON users (role);
CREATE INDEX users_created_at ON users (created_at);
CREATE UNIQUE INDEX clients_name ON clients (name);
CREATE INDEX clients_city ON clients (city);
CREATE UNIQUE INDEX assignments_code ON assignments (assignment_code);
CREATE INDEX assignments_created_at ON assignments (created_at DESC);
CREATE INDEX assignments_client ON assignments (client_id);
CREATE INDEX assignments_assignee ON assignments (assignee_id, status);
CREATE INDEX assignments_open ON assignments (assignee_id) WHERE status IN ('open', 'in_review');
CREATE INDEX assignments_details ON assignments USING gin (details);
CREATE INDEX assignments_title ON assignments (title);
CREATE INDEX documents_assignment ON assignment_documents (assignment_id, category);
CREATE INDEX documents_uploaded_by ON assignment_documents (uploaded_by);
CREATE INDEX documents_hash ON assignment_documents (content_hash);
CREATE INDEX documents_created_at ON assignment_documents (created_at);
CREATE INDEX documents_file_name ON assignment_documents (file_name);
CREATE INDEX documents_category ON assignment_documents (category, size_bytes);
CREATE INDEX notifications_user ON notifications (user_id, created_at DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_assignment ON notifications (assignment_id);
CREATE INDEX notifications_created_at ON notifications (created_at);
CREATE INDEX notifications_kind ON notifications (kind, created_at);
CREATE INDEX comments_assignment ON comments (assignment_id, created_at);
CREATE INDEX comments_author ON comments (author_id);
CREATE INDEX comments_created_at ON comments (created_at);
CREATE INDEX audit_log_user ON audit_log (user_id);
CREATE INDEX audit_log_entity ON audit_log (entity, entity_id);
CREATE INDEX audit_log_created_at ON audit_log (created_at);
CREATE INDEX audit_log_action ON audit_log (action, created_at);

ALTER TABLE assignments ADD FOREIGN KEY (client_id) REFERENCES clients, ADD FOREIGN KEY (assignee_id) REFERENCES users;
ALTER TABLE assignment_documents ADD FOREIGN KEY (assignment_id) REFERENCES assignments, ADD FOREIGN KEY (uploaded_by) REFERENCES users;
ALTER TABLE notifications ADD FOREIGN KEY (user_id) REFERENCES users, ADD FOREIGN KEY (assignment_id) REFERENCES assignments;
ALTER TABLE comments ADD FOREIGN KEY (assignment_id) REFERENCES assignments, ADD FOREIGN KEY (author_id) REFERENCES users;
ALTER TABLE audit_log ADD FOREIGN KEY (user_id) REFERENCES users;

-- The schema of the sample application. Run as its owner, in an empty database.
-- It has one of everything a restore can lose.

CREATE TYPE assignment_status AS ENUM ('draft', 'open', 'in_review', 'done', 'cancelled');

CREATE TABLE alembic_version (
    version_num varchar(64) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE users (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL DEFAULT 'member',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    CONSTRAINT users_role_known CHECK (role IN ('admin', 'manager', 'member'))
);
CREATE UNIQUE INDEX users_email_lower ON users (lower(email));

CREATE SEQUENCE assignment_code_seq START 1;

-- The references to users are nullable: an emptied users table restores without a
-- single error, which is why a check has to count.
CREATE TABLE assignments (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_code text NOT NULL DEFAULT 'A-' || lpad(nextval('assignment_code_seq')::text, 5, '0'),
    title text NOT NULL,
    status assignment_status NOT NULL DEFAULT 'draft',
    assignee_id integer REFERENCES users (id) ON DELETE SET NULL,
    fee numeric(10, 2) NOT NULL DEFAULT 0,
    details jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz,
    CONSTRAINT assignments_code_key UNIQUE (assignment_code),
    CONSTRAINT assignments_fee_not_negative CHECK (fee >= 0)
);
CREATE INDEX assignments_created_at ON assignments (created_at DESC);
CREATE INDEX assignments_open_by_assignee ON assignments (assignee_id) WHERE status IN ('open', 'in_review');

CREATE TABLE assignment_documents (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assignment_id integer NOT NULL REFERENCES assignments (id) ON DELETE CASCADE,
    uploaded_by integer REFERENCES users (id) ON DELETE SET NULL,
    category text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL,
    content_hash bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX assignment_documents_assignment ON assignment_documents (assignment_id, category);

CREATE TABLE notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id integer REFERENCES users (id) ON DELETE SET NULL,
    assignment_id integer REFERENCES assignments (id) ON DELETE CASCADE,
    message text NOT NULL,
    read_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := greatest(NEW.created_at, OLD.updated_at) + interval '1 hour';
    RETURN NEW;
END
$$;
CREATE TRIGGER assignments_touch BEFORE UPDATE ON assignments
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE VIEW open_assignments AS
    SELECT a.id, a.assignment_code, a.title, u.full_name AS assignee
    FROM assignments a LEFT JOIN users u ON u.id = a.assignee_id
    WHERE a.status IN ('open', 'in_review');

CREATE MATERIALIZED VIEW document_totals AS
    SELECT category, count(*) AS documents, sum(size_bytes) AS total_bytes
    FROM assignment_documents GROUP BY category;

COMMENT ON TABLE assignments IS 'One row for each piece of work';
COMMENT ON COLUMN users.role IS 'admin, manager or member';

-- Roles that no sandbox has: a restore must do without them.
GRANT SELECT ON open_assignments TO sampleapp_report;

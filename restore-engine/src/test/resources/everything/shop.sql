-- A small shop, for backups of it that are spoiled in many ways.
CREATE TABLE customers (id int PRIMARY KEY, email text NOT NULL UNIQUE, city text);
CREATE TABLE orders (
  id serial PRIMARY KEY, customer int NOT NULL CONSTRAINT orders_customer REFERENCES customers, total numeric NOT NULL,
  CONSTRAINT total_positive CHECK (total > 0));
CREATE TABLE items (id int PRIMARY KEY, ordered int NOT NULL REFERENCES orders (id), what text);
CREATE TABLE archived (id int PRIMARY KEY, ordered int NOT NULL, what text);
CREATE TABLE payments (id int NOT NULL, paid date NOT NULL, PRIMARY KEY (id, paid)) PARTITION BY RANGE (paid);
CREATE TABLE payments_2025 PARTITION OF payments FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE payments_2026 PARTITION OF payments FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE files (id int PRIMARY KEY, content oid NOT NULL);
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
CREATE INDEX orders_by_customer ON orders (customer);
CREATE VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER checked BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION checked();
CREATE SCHEMA sales;
CREATE TABLE sales.leads (id int PRIMARY KEY, name text);
INSERT INTO customers SELECT n, 'person' || n || '@example.org', 'Köln' FROM generate_series(1, 60) n;
INSERT INTO orders (customer, total) SELECT 1 + n % 60, n FROM generate_series(1, 200) n;
INSERT INTO items SELECT n, 1 + n % 200, 'item ' || n FROM generate_series(1, 300) n;
INSERT INTO archived SELECT n, n, 'old ' || n FROM generate_series(1, 20) n;
INSERT INTO payments SELECT n, date '2025-06-01' + n FROM generate_series(1, 300) n;
INSERT INTO files SELECT n, lo_from_bytea(0, convert_to('file ' || n, 'UTF8')) FROM generate_series(1, 4) n;
INSERT INTO sales.leads SELECT n, 'lead ' || n FROM generate_series(1, 15) n;
INSERT INTO alembic_version VALUES ('abc123');

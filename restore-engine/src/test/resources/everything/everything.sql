-- A database with every kind of object that pg_dump writes, in about twenty schemas.
-- Loaded with psql -v superuser=on|off into a server that has the contrib modules; off leaves out what only a
-- superuser may create. Roles come first: they are not part of a dump.
SET client_min_messages = error;
CREATE ROLE app_owner NOLOGIN;
CREATE ROLE app_user NOLOGIN;
CREATE ROLE "odd ""role"" ü" NOLOGIN;
GRANT app_owner TO CURRENT_USER;
GRANT app_user TO CURRENT_USER;

-- plain tables: keys, checks, defaults, comments, foreign keys in a circle
CREATE SCHEMA shop AUTHORIZATION app_owner;
COMMENT ON SCHEMA shop IS 'Orders; with a '' quote, a \ backslash and an ü';
CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE,
  score numeric(12, 4) DEFAULT 0.5,
  created timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00',
  favourite bigint,
  CONSTRAINT score_in_range CHECK (score >= 0 AND score < 1000));
CREATE TABLE shop.orders (
  id serial PRIMARY KEY,
  customer bigint NOT NULL REFERENCES shop.customers ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  total numeric NOT NULL,
  vat numeric GENERATED ALWAYS AS (round(total * 0.19, 2)) STORED);
ALTER TABLE shop.customers ADD FOREIGN KEY (favourite) REFERENCES shop.orders (id);
COMMENT ON TABLE shop.orders IS E'line one\nline two';
COMMENT ON COLUMN shop.orders.total IS 'in EUR';
CREATE INDEX orders_total ON shop.orders USING btree (total DESC NULLS LAST) INCLUDE (id) WHERE total > 10;
CREATE UNIQUE INDEX customers_lower ON shop.customers (lower(email));
INSERT INTO shop.customers (email, score) SELECT 'person' || n || '@example.org', n % 100 FROM generate_series(1, 500) n;
INSERT INTO shop.orders (customer, total) SELECT 1 + n % 500, n * 1.5 FROM generate_series(1, 2000) n;
UPDATE shop.customers SET favourite = id WHERE id <= 100;
ALTER TABLE shop.orders OWNER TO app_owner;
GRANT SELECT, INSERT ON shop.orders TO app_user;
GRANT SELECT (email) ON shop.customers TO app_user;
GRANT USAGE ON SCHEMA shop TO app_user WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA shop GRANT SELECT ON TABLES TO app_user;

-- partitions: list, range, hash, two levels, a default partition, an index and a key on the parent
CREATE SCHEMA parts;
CREATE TABLE parts.payment (id bigint NOT NULL, paid date NOT NULL, amount numeric, PRIMARY KEY (id, paid)) PARTITION BY RANGE (paid);
CREATE TABLE parts.payment_2025 PARTITION OF parts.payment FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE parts.payment_2026 PARTITION OF parts.payment FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (id);
CREATE TABLE parts.payment_2026_a PARTITION OF parts.payment_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parts.payment_2026_b PARTITION OF parts.payment_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE parts.payment_other PARTITION OF parts.payment DEFAULT;
CREATE INDEX payment_amount ON parts.payment (amount);
INSERT INTO parts.payment SELECT n, date '2025-01-01' + n, n FROM generate_series(1, 900) n;
CREATE TABLE parts.region (code text, name text) PARTITION BY LIST (code);
CREATE TABLE parts.region_de PARTITION OF parts.region FOR VALUES IN ('de', 'at');
INSERT INTO parts.region VALUES ('de', 'Germany'), ('at', 'Austria');

-- inheritance
CREATE SCHEMA heirs;
CREATE TABLE heirs.city (name text PRIMARY KEY, people int CHECK (people > 0));
CREATE TABLE heirs.capital (country text NOT NULL) INHERITS (heirs.city);
INSERT INTO heirs.city VALUES ('Ulm', 126000);
INSERT INTO heirs.capital VALUES ('Paris', 2100000, 'France');

-- types: enum, domain, composite, range, array columns
CREATE SCHEMA kinds;
CREATE TYPE kinds.mood AS ENUM ('sad', 'ok', 'it''s great');
CREATE DOMAIN kinds.postcode AS text CHECK (VALUE ~ '^[0-9]{5}$') NOT NULL DEFAULT '00000';
CREATE TYPE kinds.point3 AS (x double precision, y double precision, z double precision);
CREATE TYPE kinds.span AS RANGE (subtype = double precision, subtype_diff = float8mi);
\if :superuser
CREATE TYPE kinds.shell;
\endif
CREATE TABLE kinds.things (id int PRIMARY KEY, m kinds.mood, p kinds.postcode, q kinds.point3, s kinds.span,
  a text[], j jsonb, x xml, b bytea, u uuid, i inet, t tsvector, iv interval, bits varbit, mon money, nan numeric, f8 float8);
INSERT INTO kinds.things VALUES
  (1, 'it''s great', '89073', '(1,2,3)', '[1.5,2.5)', ARRAY['a', NULL, 'c"d', E'tab\there'], '{"k": [1, "two"]}', '<a>b</a>', '\x00ff10',
   '7b9f2f5e-5d3e-4a57-9d7c-0d7f4f1f9b11', '10.0.0.0/8', 'cat:1 dog:2', '1 year 2 mons 3 days', B'1010', 12.5, 'NaN', 'Infinity'),
  (2, NULL, '00000', NULL, 'empty', '{}', 'null', NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '-1.5e-300');

-- collations
CREATE SCHEMA sorted;
CREATE COLLATION sorted.plain_c (provider = libc, locale = 'C');
CREATE TABLE sorted.words (w text COLLATE sorted.plain_c PRIMARY KEY, v text COLLATE "C");
INSERT INTO sorted.words VALUES ('Zebra', 'a'), ('äpfel', 'b'), ('apple', 'c');

-- row level security, with roles of its own
CREATE SCHEMA guarded;
CREATE TABLE guarded.notes (id int PRIMARY KEY, owner name NOT NULL, body text);
ALTER TABLE guarded.notes ENABLE ROW LEVEL SECURITY;
\if :superuser
ALTER TABLE guarded.notes FORCE ROW LEVEL SECURITY;
\endif
CREATE POLICY own_notes ON guarded.notes FOR SELECT TO app_user USING (owner = current_user);
CREATE POLICY odd_notes ON guarded.notes AS RESTRICTIVE FOR INSERT TO "odd ""role"" ü" WITH CHECK (id > 0);
INSERT INTO guarded.notes SELECT n, 'app_user', 'note ' || n FROM generate_series(1, 20) n;

-- rules, triggers (one disabled), statement triggers with transition tables
CREATE SCHEMA busy;
CREATE TABLE busy.source (id int PRIMARY KEY, v text, changed timestamptz);
CREATE TABLE busy.log (what text, n bigint);
CREATE FUNCTION busy.touch() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  -- $1 is no parameter here; \n is no line end
  NEW.changed := '2026-01-01 00:00:00+00';
  RETURN NEW;
END $f$;
CREATE FUNCTION busy.count_rows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO busy.log SELECT TG_OP, count(*) FROM fresh; RETURN NULL; END';
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON busy.source FOR EACH ROW EXECUTE FUNCTION busy.touch();
CREATE TRIGGER counted AFTER INSERT ON busy.source REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION busy.count_rows();
CREATE TRIGGER asleep AFTER DELETE ON busy.source FOR EACH ROW WHEN (OLD.id > 10) EXECUTE FUNCTION busy.touch();
ALTER TABLE busy.source DISABLE TRIGGER asleep;
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON busy.source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION busy.touch();
CREATE RULE no_delete AS ON DELETE TO busy.log DO INSTEAD NOTHING;
INSERT INTO busy.source (id, v) SELECT n, repeat('x', n) FROM generate_series(1, 50) n;

-- functions, procedures, aggregates, operators, casts
CREATE SCHEMA code;
CREATE FUNCTION code.add(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT a + b';
CREATE FUNCTION code.body(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT code.add(a, 40); END;
CREATE FUNCTION code.rows() RETURNS TABLE (n int, t text) LANGUAGE sql AS $$ SELECT 1, 'a;b' $$;
CREATE PROCEDURE code.work(INOUT n int) LANGUAGE plpgsql AS $proc$
BEGIN
/*
\! this line only looks like a command of psql
*/
  n := n + 1;
END $proc$;
CREATE AGGREGATE code.product (int) (SFUNC = int4mul, STYPE = int, INITCOND = '1');
CREATE OPERATOR code.@+@ (LEFTARG = int, RIGHTARG = int, FUNCTION = code.add);
CREATE FUNCTION code.to_int(kinds.mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (kinds.mood AS int) WITH FUNCTION code.to_int(kinds.mood);
CREATE TABLE code.computed (id int PRIMARY KEY, doubled int DEFAULT code.add(20), CHECK (code.add(id) > 0));
INSERT INTO code.computed (id) SELECT generate_series(1, 10);
CREATE INDEX computed_expression ON code.computed (code.add(id, doubled));

-- views, materialized views on each other, a recursive view, a view with check option
CREATE SCHEMA seen;
CREATE VIEW seen.totals WITH (security_barrier) AS SELECT customer, sum(total) AS total FROM shop.orders GROUP BY customer;
CREATE MATERIALIZED VIEW seen.top AS SELECT * FROM seen.totals ORDER BY total DESC, customer LIMIT 10;
CREATE MATERIALIZED VIEW seen.top_three AS SELECT * FROM seen.top ORDER BY total DESC, customer LIMIT 3;
CREATE MATERIALIZED VIEW seen.nothing_yet AS SELECT 1 AS one WITH NO DATA;
CREATE UNIQUE INDEX top_customer ON seen.top (customer);
CREATE VIEW seen.upper_orders AS SELECT id, total FROM shop.orders WHERE total > 100 WITH CASCADED CHECK OPTION;
CREATE VIEW seen.numbers AS WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 5) SELECT n FROM n;
COMMENT ON MATERIALIZED VIEW seen.top IS 'refreshed nightly';

-- sequences: owned, not owned, cycling, with a value, never called
CREATE SCHEMA counted;
CREATE SEQUENCE counted.free AS smallint INCREMENT 5 MINVALUE 5 MAXVALUE 1000 START 10 CYCLE CACHE 3;
CREATE SEQUENCE counted.untouched;
CREATE TABLE counted.uses (id int DEFAULT nextval('counted.free') PRIMARY KEY, t text);
INSERT INTO counted.uses (t) SELECT 'row ' || n FROM generate_series(1, 12) n;
CREATE TABLE counted.always (id smallint GENERATED BY DEFAULT AS IDENTITY (START 100 INCREMENT 10) PRIMARY KEY, v int);
INSERT INTO counted.always (v) SELECT generate_series(1, 8);

-- extensions in a schema of their own; what they bring is not dumped
CREATE SCHEMA extensions;
CREATE EXTENSION hstore WITH SCHEMA extensions;
CREATE EXTENSION pg_trgm WITH SCHEMA extensions;
CREATE EXTENSION btree_gist WITH SCHEMA extensions;
CREATE EXTENSION citext;
CREATE SCHEMA uses;
CREATE TABLE uses.bag (id int PRIMARY KEY, h extensions.hstore, c citext, during tsrange,
  EXCLUDE USING gist (id WITH =, during WITH &&));
CREATE INDEX bag_trgm ON uses.bag USING gin ((c::text) extensions.gin_trgm_ops);
INSERT INTO uses.bag VALUES (1, 'a=>1, b=>NULL', 'MiXed', '[2026-01-01, 2026-02-01)'), (2, '', 'x', 'empty');

-- full text search
CREATE SCHEMA search;
CREATE TEXT SEARCH DICTIONARY search.simple_words (TEMPLATE = pg_catalog.simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION search.house (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION search.house ALTER MAPPING FOR asciiword WITH search.simple_words, english_stem;
CREATE TABLE search.pages (id int PRIMARY KEY, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('search.house', body)) STORED);
CREATE INDEX pages_words ON search.pages USING gin (words);
INSERT INTO search.pages SELECT n, 'the quick brown fox number ' || n FROM generate_series(1, 30) n;

-- foreign tables: the server is never asked
\if :superuser
CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid', dbname 'x');
CREATE USER MAPPING FOR app_user SERVER elsewhere OPTIONS (user 'u');
CREATE SCHEMA abroad;
CREATE FOREIGN TABLE abroad.remote (id int, name text) SERVER elsewhere OPTIONS (schema_name 'public', table_name 'remote');
\endif

-- publications; extended statistics; storage parameters; unlogged; replica identity; clustered; without rows
CREATE SCHEMA tuned;
CREATE TABLE tuned.wide (id int PRIMARY KEY, a int, b int, big text) WITH (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE tuned.wide ALTER COLUMN big SET STORAGE EXTERNAL, ALTER COLUMN a SET STATISTICS 500, REPLICA IDENTITY FULL;
CREATE STATISTICS tuned.a_b (dependencies, ndistinct) ON a, b FROM tuned.wide;
INSERT INTO tuned.wide SELECT n, n % 10, n % 5, repeat(md5(n::text), 100) FROM generate_series(1, 100) n;
CREATE TABLE tuned.by_b (id int, b int); CREATE INDEX by_b_index ON tuned.by_b (b); ALTER TABLE tuned.by_b CLUSTER ON by_b_index;
INSERT INTO tuned.by_b VALUES (1, 2), (2, 1);
CREATE UNLOGGED TABLE tuned.cache (k text PRIMARY KEY, v text);
INSERT INTO tuned.cache VALUES ('k', 'v');
CREATE TABLE tuned.no_rows_yet (id int PRIMARY KEY);
CREATE TABLE tuned.no_columns ();
CREATE PUBLICATION changes FOR TABLE shop.orders, tuned.wide WITH (publish = 'insert, update');
\if :superuser
CREATE PUBLICATION everything_in_shop FOR TABLES IN SCHEMA shop;
\endif

-- an event trigger that only watches, and one that is disabled
\if :superuser
CREATE FUNCTION code.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION code.watch();
CREATE EVENT TRIGGER off_duty ON sql_drop EXECUTE FUNCTION code.watch();
ALTER EVENT TRIGGER off_duty DISABLE;
\endif

-- odd names and odd text
CREATE SCHEMA "Odd ""schema"" ü";
CREATE TABLE "Odd ""schema"" ü"."select from; --" ("a""b" int PRIMARY KEY, "new
line" text, "tab	name" text, "日本語" text, "\." text);
INSERT INTO "Odd ""schema"" ü"."select from; --" VALUES
  (1, E'a\tb\nc\\d', '\.', E'\\\\.', NULL), (2, '', '\N', '日本語 🎉', E'\r\n'), (3, E'\u0001', 'copy x from stdin;', '$$', '''');
COMMENT ON COLUMN "Odd ""schema"" ü"."select from; --"."new
line" IS 'a column whose name has a line end';
CREATE VIEW "Odd ""schema"" ü"."view; drop" AS SELECT "a""b" FROM "Odd ""schema"" ü"."select from; --";

-- large objects
CREATE SCHEMA blobs;
CREATE TABLE blobs.files (id int PRIMARY KEY, content oid);
INSERT INTO blobs.files SELECT n, lo_from_bytea(0, convert_to(repeat('content ' || n || E'\\', 500), 'UTF8')) FROM generate_series(1, 5) n;
SELECT format('COMMENT ON LARGE OBJECT %s IS ''the first''', content) FROM blobs.files WHERE id = 1 \gexec

-- a table access method's default, typed tables, a self reference, a multi-column key
CREATE SCHEMA more;
CREATE TABLE more.typed OF kinds.point3 (PRIMARY KEY (x, y));
INSERT INTO more.typed VALUES (1, 2, 3), (4, 5, 6);
CREATE TABLE more.tree (id int PRIMARY KEY, parent int REFERENCES more.tree, path text);
INSERT INTO more.tree SELECT n, nullif(n / 2, 0), 'p' || n FROM generate_series(1, 31) n;
CREATE TABLE more.refers (a double precision, b double precision, FOREIGN KEY (a, b) REFERENCES more.typed (x, y) MATCH FULL);
INSERT INTO more.refers VALUES (1, 2), (NULL, NULL);
CREATE TABLE more.not_yet_valid (parent int);
INSERT INTO more.not_yet_valid VALUES (1), (2);
ALTER TABLE more.not_yet_valid ADD CONSTRAINT small CHECK (parent < 100) NOT VALID;
GRANT SELECT ON ALL TABLES IN SCHEMA more TO "odd ""role"" ü";
ANALYZE;

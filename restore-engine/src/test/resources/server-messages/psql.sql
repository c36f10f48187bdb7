CREATE TYPE public.mood AS ENUM ('ok','sad');
CREATE DOMAIN public.email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE public.users (id integer PRIMARY KEY, email text UNIQUE, age integer CHECK (age < 200), name varchar(10) NOT NULL, born date, m public.mood, tags text[], j jsonb, x xml, at timestamptz, ip inet, u uuid, n numeric(4,1), r int4range, e public.email, b bytea, ok boolean, p point, bits bit(3));
INSERT INTO public.users (id, email, name) VALUES (1, 'alice.zq7@example.org', 'a');
CREATE TABLE public.child (id integer, user_id integer REFERENCES public.users(id));
CREATE TABLE public.dup (mail text);
INSERT INTO public.dup VALUES ('alice.zq7@example.org'),('alice.zq7@example.org');
CREATE TABLE public.parted (a text) PARTITION BY LIST (a);
CREATE TABLE public.parted_x PARTITION OF public.parted FOR VALUES IN ('x');
CREATE TABLE public.booking (room int4range, EXCLUDE USING gist (room WITH &&));
CREATE FUNCTION public.check_it() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'account of % is blocked', NEW.email USING DETAIL = 'mail ' || NEW.email, HINT = 'ask ' || NEW.email; END$$;
CREATE TABLE public.guarded (email text);
CREATE TRIGGER g BEFORE INSERT ON public.guarded FOR EACH ROW EXECUTE FUNCTION public.check_it();
CREATE FUNCTION public.cast_it() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN EXECUTE 'SELECT ' || quote_literal(NEW.email) || '::integer'; RETURN NEW; END$$;
CREATE TABLE public.casting (email text);
CREATE TRIGGER g BEFORE INSERT ON public.casting FOR EACH ROW EXECUTE FUNCTION public.cast_it();
CREATE FUNCTION public.as_int(text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT $1::integer$$;
CREATE FUNCTION public.asserts() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN ASSERT NEW.email IS NULL, 'not ' || NEW.email; END$$;
CREATE TABLE public.asserted (email text);
CREATE TRIGGER g BEFORE INSERT ON public.asserted FOR EACH ROW EXECUTE FUNCTION public.asserts();
CREATE UNIQUE INDEX dup_mail ON public.dup (mail);
CREATE INDEX dup_int ON public.dup (public.as_int(mail));
CREATE INDEX dup_int2 ON public.dup ((mail::integer));
ALTER TABLE public.dup ADD CONSTRAINT short CHECK (length(mail) < 3);
ALTER TABLE public.dup ALTER COLUMN mail TYPE integer USING mail::integer;
ALTER TABLE public.dup ALTER COLUMN mail TYPE public.mood USING mail::public.mood;
CREATE MATERIALIZED VIEW public.mv AS SELECT mail::integer FROM public.dup;
CREATE MATERIALIZED VIEW public.mv2 AS SELECT to_date(mail, 'YYYY-MM-DD') FROM public.dup;
CREATE MATERIALIZED VIEW public.mv3 AS SELECT 1/(length(mail)-21) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv4 AS SELECT mail::jsonb FROM public.dup;
CREATE MATERIALIZED VIEW public.mv5 AS SELECT ('{"a": "' || mail || '", x}')::json FROM public.dup;
CREATE MATERIALIZED VIEW public.mv6 AS SELECT xmlparse(document mail) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv7 AS SELECT mail ~ (mail || '(') FROM public.dup;
CREATE MATERIALIZED VIEW public.mv8 AS SELECT mail::tsquery, (mail || ' & (')::tsquery FROM public.dup;
CREATE MATERIALIZED VIEW public.mv9 AS SELECT now() AT TIME ZONE mail FROM public.dup;
CREATE MATERIALIZED VIEW public.mv10 AS SELECT mail::regclass FROM public.dup;
CREATE MATERIALIZED VIEW public.mv11 AS SELECT decode(mail, 'hex') FROM public.dup;
CREATE MATERIALIZED VIEW public.mv12 AS SELECT decode(mail, 'base64') FROM public.dup;
CREATE MATERIALIZED VIEW public.mv13 AS SELECT convert_to(mail || '€', 'LATIN1') FROM public.dup;
CREATE MATERIALIZED VIEW public.mv14 AS SELECT mail::regrole, mail::regtype FROM public.dup;
CREATE MATERIALIZED VIEW public.mv15 AS SELECT mail::interval FROM public.dup;
CREATE MATERIALIZED VIEW public.mv16 AS SELECT ('$.' || mail || '[')::jsonpath FROM public.dup;
CREATE MATERIALIZED VIEW public.mv17 AS SELECT set_config(mail, mail, true) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv18 AS SELECT encode('a', mail) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv19 AS SELECT to_number(mail, '999'), to_timestamp(mail, mail) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv20 AS SELECT format('%' || mail) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv21 AS SELECT date_trunc(mail, now()) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv22 AS SELECT ('(' || mail || ',1')::public.users FROM public.dup;
CREATE MATERIALIZED VIEW public.mv23 AS SELECT mail::cidr FROM public.dup;
CREATE MATERIALIZED VIEW public.mv24 AS SELECT '10.0.0.77/8'::cidr;
CREATE MATERIALIZED VIEW public.mv25 AS SELECT extract(mail from now()) FROM public.dup;
CREATE MATERIALIZED VIEW public.mv26 AS SELECT currval(mail) FROM public.dup;
COPY public.users (id, email, name) FROM stdin;
1	bob.zq7@example.org	b
\.
COPY public.users (id, email, name) FROM stdin;
2	alice.zq7@example.org	b
\.
COPY public.users (id, email, name) FROM stdin;
alice.zq7@example.org	x	y
\.
COPY public.users (id, email, name) FROM stdin;
a"zq7" relation "zq7	x	y
\.
COPY public.users (id, email, name) FROM stdin;
a\nDETAIL:  Key zq7\nHINT:  zq7	x	y
\.
COPY public.users (id, email, name) FROM stdin;
99999999770077	x	y
\.
COPY public.users (id, email, name) FROM stdin;
3	c.zq7@example.org	longer than ten zq7
\.
COPY public.users (id, email, name) FROM stdin;
3	c.zq7@example.org	\N
\.
COPY public.users (id, email, name, age) FROM stdin;
3	c.zq7@example.org	n	770077
\.
COPY public.users (id, email, name) FROM stdin;
3	c.zq7@example.org
\.
COPY public.users (id, email, name) FROM stdin;
3	c.zq7@example.org	n	more zq7
\.
COPY public.users (id, name, born) FROM stdin;
4	n	2020-13-45zq7
\.
COPY public.users (id, name, born) FROM stdin;
4	n	2020-13-45
\.
COPY public.users (id, name, m) FROM stdin;
4	n	zq7
\.
COPY public.users (id, name, tags) FROM stdin;
4	n	zq7,b
\.
COPY public.users (id, name, tags) FROM stdin;
4	n	{zq7,b"c}
\.
COPY public.users (id, name, j) FROM stdin;
4	n	{"mail": zq7}
\.
COPY public.users (id, name, j) FROM stdin;
4	n	{"mail": "alice.zq7@example.org", "pin": 770077,}
\.
COPY public.users (id, name, j) FROM stdin;
4	n	{"mail": "a\\\\u00zz zq7"}
\.
COPY public.users (id, name, x) FROM stdin;
4	n	<mail>alice.zq7@example.org</mial>
\.
COPY public.users (id, name, at) FROM stdin;
4	n	2020-01-01 00:00 Zq7/Nowhere
\.
COPY public.users (id, name, ip) FROM stdin;
4	n	10.0.0.zq7
\.
COPY public.users (id, name, u) FROM stdin;
4	n	zq7
\.
COPY public.users (id, name, n) FROM stdin;
4	n	770077.1
\.
COPY public.users (id, name, r) FROM stdin;
4	n	[770077,3)
\.
COPY public.users (id, name, r) FROM stdin;
4	n	zq7
\.
COPY public.users (id, name, e) FROM stdin;
4	n	zq7
\.
COPY public.users (id, name, b) FROM stdin;
4	n	\\xzq7
\.
COPY public.users (id, name, ok) FROM stdin;
4	n	zq7
\.
COPY public.users (id, name, p) FROM stdin;
4	n	(zq7,1)
\.
COPY public.users (id, name, bits) FROM stdin;
4	n	z77
\.
COPY public.users (id, name, bits) FROM stdin;
4	n	10101
\.
COPY public.users (id, name) FROM stdin;
5	zq7\.x
\.
COPY public.child (id, user_id) FROM stdin;
1	770077
\.
COPY public.parted (a) FROM stdin;
zq7
\.
COPY public.parted_x (a) FROM stdin;
zq7
\.
COPY public.booking (room) FROM stdin;
[770077,770079)
[770078,770080)
\.
COPY public.guarded (email) FROM stdin;
alice.zq7@example.org
\.
COPY public.casting (email) FROM stdin;
alice.zq7@example.org
\.
COPY public.asserted (email) FROM stdin;
alice.zq7@example.org
\.
COPY public.missing (email) FROM stdin;
alice.zq7@example.org
\.
INSERT INTO public.users (id, email, name) VALUES (1, 'bob.zq7@example.org', 'b');
INSERT INTO public.users VALUES (1, 'bob.zq7@example.org', 'zq7', 'zq7');
INSERT INTO public.users VALUES (1, 'bob.zq7@example.org' 'b', 'zq7');
INSERT INTO public.users VALUES (1, "bob.zq7@example.org", 'b', 'zq7');
INSERT INTO public.child VALUES (3, 770077);
INSERT INTO public.guarded VALUES ('alice.zq7@example.org');
INSERT INTO public.users (id, email, name) VALUES (1, 'bob.zq7@example.org');
SELECT pg_catalog.lowrite(0, '\x7a7137zq7');
DO $$BEGIN RAISE EXCEPTION 'alice.zq7@example.org'; END$$;
SELECT zz.foo('alice.zq7@example.org');
ALTER TABLE public.child ADD CONSTRAINT c CHECK (id < 1) NOT VALID;
ALTER TABLE public.nothere ADD COLUMN x int;
CREATE TABLE public.users (id int);
CREATE EXTENSION nothere;
ALTER TABLE public.dup OWNER TO nobody_here;
CREATE INDEX i ON public.dup (nocolumn);
CREATE VIEW public.v AS SELECT nofunction(mail) FROM public.dup;
SELECT pg_catalog.setval('public.nosequence', 770077, true);
COMMENT ON TABLE public.nothere IS 'x';
SET nothing_known = 'x';
ALTER TABLE public.dup ADD COLUMN z text COLLATE "xx_YY";

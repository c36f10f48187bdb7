--
-- PostgreSQL database cluster dump
--

\restrict mP3Gl1jbDFpbnTSjFdG0G60yHKyFU8MKRdVMKP8Qwo07XTK3wBlOkuHApCLbIsg

SET default_transaction_read_only = off;

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

--
-- Roles
--

CREATE ROLE "App User";
ALTER ROLE "App User" WITH NOSUPERUSER NOINHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'fixture-not-a-hash';
CREATE ROLE owner1;
ALTER ROLE owner1 WITH NOSUPERUSER INHERIT NOCREATEROLE CREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'fixture-not-a-hash';
CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS;
CREATE ROLE readers;
ALTER ROLE readers WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOREPLICATION BYPASSRLS;

--
-- User Configurations
--

--
-- User Config "owner1"
--

ALTER ROLE owner1 SET search_path TO 'public';


--
-- Role memberships
--

GRANT pg_execute_server_program TO owner1 GRANTED BY postgres;
GRANT pg_read_all_data TO owner1 GRANTED BY postgres;
GRANT readers TO "App User" GRANTED BY postgres;






\unrestrict mP3Gl1jbDFpbnTSjFdG0G60yHKyFU8MKRdVMKP8Qwo07XTK3wBlOkuHApCLbIsg

--
-- Databases
--

--
-- Database "template1" dump
--

\connect template1

--
-- PostgreSQL database dump
--

\restrict dI6w4HqkTc9EZbqO6dxLCEDFNfyw9JL5QXFtMb91ncb88dGLnfEPguZ4HMYYYPy

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- PostgreSQL database dump complete
--

\unrestrict dI6w4HqkTc9EZbqO6dxLCEDFNfyw9JL5QXFtMb91ncb88dGLnfEPguZ4HMYYYPy

--
-- Database "my db" dump
--

--
-- PostgreSQL database dump
--

\restrict BQIPDY6HVxAaMkx7p2YD4R3RRSMHjSBUxfdQdFAuqQyAXkbMH2MH7l938TJTmdM

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: my db; Type: DATABASE; Schema: -; Owner: postgres
--

CREATE DATABASE "my db" WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8';


ALTER DATABASE "my db" OWNER TO postgres;

\unrestrict BQIPDY6HVxAaMkx7p2YD4R3RRSMHjSBUxfdQdFAuqQyAXkbMH2MH7l938TJTmdM
\encoding SQL_ASCII
\connect -reuse-previous=on "dbname='my db'"
\restrict BQIPDY6HVxAaMkx7p2YD4R3RRSMHjSBUxfdQdFAuqQyAXkbMH2MH7l938TJTmdM

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: b; Type: TABLE; Schema: public; Owner: App User
--

CREATE TABLE public.b (
    id integer NOT NULL,
    n numeric
);


ALTER TABLE public.b OWNER TO "App User";

--
-- Data for Name: b; Type: TABLE DATA; Schema: public; Owner: App User
--

COPY public.b (id, n) FROM stdin;
1	10
2	20
3	30
4	40
\.


--
-- Name: b b_pkey; Type: CONSTRAINT; Schema: public; Owner: App User
--

ALTER TABLE ONLY public.b
    ADD CONSTRAINT b_pkey PRIMARY KEY (id);


--
-- PostgreSQL database dump complete
--

\unrestrict BQIPDY6HVxAaMkx7p2YD4R3RRSMHjSBUxfdQdFAuqQyAXkbMH2MH7l938TJTmdM

--
-- Database "postgres" dump
--

\connect postgres

--
-- PostgreSQL database dump
--

\restrict 3r2bBGkZ8tvxstZU3KuZl9TvbScyVaoPNTnl6Yhe9JST2jJy39hEhTGZ2bLMK7o

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- PostgreSQL database dump complete
--

\unrestrict 3r2bBGkZ8tvxstZU3KuZl9TvbScyVaoPNTnl6Yhe9JST2jJy39hEhTGZ2bLMK7o

--
-- Database "zenops" dump
--

--
-- PostgreSQL database dump
--

\restrict DZ1IIVZOJ8VHNq11YvvLjIPnMKYKhfBTCL2056OJijahLgKdvEshI1GK615nUlR

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: zenops; Type: DATABASE; Schema: -; Owner: owner1
--

CREATE DATABASE zenops WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8';


ALTER DATABASE zenops OWNER TO owner1;

\unrestrict DZ1IIVZOJ8VHNq11YvvLjIPnMKYKhfBTCL2056OJijahLgKdvEshI1GK615nUlR
\connect zenops
\restrict DZ1IIVZOJ8VHNq11YvvLjIPnMKYKhfBTCL2056OJijahLgKdvEshI1GK615nUlR

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $$ SELECT '
\connect evil
--
-- PostgreSQL database dump complete
--
'::text $$;


ALTER FUNCTION public.f() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: a; Type: TABLE; Schema: public; Owner: owner1
--

CREATE TABLE public.a (
    id integer NOT NULL,
    t text
);


ALTER TABLE public.a OWNER TO owner1;

--
-- Data for Name: a; Type: TABLE DATA; Schema: public; Owner: owner1
--

COPY public.a (id, t) FROM stdin;
1	\\\\connect evil\n--\n-- PostgreSQL database dump complete\n--\n
2	two
3	\N
\.


--
-- Name: a a_pkey; Type: CONSTRAINT; Schema: public; Owner: owner1
--

ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_pkey PRIMARY KEY (id);


--
-- Name: a; Type: ROW SECURITY; Schema: public; Owner: owner1
--

ALTER TABLE public.a ENABLE ROW LEVEL SECURITY;

--
-- Name: a p; Type: POLICY; Schema: public; Owner: owner1
--

CREATE POLICY p ON public.a TO "App User" USING (true);


--
-- Name: TABLE a; Type: ACL; Schema: public; Owner: owner1
--

GRANT SELECT ON TABLE public.a TO readers;


--
-- PostgreSQL database dump complete
--

\unrestrict DZ1IIVZOJ8VHNq11YvvLjIPnMKYKhfBTCL2056OJijahLgKdvEshI1GK615nUlR

--
-- PostgreSQL database cluster dump complete
--


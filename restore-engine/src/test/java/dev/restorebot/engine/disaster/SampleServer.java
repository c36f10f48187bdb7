package dev.restorebot.engine.disaster;

import dev.restorebot.engine.testing.PostgresUnderTest;
import java.sql.SQLException;

/** What a server has that others use too: databases, roles, row security, replication slots. */
final class SampleServer {
  private SampleServer() {}

  /** Fills a new server with everything but the database to restore. */
  static void fill(PostgresUnderTest server) throws SQLException {
    server.sql(
        "postgres",
        "CREATE ROLE app_owner LOGIN PASSWORD '" + PostgresUnderTest.PASSWORD + "'",
        "CREATE ROLE reporter LOGIN PASSWORD '" + PostgresUnderTest.PASSWORD + "'",
        "CREATE ROLE auditor NOLOGIN",
        "CREATE ROLE restorer LOGIN CREATEDB PASSWORD '" + PostgresUnderTest.PASSWORD + "'",
        "CREATE ROLE nobody_in LOGIN CREATEDB PASSWORD '" + PostgresUnderTest.PASSWORD + "'",
        "CREATE ROLE " + PostgresUnderTest.CERTIFIED + " LOGIN CREATEDB",
        "GRANT app_owner, auditor, pg_signal_backend TO restorer, " + PostgresUnderTest.CERTIFIED,
        "CREATE DATABASE billing OWNER reporter",
        "CREATE DATABASE metrics");
    server.sql(
        "billing",
        "CREATE EXTENSION pg_stat_statements",
        "CREATE EXTENSION hstore",
        "CREATE TABLE invoices AS SELECT 1 AS id",
        "ALTER TABLE invoices ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON invoices TO reporter USING (id > 0)");
    server.sql("metrics", "CREATE TABLE points AS SELECT 2 AS id");
    server.sql(
        "billing",
        "SELECT pg_create_logical_replication_slot('feed', 'pgoutput')",
        "SELECT pg_create_physical_replication_slot('standby')");
  }

  /** Creates the database to restore, with all that a database can have. */
  static void production(PostgresUnderTest server) throws SQLException {
    server.sql(
        "postgres",
        "CREATE DATABASE zenops OWNER app_owner",
        "REVOKE ALL ON DATABASE zenops FROM PUBLIC",
        "GRANT CONNECT ON DATABASE zenops TO reporter WITH GRANT OPTION",
        "COMMENT ON DATABASE zenops IS 'it''s \"production\"'",
        "ALTER DATABASE zenops SET search_path TO \"$user\", 'App schema', public",
        "ALTER DATABASE zenops SET statement_timeout TO '90s'",
        "ALTER ROLE restorer IN DATABASE zenops SET work_mem TO '8MB'",
        "ALTER DATABASE zenops CONNECTION LIMIT 40");
    server.sql(
        "zenops",
        "CREATE EXTENSION citext",
        "SET ROLE app_owner",
        "CREATE SCHEMA \"App schema\"",
        "CREATE TABLE public.users (id int PRIMARY KEY, name public.citext)",
        "INSERT INTO public.users VALUES (1, 'asha'), (2, 'ben')",
        "CREATE TABLE \"App schema\".secrets (owner name, secret text)",
        "INSERT INTO \"App schema\".secrets VALUES ('reporter', 'a'), ('other', 'b')",
        "ALTER TABLE \"App schema\".secrets ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON \"App schema\".secrets TO reporter USING (owner = current_user)",
        "GRANT USAGE ON SCHEMA \"App schema\" TO reporter",
        "GRANT SELECT ON public.users, \"App schema\".secrets TO reporter",
        "RESET ROLE",
        "CREATE SCHEMA audit AUTHORIZATION auditor",
        "CREATE TABLE audit.events (id int)",
        "ALTER TABLE audit.events OWNER TO auditor");
  }
}

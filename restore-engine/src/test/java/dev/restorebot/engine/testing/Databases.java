package dev.restorebot.engine.testing;

import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of a sandbox that the tests of a class share. */
public final class Databases {
  private Databases() {}

  /** Drops what a test or a restore has made in it, so that it is as on a new server. */
  public static void empty(Sandbox sandbox) throws SQLException {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ DECLARE s name; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~"
              + " '^pg_' AND nspname <> 'information_schema' LOOP"
              + " EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$");
      statement.execute("SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
      statement.execute("CREATE SCHEMA public");
      statement.execute("GRANT USAGE ON SCHEMA public TO PUBLIC");
    }
  }
}

package dev.restorebot.engine.verify.check;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.PGResultSetMetaData;

/**
 * Decides which columns of a sample are shown. Masked is what is named like personal data, by the
 * name in the result or in its table; what may hold anything (JSON, bytes, whole rows); and text
 * that a query computed, for it may be made of either. Settings may unmask a column by its name.
 */
public final class Masking {
  static final String MASK = "***";

  private static final Pattern PERSONAL =
      Pattern.compile(
          "mail|name|phone|mobile|fax|addr|street|city|zip|postal|postcode|token|passw|pwd|secret"
              + "|hash|salt|key|ssn|tax|iban|account|card|birth|dob|gender|salary|login|passport"
              + "|comment|message|note|body|(^|_)ip(_|$)|agent|latitude|longitude");
  private static final Pattern PLAIN =
      Pattern.compile(
          "bool|int2|int4|int8|oid|numeric|float4|float8|money|date|time|timetz|timestamp"
              + "|timestamptz|interval|uuid|serial|bigserial|smallserial");
  private static final Pattern ANYTHING = Pattern.compile("json|jsonb|xml|bytea|hstore|record|_.*");

  private final Set<String> unmask;

  Masking(Set<String> unmask) {
    this.unmask = unmask;
  }

  public boolean masks(ResultSetMetaData columns, int column) throws SQLException {
    String label = columns.getColumnLabel(column);
    if (unmask.contains(label)) {
      return false;
    }
    String base = ((PGResultSetMetaData) columns).getBaseColumnName(column);
    String type = columns.getColumnTypeName(column);
    return masks(label, base, type);
  }

  /** The rule itself; {@code base} is empty for what a query computed. */
  public static boolean masks(String label, String base, String type) {
    boolean computed = base.isEmpty();
    boolean composite = type.startsWith("\"");
    return personal(label)
        || personal(base)
        || composite
        || ANYTHING.matcher(type).matches()
        || (computed && !PLAIN.matcher(type).matches());
  }

  private static boolean personal(String name) {
    return PERSONAL.matcher(name.toLowerCase(Locale.ROOT)).find();
  }
}

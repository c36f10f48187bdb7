package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.TableTag;
import dev.restorebot.engine.archive.TocEntry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * pg_dump's comment above an object (_printTocEntry in PostgreSQL's pg_backup_archiver.c), such as
 * {@code -- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: zenops}.
 */
final class EntryComment {
  private static final String TABLESPACE = "; Tablespace: ";
  private static final String NAME = "-- Name: ";
  private static final String DATA = "-- Data for Name: ";
  private static final String STATISTICS = "-- Statistics for Name: ";
  private static final String BOUNDARY_BEFORE = "(?<![^ (),.\"])";
  private static final String BOUNDARY_AFTER = "(?![^ (),.\"])";
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*+)\"");

  private EntryComment() {}

  /** The entry that a comment line announces, if it is such a comment. */
  static Optional<TocEntry> parse(int position, String line) {
    String text;
    if (line.startsWith(NAME)) {
      text = line.substring(NAME.length());
    } else if (line.startsWith(DATA)) {
      text = line.substring(DATA.length());
    } else if (line.startsWith(STATISTICS)) {
      text = line.substring(STATISTICS.length());
    } else {
      return Optional.empty();
    }
    // From the right: a name may contain anything, what follows it hardly does.
    int owner = text.lastIndexOf("; Owner: ");
    int schema = text.lastIndexOf("; Schema: ", owner);
    int type = text.lastIndexOf("; Type: ", schema);
    if (type < 0 || schema < 0 || owner < 0) {
      return Optional.empty();
    }
    String ownerText = text.substring(owner + "; Owner: ".length());
    int tablespace = ownerText.indexOf(TABLESPACE);
    return Optional.of(
        new TocEntry(
            position,
            text.substring(type + "; Type: ".length(), schema),
            orEmpty(text.substring(schema + "; Schema: ".length(), owner)),
            text.substring(0, type),
            orEmpty(tablespace < 0 ? ownerText : ownerText.substring(0, tablespace)),
            tablespace < 0 ? "" : ownerText.substring(tablespace + TABLESPACE.length()),
            "",
            OptionalLong.empty(),
            OptionalLong.empty()));
  }

  /**
   * The entry with the line breaks that its names really have, as the quoted identifiers of its
   * statement show them.
   */
  static TocEntry withLineBreaks(TocEntry entry, String statement) {
    String schema = entry.schema();
    String name = entry.name();
    Matcher quoted = QUOTED.matcher(statement);
    while (quoted.find()) {
      String identifier = quoted.group(1).replace("\"\"", "\"");
      String shown = identifier.replace('\n', ' ').replace('\r', ' ');
      if (!shown.equals(identifier)) {
        Pattern whole = Pattern.compile(BOUNDARY_BEFORE + Pattern.quote(shown) + BOUNDARY_AFTER);
        schema = whole.matcher(schema).replaceAll(Matcher.quoteReplacement(identifier));
        name = whole.matcher(name).replaceAll(Matcher.quoteReplacement(identifier));
      }
    }
    return named(entry, schema, name);
  }

  /** The entry of an object on a table with the table in its name, as its statement says it. */
  static TocEntry withTable(TocEntry entry, String statement) {
    return named(entry, entry.schema(), TableTag.complete(entry.name(), statement));
  }

  private static TocEntry named(TocEntry entry, String schema, String name) {
    return new TocEntry(
        entry.dumpId(),
        entry.kind(),
        schema,
        name,
        entry.owner(),
        entry.tablespace(),
        entry.definition(),
        entry.dataBytes(),
        entry.rows());
  }

  private static String orEmpty(String text) {
    return text.equals("-") ? "" : text;
  }
}

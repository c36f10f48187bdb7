package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.pgdump.DumpedLocale;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers what a plain dump says about itself in its first lines. */
final class PlainHeader {
  private static final Pattern SERVER = Pattern.compile("-- Dumped from database version (.+)");
  private static final Pattern DUMPER = Pattern.compile("-- Dumped by pg_dump version (.+)");
  private static final Pattern STARTED =
      Pattern.compile("-- Started on (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d).*");
  private static final Pattern CREATE =
      Pattern.compile("CREATE DATABASE (\"(?:[^\"]|\"\")+\"|[^ ;]+).*");
  private static final Pattern CONNECT =
      Pattern.compile(
          "\\\\c(?:onnect)?\\s+(?:-reuse-previous=(?:on|off)\\s+)?"
              + "(\"(?:[^\"]|\"\")+\"|'(?:[^']|'')+'|[^\\s\"';]+).*");
  private static final Pattern CONNECT_TO =
      Pattern.compile("[\"']dbname='{1,2}((?:[^'\\\\]|\\\\.)+)'.*[\"']");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Optional<String> server = Optional.empty();
  private Optional<String> dumper = Optional.empty();
  private Optional<Instant> createdAt = Optional.empty();
  private Optional<String> created = Optional.empty();
  private Optional<String> connected = Optional.empty();
  private DumpedLocale locale = DumpedLocale.unknown();
  private DumpedLocale client = DumpedLocale.unknown();

  /** A comment line. */
  void comment(String line) {
    server = server.or(() -> match(SERVER, line));
    dumper = dumper.or(() -> match(DUMPER, line));
    createdAt = createdAt.or(() -> match(STARTED, line).flatMap(PlainHeader::instant));
  }

  /** A line of code. */
  void code(String line) {
    if (line.startsWith("SET client_encoding = ")) {
      client = client.or(DumpedLocale.ofClientEncoding(line));
    } else if (line.startsWith("CREATE DATABASE ")) {
      created = created.or(() -> match(CREATE, line).map(PlainHeader::unquote));
      locale = locale.or(DumpedLocale.ofCreateDatabase(line));
    }
  }

  /**
   * A command of psql. The database that it connects to, if it does; very old dumps only change the
   * user, as in {@code \connect - postgres}.
   */
  Optional<String> connect(String command) {
    Optional<String> database =
        match(CONNECT, command).filter(name -> !name.equals("-")).map(PlainHeader::connectedTo);
    connected = connected.or(() -> database);
    return database;
  }

  ArchiveHeader toHeader() {
    DumpedLocale all = locale.or(client);
    return new ArchiveHeader(
        Optional.empty(),
        created.or(() -> connected),
        server,
        dumper,
        createdAt,
        Optional.empty(),
        all.encoding(),
        all.collate(),
        all.ctype());
  }

  /**
   * The same for one database of a file; what is known of another database's locale is not used.
   */
  ArchiveHeader toHeader(String database) {
    ArchiveHeader all = toHeader();
    boolean mine = created.filter(name -> !name.equals(database)).isEmpty();
    return new ArchiveHeader(
        all.archiveVersion(),
        Optional.of(database),
        all.serverVersion(),
        all.dumpVersion(),
        all.createdAt(),
        all.compression(),
        mine ? all.encoding() : client.encoding(),
        mine ? all.collate() : Optional.empty(),
        mine ? all.ctype() : Optional.empty());
  }

  private static Optional<String> match(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          LocalDateTime.parse(text, SECONDS).atZone(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Names that need quoting are given as {@code "dbname='…'"} (appendPsqlMetaConnect). */
  private static String connectedTo(String argument) {
    Matcher matcher = CONNECT_TO.matcher(argument);
    return matcher.matches()
        ? matcher.group(1).replaceAll("\\\\(.)", "$1").replace("\"\"", "\"")
        : unquote(argument);
  }

  private static String unquote(String name) {
    char quote = name.charAt(0);
    return quote == '"' || quote == '\''
        ? name.substring(1, name.length() - 1).replace("" + quote + quote, "" + quote)
        : name;
  }
}
